"""The homes of those who check: the office, a commune's officer, the administrator."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import TeamMonth
from households.models import Household, VillageSnapshot
from plumbing import history
from plumbing.models import Change, ImportBatch, Job
from reports import data_checks
from teams.models import Account, Membership
from tests.conftest import LAST_MONTH

HOME = "/"


def home(client, who):
    client.force_login(who)
    return client.get(HOME)


def month_of(team):
    return TeamMonth.objects.get(team=team, month=LAST_MONTH)


def test_the_office_sees_the_board_by_commune(cast, client):
    board = home(client, cast.office).context["board"]
    assert (board.total, board.done) == (3, 2)
    strips = [(strip.name, strip.done, strip.total) for strip in board.strips]
    assert strips == [("Xã Mường Chà", 2, 2), ("Xã Nà Hỳ", 0, 1)]
    assert board.strips[0].url.endswith(f"&commune={cast.areas.new_a.pk}")
    page = client.get(board.strips[0].url)
    assert sum(len(group.tiles) for group in page.context["groups"]) == 2


def test_the_office_sees_what_waits_the_longest_first(cast, client):
    now = timezone.now()
    for team, state, days in [(cast.team_a1, "submitted", 2), (cast.team_a2, "submitted", 9)]:
        row = month_of(team)
        row.state, row.submitted_at = state, now - dt.timedelta(days=days)
        history.change(row, by=None)
    row = month_of(cast.team_b1)
    row.state, row.state_reason, row.state_at = "returned", "Thiếu biên bản", now
    history.change(row, by=None)
    page = home(client, cast.office)
    assert [one.team_id for one in page.context["submitted"].months] == [cast.team_a2.pk, cast.team_a1.pk]
    assert "9" in page.context["submitted"].months[0].days
    assert [one.team_id for one in page.context["returned"].months] == [cast.team_b1.pk]
    assert reverse("activities:month_detail", args=[cast.team_b1.pk, LAST_MONTH]) in page.content.decode()


def test_a_portal_with_teams_and_no_month_yet_says_what_it_lacks(cast, client):
    TeamMonth.objects.update(state="draft", submitted_at=None)
    for household in Household.objects.all():
        history.void(household, by=cast.office, reason="nạp nhầm")
    steps = home(client, cast.office).context["first_steps"]
    assert [is_done for _label, _url, _sign, is_done in steps] == [True, True, True, False, True]


def test_more_that_wait_are_counted_and_linked(cast, client, many_teams):
    many_teams.add(9)
    page = home(client, cast.office)
    waiting = page.context["submitted"]
    assert (len(waiting.months), waiting.total, waiting.more) == (6, 10, 4)
    assert waiting.url.replace("&", "&amp;") in page.content.decode()


def test_lists_under_way_are_shown_to_their_loader(cast, client):
    job = Job.objects.create(kind="import_check", dedupe_key="1", state="running", total=9, started_by=cast.office)
    reading = ImportBatch.objects.create(
        kind="teams", filename="doc.xlsx", digest="0", uploaded_by=cast.office, job=job, state="reading"
    )
    ready = ImportBatch.objects.create(
        kind="teams", filename="xem.xlsx", digest="0", uploaded_by=cast.office, state="checked"
    )
    ImportBatch.objects.create(kind="teams", filename="x.xlsx", digest="0", uploaded_by=cast.office, state="committed")
    page = home(client, cast.office)
    assert page.context["in_hand"] == [reading]
    assert page.context["to_commit"] == [ready]
    # The list's own job is not shown a second time.
    assert page.context["jobs"] == []
    assert f'data-poll-url="{reverse("plumbing:job_status", args=[job.token])}"' in page.content.decode()
    other = home(client, cast.officer_a)
    assert other.context["in_hand"] == other.context["to_commit"] == []


def test_failed_work_is_shown_for_some_days(cast, client):
    def failed(days, by):
        ended = timezone.now() - dt.timedelta(days=days)
        words = {"kind": "import_undo", "dedupe_key": f"{days} {by}", "message": "Không được: Chảo A"}
        return Job.objects.create(state="failed", finished_at=ended, started_by=by, **words)

    late, _old = failed(1, cast.office), failed(5, cast.office)
    page = home(client, cast.office)
    assert page.context["jobs"] == [late]
    assert "Không được: Chảo A" in page.content.decode()
    # The administrator sees that it failed, and not what it says of somebody else's list.
    page = home(client, cast.administrator)
    assert page.context["jobs"] == [late]
    assert "Chảo A" not in page.content.decode()


def test_doubts_lead_to_their_rows(cast, client):
    Membership.objects.filter(team=cast.team_a1, role="leader").update(valid_to=LAST_MONTH)
    data_checks.run()
    page = home(client, cast.office)
    found = {line["check"].code: line["number"] for line in page.context["data_checks"]}
    # The cast's households were assessed without points.
    assert found == {"poor_without_points": 3, "team_without_leader": 1}
    assert reverse("reports:doubt_rows", args=["team_without_leader"]) in page.content.decode()
    other = home(client, cast.officer_b).context["data_checks"]
    assert {line["check"].code: line["number"] for line in other} == {"poor_without_points": 1}


@pytest.mark.usefixtures("counted")
def test_a_commune_officer_sees_the_own_teams_and_figures(cast, client):
    page = home(client, cast.officer_a)
    assert [tile.team.pk for group in page.context["tiles"] for tile in group.tiles] == [
        cast.team_a1.pk,
        cast.team_a2.pk,
    ]
    assert [one["value"] for one in page.context["figures"]][:2] == ["1", "1"]
    assert "Mẫu Đá" not in page.content.decode()


def test_a_commune_without_teams_has_an_empty_home(cast, client):
    page = home(client, cast.stranger)
    assert page.context["board"].total == 0
    assert page.context["figures"] == []


# --- the administrator ------------------------------------------------------------------------------------------


def test_the_administrator_sees_who_never_signed_in(cast, client):
    Account.objects.exclude(pk=cast.leader_b1.pk).update(last_login=timezone.now())
    Account.objects.filter(pk=cast.member_a1.pk).update(is_active=False, last_login=None)
    page = home(client, cast.administrator).context
    assert page["unused"] == [cast.leader_b1]
    assert (page["unused_total"], page["closed_total"], page["account_total"]) == (1, 1, Account.objects.count())
    found = client.get(f"{reverse('teams:account_list')}?is_active=unused").context["table"].page.object_list
    assert [row.pk for row in found] == [cast.leader_b1.pk]


def test_the_administrator_sees_that_lists_were_loaded_and_not_what_is_in_them(cast, client):
    words = {"kind": "teams", "digest": "0", "state": "checked"}
    ImportBatch.objects.create(filename="Chảo A.xlsx", uploaded_by=cast.office, **words)
    own = ImportBatch.objects.create(filename="của tôi.xlsx", uploaded_by=cast.administrator, **words)
    page = home(client, cast.administrator)
    assert [(one.is_own, one.uploaded_by) for one in page.context["loads"]] == [
        (True, cast.administrator),
        (False, cast.office),
    ]
    body = page.content.decode()
    assert "Chảo A" not in body
    assert body.count('href="/imports/') - body.count('href="/imports/"') == 1
    assert own.get_absolute_url() in body


def test_the_administrator_sees_what_was_done_today(cast, client):
    client.force_login(cast.office)
    client.get(f"/households/{cast.household_a1.pk}/")
    history.void(cast.team_a2.tasks.get(), by=cast.office, reason="thử thôi")
    today = home(client, cast.administrator).context["today"]
    assert today["looked"] == 1
    assert today["people"] == 1
    from_yesterday = today["written"]
    history.void(cast.team_a1.tasks.get(), by=cast.office, reason="thử thôi")
    assert home(client, cast.administrator).context["today"]["written"] == from_yesterday + 1


def test_what_was_done_before_today_is_not_counted(cast, client):
    Change.objects.update(at=timezone.now() - dt.timedelta(days=1, hours=1))
    today = home(client, cast.administrator).context["today"]
    assert (today["written"], today["looked"], today["people"]) == (0, 0, 0)


def test_the_administrator_sees_whether_the_portal_is_well(cast, client):
    states = home(client, cast.administrator).context["health"]
    assert len(states) == 3
    # Changes of the cast wait for the first roll-up, but not for long; no worker has ever been seen.
    assert [is_well for _label, is_well, _words in states][1:] == [False, True]


# --- a new portal -----------------------------------------------------------------------------------------------


def test_a_new_portal_says_what_comes_first(db, client):
    office = Account.objects.create(username="vanphong", full_name="Văn phòng Mẫu", role="office")
    page = home(client, office)
    assert [is_done for _label, _url, _sign, is_done in page.context["first_steps"]] == [False] * 5
    assert page.context["board"].total == 0
    admin = Account.objects.create(username="quantri", full_name="Quản trị Mẫu", role="administrator")
    steps = home(client, admin).context["first_steps"]
    assert [url for _label, url, _sign, _is_done in steps][-1] == reverse("teams:account_list")


def test_a_village_without_its_figures_stays_to_be_done_also_when_months_come_in(cast, client):
    assert home(client, cast.office).context["first_steps"] == []
    for row in VillageSnapshot.objects.filter(village=cast.areas.b1):
        history.void(row, by=cast.office, reason="nạp nhầm")
    steps = home(client, cast.office).context["first_steps"]
    assert [url for _label, url, _sign, is_done in steps if not is_done] == ["/imports/new/?kind=snapshots"]


def test_a_late_leader_is_called_and_what_waits_comes_first(cast, client):
    """For whoever decides: the phone beside the late team, above the board; the next month after a decision."""
    leader = cast.cadres_b1[0]
    leader.phone = "0912.345.678 / 0987 654 321"
    history.change(leader, by=None)
    TeamMonth.objects.filter(team=cast.team_b1).update(state="returned", state_reason="Thiếu", submitted_at=None)
    page = home(client, cast.officer_b).content.decode()
    assert 'href="tel:0912345678"' in page
    assert page.index("tel:") < page.index("cn-wall")
    month = reverse("activities:month_detail", args=[cast.team_b1.pk, LAST_MONTH])
    assert 'href="tel:0912345678"' in client.get(month).content.decode()
    client.force_login(cast.office)
    shown = client.get(month)
    following = shown.context["following"]
    assert (following.team, following.waiting) == (cast.team_a1, 1)
    # Nobody of another area learns the number, and no member reads it on the team's own page.
    for other in (cast.officer_a, cast.leader_b1):
        assert "tel:" not in home(client, other).content.decode()


@pytest.mark.parametrize("role", ["office", "administrator", "officer_a"])
def test_a_portal_at_work_says_nothing_of_first_steps(cast, client, role):
    assert home(client, getattr(cast, role)).context["first_steps"] == []
