"""The reader chooses a list's columns: by the address, kept on the device, in Excel too."""

import datetime as dt
import io
import re

import openpyxl
import pytest

from households.models import Person
from plumbing import history
from tests.activities.pages import queries

URL = "/households/"


def heads(response):
    table = re.search(r"<thead>(.*?)</thead>", response.content.decode(), re.DOTALL).group(1)
    cells = [cell for cell in re.findall(r"<th .*?</th>", table, re.DOTALL) if "cn-select" not in cell]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]


def excel_heads(response):
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return [cell.value for cell in sheet[4]]


def test_the_address_says_which_columns(cast, sign_in):
    client = sign_in(cast.leadership)
    assert heads(client.get(URL)) == ["Chủ hộ", "Bản", "Xã (hiện nay)", "Nhân khẩu", "Kết quả hiện nay", "Ngày rà soát"]
    page = client.get(f"{URL}?columns=address,people&q=thao&sort=-people")
    assert heads(page) == ["Chủ hộ", "Nhân khẩu", "Địa chỉ"]
    # Filters, sorting, paging and Excel keep the choice.
    body = page.content.decode()
    assert '<input type="hidden" name="columns" value="address,people">' in body
    links = [link for link in re.findall(r'href="(\?[^"]*sort=[^"]*)"', body) if "column=" not in link]
    assert links
    assert [link for link in links if "columns=address" not in link] == []
    excel = client.get(f"{URL}?columns=address,people&export=xlsx&export_reason=thử")
    assert excel_heads(excel) == ["TT", *heads(page)]


def test_without_a_choice_excel_has_all_that_its_reader_may_see(cast, sign_in):
    head = Person.objects.get(household=cast.household_a1)
    head.birth_date, head.birth_precision = dt.date(1978, 1, 1), "year"
    history.change(head, by=None)
    answer = sign_in(cast.office).get(f"{URL}?export=xlsx&export_reason=thử&q=thao")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    row = {name.value: cell.value for name, cell in zip(sheet[4], sheet[5], strict=True)}
    assert (sheet.title, row["TT"], row["Chủ hộ"], row["Ngày sinh chủ hộ"]) == ("Hộ gia đình", 1, "Thào A Thử", "1978")
    assert {"Điện thoại", "Mã hộ", "Điểm B1"} <= set(row)
    reader = excel_heads(sign_in(cast.leadership).get(f"{URL}?export=xlsx&export_reason=thử"))
    assert "Mã hộ" in reader
    assert "Điện thoại" not in reader


def test_a_choice_is_kept_on_the_device_for_this_list_alone(cast, sign_in):
    client = sign_in(cast.office)
    answer = client.get(f"{URL}?q=a&column=&column=village&column=code&page=2")
    assert answer.url == f"{URL}?q=a&columns=head,village,code"
    assert (answer.cookies["columns"]["path"], answer.cookies["columns"]["httponly"]) == (URL, True)
    assert heads(client.get(URL)) == ["Chủ hộ", "Bản", "Mã hộ"]
    # A link with other columns shows those, and keeps nothing.
    assert len(heads(client.get(f"{URL}?columns=people"))) == 2
    assert heads(client.get(URL)) == ["Chủ hộ", "Bản", "Mã hộ"]
    forget = client.get(f"{URL}?column=")
    assert (forget.url, forget.cookies["columns"].value) == (f"{URL}?", "")
    assert len(heads(client.get(URL))) == 6


def test_telephone_numbers_are_for_those_who_keep_the_households(cast, sign_in):
    cast.household_a1.phone = "0912345678"
    cast.household_a1.save()
    assert "0912345678" in sign_in(cast.office).get(f"{URL}?columns=phone").content.decode()
    for who in [cast.leadership, cast.member_a1]:
        page = sign_in(who).get(f"{URL}?columns=head,phone").content.decode()
        assert "0912345678" not in page
        assert 'value="phone"' not in page
    excel = sign_in(cast.leadership).get(f"{URL}?columns=head,phone&export=xlsx&export_reason=thử")
    assert excel_heads(excel) == ["TT", "Chủ hộ"]


def test_nonsense_shows_the_usual_columns(cast, sign_in):
    client = sign_in(cast.office)
    assert len(heads(client.get(f"{URL}?columns=nothing,__class__"))) == 6
    client.cookies["columns"] = "nothing.;x"
    assert len(heads(client.get(URL))) == 6


def test_the_list_keeps_its_order_when_that_column_is_left_out(cast, sign_in):
    names = re.compile(r'/households/\d+/">([^<]+)')
    client = sign_in(cast.office)
    assert names.findall(client.get(f"{URL}?columns=people").content.decode()) == names.findall(
        client.get(URL).content.decode()
    )


@pytest.mark.parametrize(
    ("url", "columns"),
    [
        ("/households/", "b1,b2,phone,left_on,leaving_reason,arrived_on,address,code"),
        ("/teams/", "kind,deputy,leader_phone,founding_decision"),
        ("/cadres/", "email"),
        ("/meetings/", "done,not_done"),
        ("/contributions/", "kind,unit,handed_over_on"),
    ],
)
def test_added_columns_cost_no_query(cast, sign_in, url, columns):
    client = sign_in(cast.office)
    plain = queries(client, url)
    assert queries(client, f"{url}?columns={columns}") == plain
    assert len(heads(client.get(f"{url}?columns={columns}"))) == len(columns.split(",")) + 1
