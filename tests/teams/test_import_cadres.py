import datetime as dt
import io

import openpyxl
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plumbing import history
from plumbing.importing.kinds import Loader, list_kind, may_load
from plumbing.importing.loading import read_list
from plumbing.importing.workbooks import template_workbook
from teams.models import Cadre, Membership
from tests.imports import do, load, not_said, reasons, send, workbook

HEADER = ["Họ tên", "Ngày sinh", "Dân tộc", "Đảng viên", "Chức vụ", "Cơ quan, đơn vị", "SĐT"]


def cadres(tmp_path, *rows):
    return workbook(tmp_path / "cadres.xlsx", [HEADER, *rows], title="DANH SÁCH CÁN BỘ")


def row(
    name="Giàng A Mới",
    birth="05/11/1980",
    people="H'Mông",
    party="x",
    position="Chuyên viên",
    agency="Phòng Mẫu A",
    phone="912345678",
):
    return [name, birth, people, party, position, agency, phone]


def test_cadres_are_loaded_and_loading_again_changes_nothing(cast, tmp_path):
    path = cadres(tmp_path, row(), row("ĐC LÒ THỊ MỚI", "1985", party="", phone="", agency="PHÒNG MẪU B"))
    assert load("cadres", path)["new"] == 2
    found = Cadre.objects.get(name="Giàng A Mới")
    assert (found.agency, found.position, found.ethnicity) == (cast.agency_a, "Chuyên viên", "Mông")
    assert (found.party_status, found.phone, found.birth_precision) == ("member", "0912345678", "day")
    assert not Membership.objects.filter(cadre=found).exists()
    again = load("cadres", path)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_a_known_cadre_of_the_agency_changes_and_an_empty_cell_erases_nothing(cast, tmp_path):
    # The cast's cadres have no birth date: in their own agency the name is enough.
    assert load("cadres", cadres(tmp_path, row("Giàng A Thử", position="", phone="")))["changed"] == 1
    found = cast.cadres_a1[0]
    found.refresh_from_db()
    assert (found.position, f"{found.birth_date:%d/%m/%Y}", found.party_status) == (
        "Cán bộ thử",
        "05/11/1980",
        "member",
    )


def test_homonyms_are_kept_apart(cast, tmp_path):
    load("cadres", cadres(tmp_path, row()))
    found = load("cadres", cadres(tmp_path, row(agency="Phòng Mẫu B", phone="0912345999", position="Giáo viên")))
    assert found["new"] == 1
    assert found["rejected"] == []
    assert "cùng" in reasons(found, "warnings", 3)
    assert Cadre.objects.filter(name="Giàng A Mới").count() == 2


def test_who_moved_to_another_agency_is_known_by_the_telephone(cast, tmp_path):
    load("cadres", cadres(tmp_path, row()))
    assert load("cadres", cadres(tmp_path, row(agency="Phòng Mẫu B")))["changed"] == 1
    assert Cadre.objects.get(name="Giàng A Mới").agency == cast.agency_b


def test_an_unknown_agency_stays_with_the_position(cast, tmp_path):
    path = cadres(tmp_path, row(agency="Trạm Lạ"))
    found = load("cadres", path)
    assert "Trạm Lạ" in reasons(found, "warnings", 3)
    assert Cadre.objects.get(name="Giàng A Mới").position == "Chuyên viên, Trạm Lạ"
    assert load("cadres", path)["unchanged"] == 1


BAD_ROWS = [
    (row(name=""), "Thiếu họ"),
    (row("Lò Văn Lạ", birth="", agency=""), "Lò Văn Lạ"),
    (row("Lò Văn Lạ", birth="", agency="Trạm Lạ"), "Lò Văn Lạ"),
    (row(birth="31/02/1980"), "31/02/1980"),
    (row(birth="05/11/2099"), "2099"),
    (row(phone="12"), "12"),
]


def test_bad_rows_say_what_is_wrong_and_nothing_is_written(cast, tmp_path):
    path = cadres(tmp_path, row("Vàng A Tốt"), *[bad for bad, _said in BAD_ROWS])
    before = Cadre.objects.count()
    found = load("cadres", path)
    assert found["exit"] == 1
    assert not_said(found, BAD_ROWS) == []
    assert Cadre.objects.count() == before
    load("cadres", path, "--only-good-rows")
    assert Cadre.objects.count() == before + 1


