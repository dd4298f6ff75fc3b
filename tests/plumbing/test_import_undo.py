"""A loaded list is taken back as one, while nothing has built on it."""

from households.models import Assessment, Household, Person
from plumbing import history
from plumbing.models import ImportBatch
from teams.access import Role
from teams.models import Area, Team
from tests.accounts import make_account
from tests.imports import DATA, a_row, do, page, send, upload, work


def test_a_loaded_list_is_taken_back_as_one(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    do(client, "commit", send(client, tmp_path, a_row()), rows="all")
    second = send(client, tmp_path, a_row(size=9, kind="Hộ cận nghèo"), a_row("Giàng A Hai", number="011080000002"))
    do(client, "commit", second, rows="all")
    do(client, "undo", second)
    assert second.state == "undone"
    person = Person.objects.get(name="Lò Văn Thử")
    assert person.household.size == 4
    assert Assessment.objects.live().get(household=person.household).result == "poor"
    assert not Person.objects.live().filter(name="Giàng A Hai").exists()
    assert not Household.objects.live().filter(persons__name="Giàng A Hai").exists()
    # And it can be loaded again.
    again = send(client, tmp_path, a_row(size=9, kind="Hộ cận nghèo"), a_row("Giàng A Hai", number="011080000002"))
    assert (again.counts["new"], again.counts["changed"]) == (1, 1)


def test_a_list_on_which_somebody_built_stays(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row())
    do(client, "commit", batch, rows="all")
    household = Household.objects.get(persons__name="Lò Văn Thử")
    household.size = 8
    history.change(household, by=cast.office)
    do(client, "undo", batch)
    assert batch.state == "committed"
    assert Household.objects.get(pk=household.pk).voided_at is None
    assert "sửa tiếp" in page(client, batch)


def test_rows_of_others_on_the_list_keep_it(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row())
    do(client, "commit", batch, rows="all")
    household = Household.objects.get(persons__name="Lò Văn Thử")
    history.create(Person(household=household, name="Lò Thị Con", relation="child"), by=cast.office)
    do(client, "undo", batch)
    assert batch.state == "committed"
    assert "gắn với danh sách" in page(client, batch)


def test_areas_and_teams_that_were_taken_back_can_be_loaded_again(db, sign_in):
    """The codes of areas are taken again, and the villages of the teams too."""
    account = make_account("quantri", "mat-khau", full_name="Thử", role=Role.ADMINISTRATOR)
    client = sign_in(account)
    for _time in range(2):
        loaded = []
        for kind, name, rows in (("areas", "areas_nampo.csv", 118), ("teams", "messy_teams.xlsx", 38)):
            upload(client, (DATA / name).read_bytes(), name, kind=kind)
            work()
            batch = ImportBatch.objects.latest("id")
            do(client, "commit", batch, rows="good")
            assert (batch.state, batch.counts["new"], batch.counts["changed"]) == ("committed", rows, 0)
            loaded.append(batch)
        do(client, "undo", loaded[0])
        assert loaded[0].state == "committed"  # the teams stand on the areas
        do(client, "undo", loaded[1])
        do(client, "undo", loaded[0])
        assert [b.state for b in loaded] == ["undone", "undone"]
        assert not Team.objects.live().exists()
        assert not Area.objects.live().exists()
