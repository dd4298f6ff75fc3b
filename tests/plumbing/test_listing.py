"""What every list page does, whatever its rows."""

import io
import re

import openpyxl
import pytest

from households.models import Household, Person
from plumbing import history, listing
from plumbing.models import Change
from tests.conftest import LAST_MONTH


def test_an_empty_list_does_not_blame_filters_that_nobody_set(cast, sign_in):
    Household.objects.update(left_on="2026-01-01", leaving_reason="moved")
    client = sign_in(cast.office)
    assert "Chưa có dữ liệu." in client.get("/households/").content.decode()
    filtered = client.get("/households/?q=khongcoai").content.decode()
    assert "Chưa có dữ liệu." not in filtered
    assert "Hãy bớt điều kiện lọc" in filtered


def test_an_export_holds_no_formula_and_is_logged(cast, sign_in):
    head = Person.objects.get(household=cast.household_a1)
    head.name = '=HYPERLINK("http://x","Thào")'
    history.change(head, by=cast.office)
    response = sign_in(cast.office).get("/households/?export=xlsx&export_reason=thử")
    cells = [c for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows() for c in row]
    found = [c for c in cells if isinstance(c.value, str) and "HYPERLINK" in c.value]
    assert [c.data_type for c in found] == ["s"]


def test_numbers_reach_excel_as_numbers(cast, sign_in):
    response = sign_in(cast.office).get("/households/?export=xlsx&export_reason=thử")
    cells = [c for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows() for c in row]
    # Each row begins with its number.
    assert [c.value for c in cells if c.data_type == "n" and c.value is not None] == [1, 5, 2, 5, 3, 5]


def test_an_export_is_logged_with_every_row_that_was_ticked(cast, sign_in):
    ticked = [cast.household_a1.pk, cast.household_a2.pk]
    url = f"/households/?row={ticked[0]}&row={ticked[1]}&q=%00a&export=xlsx&export_reason=thử"
    assert sign_in(cast.office).get(url).status_code == 200
    entry = Change.objects.latest("pk")
    assert (entry.action, entry.by_id) == ("exported", cast.office.pk)
    # No database keeps the sign NUL in what it reads as JSON.
    assert entry.after == {"query": {"row": f"{ticked[0]}, {ticked[1]}", "q": "a", "export": "xlsx"}}


def test_a_long_list_is_printed_whole_and_that_is_logged(cast, sign_in, monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    client = sign_in(cast.office)
    page = client.get("/households/?q=a&sort=head").content.decode()
    assert 'href="/households/?q=a&amp;sort=head&amp;export=print"' in page
    printed = client.get("/households/?q=a&sort=head&export=print&export_reason=thử")
    assert len(printed.context["table"].page.object_list) == 3
    assert "data-print-now" in printed.content.decode()
    assert "quá dài" not in printed.content.decode()
    entry = Change.objects.latest("pk")
    assert (entry.action, entry.by_id, entry.after["query"]["export"]) == ("exported", cast.office.pk, "print")
    monkeypatch.setattr(listing, "MAX_PRINTED", 2)
    assert "quá dài" in client.get("/households/?export=print&export_reason=thử").content.decode()


def test_what_may_not_be_taken_out_is_printed_page_by_page(cast, sign_in, monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    monkeypatch.setattr("households.views.households.may", lambda user, permission: False)
    page = sign_in(cast.office).get("/households/?export=print&export_reason=thử")
    assert page.context["table"].page.paginator.num_pages == 2
    assert len(page.context["table"].page.object_list) == 2
    assert "data-print-now" not in page.content.decode()


def long_search(word):
    """Return a search of thousands of words, of which only the first is looked for."""
    return word + " " * listing.LONGEST + " ".join(f"a{number}" for number in range(1500))


@pytest.mark.parametrize(
    ("url", "word", "found"),
    [
        ("/households/", "thao", "Thào A Thử"),
        ("/cadres/", "giang", "Giàng A Thử"),
        ("/tasks/", "nhiem", "Nhiệm vụ A1"),
        ("/search/", "thao", "Thào A Thử"),
        ("/board/", "huoi", "<b>Huổi Thử</b>"),
        ("/wall/", "huoi", "Tổ dân vận bản Huổi Thử"),
    ],
)
def test_a_search_of_thousands_of_words_is_cut_short(cast, sign_in, url, word, found):
    page = sign_in(cast.office).get(url, {"q": long_search(word)})
    assert page.status_code == 200
    assert found in page.content.decode()


def test_the_search_for_who_did_something_is_cut_short_too(cast, sign_in):
    history.void(cast.team_a1.tasks.get(), by=cast.officer_a, reason="thử thôi")
    page = sign_in(cast.office).get("/history/", {"q": long_search("xa.a")})
    assert [entry.by for entry in page.context["entries"]] == [str(cast.officer_a)]


def test_the_search_for_a_new_member_is_cut_short_too(cast, sign_in):
    page = sign_in(cast.office).get(f"/teams/{cast.team_a1.pk}/members/new/", {"q": long_search("sung")})
    assert [cadre.name for cadre in page.context["found"]] == ["Sùng A Mẫu"]


def test_people_are_taken_along_for_a_reason(cast, sign_in):
    """A list of households, whatever page it stands on; one of teams goes without."""
    client = sign_in(cast.office)
    figure = f"/figures/poor_households/{cast.areas.region.pk}/{LAST_MONTH:%Y-%m}/?"
    for url in ("/households/?q=a&", figure):
        for kind in ("xlsx", "print"):
            asked = client.get(f"{url}export={kind}")
            page = asked.content.decode()
            assert 'name="export_reason"' in page
            button = re.search(r'<button class="btn btn-primary" type="submit">(.*?)</button>', page, re.S)[1]
            assert ("Tải về Excel" if kind == "xlsx" else "In cả danh sách") in button
            assert "Thào A Thử" not in asked.content.decode()
    assert not Change.objects.filter(action="exported").exists()
    kept = client.get("/households/?q=a&q=b&sort=head&export=xlsx").context["kept"]
    assert kept == [("q", "a"), ("q", "b"), ("sort", "head"), ("export", "xlsx")]
    client.get("/households/?export=xlsx&export_reason=%20 báo cáo huyện")
    change = Change.objects.get(action="exported")
    assert (change.reason, change.after) == ("báo cáo huyện", {"query": {"export": "xlsx"}})
    assert client.get("/teams/?export=xlsx")["Content-Type"].startswith("application/vnd")