def test_the_same_person_twice(cast, tmp_path):
    found = load("cadres", cadres(tmp_path, row(), row(), row(position="Trưởng phòng")), "--only-good-rows")
    assert (found["new"], found["unchanged"]) == (1, 1)
    assert "Dòng 3" in reasons(found, "rejected", 5)


def test_cadres_out_of_sight_are_not_changed(cast, tmp_path):
    """A commune officer does not see who serves in another commune: the row makes a person of its own."""
    content = cadres(tmp_path, row("Hờ A Bí Mật", agency="Phòng Mẫu B"), row("Giàng A Thử")).read_bytes()
    found = read_list(list_kind("cadres"), content, "x.xlsx", Loader(user=cast.officer_a))
    assert [line.outcome for line in found.rows] == ["new", "changed"]


def test_who_may_load_cadres(cast):
    kind = list_kind("cadres")
    names = ("office", "officer_a", "leadership", "leader_a1", "member_a1", "agency_lead")
    assert {name for name in names if may_load(getattr(cast, name), kind)} == {"office", "officer_a"}


def test_a_loaded_list_is_taken_back(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, row(), row("Giàng A Thử", position="Bí thư"), kind="cadres", header=HEADER)
    do(client, "commit", batch, rows="all")
    assert (batch.counts["new"], batch.counts["changed"]) == (1, 1)
    do(client, "undo", batch)
    assert batch.state == "undone"
    assert not Cadre.objects.live().filter(name="Giàng A Mới").exists()
    known = Cadre.objects.get(pk=cast.cadres_a1[0].pk)
    assert (known.position, known.birth_date) == ("Cán bộ thử", None)


def test_the_template_is_read_again(cast):
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(list_kind("cadres"))))
    book.remove(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    found = read_list(list_kind("cadres"), file.getvalue(), "mẫu.xlsx", Loader())
    assert [line.title for line in found.rows] == ["Giàng A Mẫu"]
    assert set(list_kind("cadres").template) == set(found.table.mapping)


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, tmp_path):
    def queries_of(names):
        """Load people of whom every other one is known already and has changed."""
        for name in names[::2]:
            history.create(Cadre(name=name, agency=cast.agency_a), by=None)
        with CaptureQueriesContext(connection) as asked:
            found = load("cadres", cadres(tmp_path, *map(row, names)))
        assert (found["new"], found["changed"]) == (len(names) / 2, len(names) / 2)
        return len(asked)

    few = queries_of([f"Lò Văn {number}" for number in range(10)])
    # Large lists are saved by parts, so a few more are in order; a query a row would be 110 more.
    assert queries_of([f"Vàng A {number}" for number in range(120)]) <= few + 10 <= 56


def test_another_agency_is_that_of_the_lists_day(cast, tmp_path):
    """What was before stays; a list of before names the agency of then, and says nothing new."""
    load("cadres", cadres(tmp_path, row()))
    gone = cadres(tmp_path, row(agency="Phòng Mẫu B"))
    assert load("cadres", gone, "--date", "2026-03-10")["changed"] == 1
    found = Cadre.objects.get(name="Giàng A Mới")
    assert found.agency == cast.agency_b
    stays = [("Phòng Mẫu A", dt.date(2026, 3, 9)), ("Phòng Mẫu B", None)]
    assert list(found.postings.live().values_list("agency__name", "valid_to")) == stays
    assert load("cadres", gone, "--date", "2026-03-10")["unchanged"] == 1
    old = load("cadres", cadres(tmp_path, row()), "--date", "2026-03-09")
    assert (old["unchanged"], old["warnings"]) == (1, [])
    # Of that day another one is known: the row says so and changes nothing of it.
    late = load("cadres", cadres(tmp_path, row()), "--date", "2026-03-10")
    assert (late["changed"], len(late["warnings"])) == (0, 1)
    assert list(found.postings.live().values_list("agency__name", "valid_to")) == stays
