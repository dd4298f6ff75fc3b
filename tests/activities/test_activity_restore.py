from activities.models import TeamMonth
from tests.restoring import check_closed, check_comes_back, void

WHERE = "/activities/"


def test_comes_back_by_the_button_on_its_page(cast, sign_in):
    check_comes_back(sign_in(cast.officer_a), WHERE, cast.team_a1.activities.get())


def test_stays_voided_when_its_month_was_locked(cast, sign_in):
    row, client = cast.team_a1.activities.get(), sign_in(cast.officer_a)
    void(client, WHERE, row)
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked", state_reason="hết hạn")
    assert 'role="alert"' in client.post(f"{WHERE}{row.pk}/restore/", follow=True).content.decode()
    row.refresh_from_db()
    assert row.is_voided


def test_closed_to_others(cast, sign_in):
    row, bait = cast.team_a1.activities.get(), cast.team_b1.activities.get()
    check_closed(
        sign_in(cast.administrator), WHERE, row, bait,
        forbidden=[cast.leadership, cast.agency_lead], blind=[cast.officer_a, cast.leader_a1, cast.stranger],
    )  # fmt: skip
