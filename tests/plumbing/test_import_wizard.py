"""The import wizard in the browser: choose, look, commit, download, take back; and everything that can go wrong."""

import io
import uuid
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from households.models import Assessment, Household, Person
from plumbing import history, jobs
from plumbing.models import Change, ImportBatch, Job
from teams.access import Role
from teams.models import Account, Area, Cadre, Team
from tests.imports import DATA, workbook

NEW = reverse("plumbing:import_create")
HEADER = ["Tên chủ hộ", "Năm sinh", "Xã", "Bản", "Số định danh", "Số khẩu", "Phân loại", "Ngày rà soát"]


def a_row(name="Lò Văn Thử", place="Huổi Thử", number="011080000001", size=4, kind="Hộ nghèo", commune="Nậm Tin"):
    return [name, "1980", commune, place, number, size, kind, "05/11/2025"]


@pytest.fixture
def worker():
    """Return a function that does what waits in the queue, as the worker would."""

    def work():
        for job in Job.objects.unfinished():
            jobs.run(job.pk)

    return work


def upload(client, content: bytes, name="danh sách.xlsx", kind="households"):
    return client.post(NEW, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def send(client, worker, tmp_path, *rows, kind="households", header=HEADER):
    """Upload a list and let it be checked; return its batch."""
    path = workbook(tmp_path / "list.xlsx", [header, *rows])
    response = upload(client, path.read_bytes(), kind=kind)
    assert response.status_code == 302, response.content.decode()
    worker()
    return ImportBatch.objects.latest("id")


def page(client, batch, **query):
    response = client.get(batch.get_absolute_url(), query)
    assert response.status_code == 200
    return response.content.decode()


def do(client, worker, name, batch, **data):
    response = client.post(reverse(f"plumbing:import_{name}", args=[batch.token]), data)
    assert response.status_code == 302
    worker()
    batch.refresh_from_db()


# --- the way through --------------------------------------------------------------------------------------------


def test_a_list_is_looked_at_before_anything_is_written(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    before = Household.objects.count()
    batch = send(client, worker, tmp_path, a_row(), a_row("Giàng A Lạ", place="Bản Lạ", number=""))
    assert batch.state == "checked"
    assert Household.objects.count() == before
    shown = page(client, batch)
    assert "Bản Lạ" in shown
    assert "Giàng A Lạ" in shown
    assert "Lò Văn Thử" in page(client, batch, show="new")


def test_all_or_none_then_only_the_good_rows(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, worker, tmp_path, a_row(), a_row("Giàng A Lạ", place="Bản Lạ", number=""))
    do(client, worker, "commit", batch, rows="all")
    assert batch.state == "checked"
    assert not Person.objects.filter(name="Lò Văn Thử").exists()
    do(client, worker, "commit", batch, rows="good")
    assert batch.state == "committed"
    person = Person.objects.get(name="Lò Văn Thử")
    assert person.created_by == cast.office
    assert Change.objects.filter(batch_id=batch.pk, model="households.household").exists()
    assert bytes(batch.content) == b""


def test_committing_twice_writes_once(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, worker, tmp_path, a_row())
    address = reverse("plumbing:import_commit", args=[batch.token])
    client.post(address, {"rows": "all"})
    client.post(address, {"rows": "all"})
    worker()
    worker()
    assert Person.objects.filter(name="Lò Văn Thử").count() == 1
    assert Job.objects.filter(kind="import_commit").count() == 1


def test_the_same_file_again_changes_nothing_and_says_so(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    do(client, worker, "commit", send(client, worker, tmp_path, a_row()), rows="all")
    path = tmp_path / "list.xlsx"
    upload(client, path.read_bytes())
    worker()
    batch = ImportBatch.objects.latest("id")
    assert (batch.counts["new"], batch.counts["unchanged"]) == (0, 1)
    assert "Chính tệp này" in page(client, batch)


def test_changes_are_shown_old_to_new(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    do(client, worker, "commit", send(client, worker, tmp_path, a_row()), rows="all")
    batch = send(client, worker, tmp_path, a_row(size=7))
    shown = page(client, batch, show="changed")
    assert "<del>4</del> → <ins>7</ins>" in shown


def test_what_changed_since_the_preview_is_shown_again_not_written(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, worker, tmp_path, a_row())
    household = history.create(Household(village=cast.areas.a1, size=2), by=None)
    history.create(Person(household=household, name="Lò Văn Thử", relation="head", national_id="011080000001"), by=None)
    do(client, worker, "commit", batch, rows="all")
    assert batch.state == "checked"
    assert "thay đổi" in batch.problem
    assert batch.counts["changed"] == 1
    assert Household.objects.get(pk=household.pk).size == 2


def test_rejected_rows_come_back_as_a_workbook_that_can_be_loaded_again(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    header = [*HEADER, "Ghi chú"]
    batch = send(
        client, worker, tmp_path, [*a_row(), ""], [*a_row("Giàng A Lạ", place="Sai Tên", number=""), "=1+2 là chữ"],
        header=header,
    )  # fmt: skip
    do(client, worker, "commit", batch, rows="good")
    response = client.get(reverse("plumbing:import_rejected", args=[batch.token]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    head = next(line for line in cells if "Tên chủ hộ" in line)
    wrong = cells[-1]
    assert wrong[head.index("Tên chủ hộ")] == "Giàng A Lạ"
    assert wrong[head.index("Dòng trong tệp")] == 4
    assert "Sai Tên" in wrong[head.index("Lý do bị từ chối")]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    sheet.cell(sheet.max_row, head.index("Bản") + 1).value = "Huổi Thử"
    corrected = io.BytesIO()
    sheet.parent.save(corrected)
    upload(client, corrected.getvalue())
    worker()
    again = ImportBatch.objects.latest("id")
    assert (again.counts["new"], again.counts["rejected"]) == (1, 0)


def test_the_planted_workbook_keeps_its_header_its_date_and_its_groups(cast, sign_in, worker):
    client = sign_in(cast.administrator)
    upload(client, (DATA / "messy_households.xlsx").read_bytes())
    worker()
    batch = ImportBatch.objects.latest("id")
    numbers = list(batch.rows.filter(outcome="rejected").values_list("number", flat=True))
    response = client.get(reverse("plumbing:import_rejected", args=[batch.token]))
    upload(client, response.content, name="lai.xlsx")
    worker()
    again = ImportBatch.objects.latest("id")
    assert again.state == "checked"
    assert again.reading["codes"] == batch.reading["codes"]
    assert again.reading["written_on"] == batch.reading["written_on"] == "2025-12-14"
    assert again.rows.count() == len(numbers)


def test_old_fonts_wait_for_consent(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, worker, tmp_path, a_row("Sïng A Thö DÕ"))
    assert batch.counts["legacy"] == 1
    assert "Sùng A Thử Dế" in page(client, batch)
    do(client, worker, "convert", batch, convert_legacy="1")
    assert (batch.state, batch.counts["new"]) == ("checked", 1)
    do(client, worker, "commit", batch, rows="all")
    assert Person.objects.filter(name="Sùng A Thử Dế").exists()


def test_progress_is_asked_for_as_json(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    upload(client, workbook(tmp_path / "list.xlsx", [HEADER, a_row()]).read_bytes())
    batch = ImportBatch.objects.get()
    assert "data-poll-url" in page(client, batch)
    answer = client.get(reverse("plumbing:job_status", args=[batch.job.token])).json()
    assert (answer["state"], answer["url"]) == ("queued", batch.get_absolute_url())


def test_teams_and_areas_go_the_same_way(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.administrator)
    header = ["Tên tổ", "Bản", "Xã", "Họ và tên", "Nhiệm vụ trong tổ"]
    line = ["Tổ dân vận bản Bản Mới", "Bản Mới Thử", "Nậm Tin", "Lò Văn Thử", "Tổ trưởng"]
    batch = send(client, worker, tmp_path, line, kind="teams", header=header)
    assert "sẽ được thêm" in page(client, batch, show="warnings")
    do(client, worker, "commit", batch, rows="all")
    assert Team.objects.filter(village__name="Mới Thử").exists()
    assert Area.objects.within(cast.areas.region).filter(name="Mới Thử").exists()


# --- taking back ------------------------------------------------------------------------------------------------


def test_a_loaded_list_is_taken_back_as_one(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    do(client, worker, "commit", send(client, worker, tmp_path, a_row()), rows="all")
    second = send(
        client, worker, tmp_path, a_row(size=9, kind="Hộ cận nghèo"), a_row("Giàng A Hai", number="011080000002")
    )
    do(client, worker, "commit", second, rows="all")
    do(client, worker, "undo", second)
    assert second.state == "undone"
    person = Person.objects.get(name="Lò Văn Thử")
    assert person.household.size == 4
    assert Assessment.objects.live().get(household=person.household).result == "poor"
    assert not Person.objects.live().filter(name="Giàng A Hai").exists()
    assert not Household.objects.live().filter(persons__name="Giàng A Hai").exists()
    # And it can be loaded again.
    again = send(
        client, worker, tmp_path, a_row(size=9, kind="Hộ cận nghèo"), a_row("Giàng A Hai", number="011080000002")
    )
    assert (again.counts["new"], again.counts["changed"]) == (1, 1)


def test_a_list_on_which_somebody_built_stays(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, worker, tmp_path, a_row())
    do(client, worker, "commit", batch, rows="all")
    household = Household.objects.get(persons__name="Lò Văn Thử")
    household.size = 8
    history.change(household, by=cast.office)
    do(client, worker, "undo", batch)
    assert batch.state == "committed"
    assert Household.objects.get(pk=household.pk).voided_at is None
    assert "sửa tiếp" in page(client, batch)


def test_rows_of_others_on_the_list_keep_it(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, worker, tmp_path, a_row())
    do(client, worker, "commit", batch, rows="all")
    household = Household.objects.get(persons__name="Lò Văn Thử")
    history.create(Person(household=household, name="Lò Thị Con", relation="child"), by=cast.office)
    do(client, worker, "undo", batch)
    assert batch.state == "committed"
    assert "gắn với danh sách" in page(client, batch)


def test_areas_and_teams_that_were_taken_back_can_be_loaded_again(db, sign_in, worker):
    """The codes of areas are taken again, and the villages of the teams too."""
    account = Account.objects.create_user("quantri", "mat-khau", full_name="Thử", role=Role.ADMINISTRATOR)
    client = sign_in(account)
    for _time in range(2):
        loaded = []
        for kind, name in (("areas", "areas_nampo.csv"), ("teams", "messy_teams.xlsx")):
            upload(client, (DATA / name).read_bytes(), name, kind=kind)
            worker()
            batch = ImportBatch.objects.latest("id")
            do(client, worker, "commit", batch, rows="good")
            assert (batch.state, batch.counts["changed"]) == ("committed", 0)
            assert batch.counts["new"] in (118, 38)
            loaded.append(batch)
        do(client, worker, "undo", loaded[0])
        assert loaded[0].state == "committed"  # the teams stand on the areas
        do(client, worker, "undo", loaded[1])
        do(client, worker, "undo", loaded[0])
        assert [b.state for b in loaded] == ["undone", "undone"]
        assert not Team.objects.live().exists()
        assert not Area.objects.live().exists()


# --- who --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["leadership", "agency_lead", "leader_a1", "member_a1"])
def test_who_may_not_load_is_refused(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    for name in ("import_list", "import_create"):
        assert client.get(reverse(f"plumbing:{name}")).status_code == 403
    assert client.post(NEW, {}).status_code == 403


def test_visitors_are_sent_to_sign_in(client, db):
    assert client.get(NEW).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["detail", "rejected", "commit", "convert", "undo", "discard"])
def test_the_list_of_somebody_else_is_not_found(cast, sign_in, worker, tmp_path, name):
    batch = send(sign_in(cast.office), worker, tmp_path, a_row("Tên Bí Mật", place="Bản Lạ"))
    client = sign_in(cast.officer_a)
    address = reverse(f"plumbing:import_{name}", args=[batch.token])
    answer = client.get(address) if name in ("detail", "rejected") else client.post(address)
    assert answer.status_code == 404
    assert batch.filename not in client.get(reverse("plumbing:import_list")).content.decode()


def test_a_commune_officer_may_load_households_but_no_areas(cast, sign_in, tmp_path):
    client = sign_in(cast.officer_a)
    shown = client.get(NEW).content.decode()
    assert 'value="households"' in shown
    assert 'value="areas"' not in shown
    answer = upload(client, (DATA / "areas_nampo.csv").read_bytes(), "areas.csv", kind="areas")
    assert answer.status_code == 422
    assert client.get(reverse("plumbing:import_template", args=["areas"])).status_code == 404


def test_rows_outside_the_officers_commune_are_rejected(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.officer_a)
    batch = send(client, worker, tmp_path, a_row(), a_row("Giàng A Khác", "Mẫu Đá", "", commune="Nậm Chua"))
    assert (batch.counts["new"], batch.counts["rejected"]) == (1, 1)
    assert "ngoài địa bàn" in page(client, batch)


def test_an_account_that_lost_its_right_writes_nothing(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, worker, tmp_path, a_row())
    client.post(reverse("plumbing:import_commit", args=[batch.token]), {"rows": "all"})
    Account.objects.filter(pk=cast.office.pk).update(role=Role.LEADERSHIP)
    worker()
    assert not Person.objects.filter(name="Lò Văn Thử").exists()


# --- bad files --------------------------------------------------------------------------------------------------


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 80_000_000)
    return out.getvalue()


def no_header() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["chỉ có", "vài chữ"])
    book.save(out)
    return out.getvalue()


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("anh.png", lambda: b"\x89PNG" + b"1" * 900, "bảng tính"),
        ("khoa.xlsx", lambda: ENCRYPTED, "mật khẩu"),
        ("bom.xlsx", zip_bomb, "giải nén"),
        ("trang.xlsx", no_header, "tiêu đề"),
        ("hong.xlsx", lambda: b"PK\x03\x04" + b"rubbish" * 99, "hỏng"),
    ],
)
def test_a_bad_file_gets_one_clear_sentence(cast, sign_in, worker, name, make, said):
    client = sign_in(cast.office)
    assert upload(client, make(), name).status_code == 302
    worker()
    batch = ImportBatch.objects.get()
    assert batch.state == "unreadable"
    assert said in batch.problem
    shown = page(client, batch)
    assert batch.problem.split(".")[0] in shown
    assert NEW in shown
    assert bytes(batch.content) == b""


def test_a_file_that_is_too_large_is_refused_with_a_sentence(cast, sign_in, settings):
    settings.IMPORT_MAX_BYTES = 2 * 1024 * 1024
    answer = upload(sign_in(cast.office), b"x" * (3 * 1024 * 1024))
    assert answer.status_code == 422
    assert "tối đa 2 MB" in answer.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("data", [{}, {"kind": "households"}, {"kind": "nonsense"}])
def test_an_incomplete_form_stays_usable(cast, sign_in, data):
    answer = sign_in(cast.office).post(NEW, data)
    assert answer.status_code == 422
    assert "Hãy chọn tệp" in answer.content.decode()


def test_an_unknown_token_is_not_found(cast, sign_in):
    assert sign_in(cast.office).get(reverse("plumbing:import_detail", args=[uuid.uuid4()])).status_code == 404


# --- the list of lists, templates -------------------------------------------------------------------------------


def test_the_list_of_lists_asks_as_often_for_30_as_for_1(cast, sign_in):
    client = sign_in(cast.office)
    address = reverse("plumbing:import_list")

    def lists(count):
        for number in range(count):
            ImportBatch.objects.create(
                kind="teams", filename=f"tep-{number}.xlsx", uploaded_by=cast.office, state="committed",
                counts={"new": number},
            )  # fmt: skip

    def queries():
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(address).content.decode()
        return len(asked), shown

    lists(1)
    queries()
    one, shown = queries()
    assert "tep-0.xlsx" in shown
    lists(29)
    many, shown = queries()
    assert "tep-28.xlsx" in shown
    assert one == many


@pytest.mark.parametrize("kind", ["areas", "teams", "households"])
def test_an_empty_template_is_recognised_and_its_example_too(cast, sign_in, worker, kind):
    client = sign_in(cast.administrator)
    content = client.get(reverse("plumbing:import_template", args=[kind])).content
    upload(client, content, "mau.xlsx", kind=kind)
    worker()
    batch = ImportBatch.objects.latest("id")
    assert (batch.state, batch.rows.count()) == ("checked", 0)
    book = openpyxl.load_workbook(io.BytesIO(content))
    del book["Danh sách"]
    out = io.BytesIO()
    book.save(out)
    upload(client, out.getvalue(), "vidu.xlsx", kind=kind)
    worker()
    example = ImportBatch.objects.latest("id")
    assert example.rows.count() >= 1
    assert len(example.reading["unmatched"]) == 0


def test_discarding_writes_nothing_and_deletes_the_file(cast, sign_in, worker, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, worker, tmp_path, a_row())
    client.post(reverse("plumbing:import_discard", args=[batch.token]))
    assert not ImportBatch.objects.exists()
    assert not Cadre.objects.filter(name="Lò Văn Thử").exists()
