"""A list is written as the clerk chose, once, and never otherwise than it was shown."""

from django.urls import reverse

from households.models import Household, Person
from plumbing import history
from plumbing.models import Change, Job
from teams.access import Role
from teams.models import Account, Area, Team
from tests.imports import a_row, do, page, send, work


def test_all_or_none_then_only_the_good_rows(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row(), a_row("Giàng A Lạ", place="Bản Lạ", number=""))
    do(client, "commit", batch, rows="all")
    assert batch.state == "checked"
    assert not Person.objects.filter(name="Lò Văn Thử").exists()
    do(client, "commit", batch, rows="good")
    assert batch.state == "committed"
    person = Person.objects.get(name="Lò Văn Thử")
    assert person.created_by == cast.office
    assert Change.objects.filter(batch_id=batch.pk, model="households.household").exists()
    assert bytes(batch.content) == b""


def test_committing_twice_writes_once(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row())
    address = reverse("plumbing:import_commit", args=[batch.token])
    client.post(address, {"rows": "all"})
    client.post(address, {"rows": "all"})
    work()
    work()
    assert Person.objects.filter(name="Lò Văn Thử").count() == 1
    assert Job.objects.filter(kind="import_commit").count() == 1


def test_what_changed_since_the_preview_is_shown_again_not_written(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row())
    household = history.create(Household(village=cast.areas.a1, size=2), by=None)
    history.create(Person(household=household, name="Lò Văn Thử", relation="head", national_id="011080000001"), by=None)
    do(client, "commit", batch, rows="all")
    assert batch.state == "checked"
    assert "thay đổi" in batch.problem
    assert batch.counts["changed"] == 1
    assert Household.objects.get(pk=household.pk).size == 2


def test_teams_and_areas_go_the_same_way(cast, sign_in, tmp_path):
    client = sign_in(cast.administrator)
    header = ["Tên tổ", "Bản", "Xã", "Họ và tên", "Nhiệm vụ trong tổ"]
    line = ["Tổ dân vận bản Bản Mới", "Bản Mới Thử", "Nậm Tin", "Lò Văn Thử", "Tổ trưởng"]
    batch = send(client, tmp_path, line, kind="teams", header=header)
    assert "sẽ được thêm" in page(client, batch, show="warnings")
    do(client, "date", batch, day="05/01/2026")
    do(client, "commit", batch, rows="all")
    assert Team.objects.filter(village__name="Mới Thử").exists()
    assert Area.objects.within(cast.areas.region).filter(name="Mới Thử").exists()


def test_an_account_that_lost_its_right_writes_nothing(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row())
    client.post(reverse("plumbing:import_commit", args=[batch.token]), {"rows": "all"})
    Account.objects.filter(pk=cast.office.pk).update(role=Role.LEADERSHIP)
    work()
    assert not Person.objects.filter(name="Lò Văn Thử").exists()
