"""Access that came with a service goes with it, through whichever door the service ends."""

import datetime as dt

import pytest
from django.test import Client

from plumbing import history
from plumbing.models import Change
from teams.actions.ended_access import end_access
from teams.models import Account, Membership
from tests.accounts import make_account
from tests.activities.bulk import take_back
from tests.conftest import PASSWORD

TODAY = dt.date.today()


def day(shift):
    return (TODAY + dt.timedelta(days=shift)).strftime("%d/%m/%Y")


def state(account):
    account = Account.objects.get(pk=account.pk)
    return account.is_active, account.role


def replace_leader(client, cast, **more):
    data = {"cadre": cast.cadres_a1[1].pk, "day": day(0)} | more
    return client.post(f"/teams/{cast.team_a1.pk}/leader/", data)


def test_a_leader_who_is_replaced_is_out_at_once(cast, sign_in):
    theirs = Client()
    theirs.force_login(cast.leader_a1)
    answer = replace_leader(sign_in(cast.officer_a), cast)
    assert state(cast.leader_a1) == (False, "team_leader")
    assert theirs.get("/teams/").url.startswith("/accounts/login/")
    # The office sees whom it touched, in the message and in the history, and takes it back in one.
    page = sign_in(cast.officer_a).get(answer.url).content.decode()
    assert "totruong.a1" in page
    assert Change.objects.about(cast.leader_a1).first().by == cast.officer_a


def test_taking_it_back_gives_the_access_back(cast, sign_in):
    client = sign_in(cast.officer_a)
    take_back(client, replace_leader(client, cast))
    assert state(cast.leader_a1) == (True, "team_leader")
    assert Membership.objects.current().get(team=cast.team_a1, role="leader").cadre == cast.cadres_a1[0]


def test_whoever_stays_in_the_team_stays_as_a_member_and_the_new_leader_leads(cast, sign_in):
    deputy = make_account("topho.a1", PASSWORD, role="member", team=cast.team_a1, cadre=cast.cadres_a1[1])
    replace_leader(sign_in(cast.officer_a), cast, former_stays="on")
    assert state(cast.leader_a1) == (True, "member")
    assert state(deputy) == (True, "team_leader")


def test_a_role_that_changes_in_place(cast, sign_in):
    client = sign_in(cast.officer_a)
    service = Membership.objects.get(team=cast.team_a1, role="leader")
    data = {"role": "member", "valid_from": "01/01/2024", "version": service.version}
    client.post(f"/memberships/{service.pk}/edit/", data)
    assert state(cast.leader_a1) == (True, "member")


@pytest.mark.parametrize("door", ["void the cadre", "void the service", "end the service"])
def test_whoever_leaves(cast, sign_in, door):
    client = sign_in(cast.officer_a)
    service = Membership.objects.get(team=cast.team_a1, role="leader")
    match door:
        case "void the cadre":
            answer = client.post(f"/cadres/{service.cadre_id}/void/", {"reason": "Nhập hai lần"})
        case "void the service":
            answer = client.post(f"/memberships/{service.pk}/void/", {"reason": "Nhập nhầm"})
        case _:
            data = {"role": "leader", "valid_from": "01/01/2024", "valid_to": day(-1), "version": service.version}
            answer = client.post(f"/memberships/{service.pk}/edit/", data)
    assert answer.status_code == 302
    assert state(cast.leader_a1)[0] is False
    assert "totruong.a1" in client.get(answer.url).content.decode()


def test_an_end_that_lies_ahead_comes_with_its_day(cast, sign_in, time_machine):
    service = Membership.objects.get(team=cast.team_a1, role="leader")
    data = {"role": "leader", "valid_from": "01/01/2024", "valid_to": day(2), "version": service.version}
    sign_in(cast.officer_a).post(f"/memberships/{service.pk}/edit/", data)
    for shift, is_active in [(0, True), (2, True), (3, False)]:
        time_machine.move_to(dt.datetime.combine(TODAY + dt.timedelta(days=shift), dt.time(12)))
        end_access(by=None)
        assert state(cast.leader_a1)[0] is is_active, shift
    assert Change.objects.about(cast.leader_a1).first().by is None


def test_what_the_office_gave_a_deputy_stays_until_they_leave(cast, sign_in):
    deputy = make_account("topho.a1", PASSWORD, role="team_leader", team=cast.team_a1, cadre=cast.cadres_a1[1])
    end_access(by=None)
    assert state(deputy) == (True, "team_leader")
    service = Membership.objects.get(cadre=cast.cadres_a1[1])
    sign_in(cast.office).post(f"/memberships/{service.pk}/void/", {"reason": "Nhập nhầm"})
    assert state(deputy)[0] is False


def test_whoever_is_above_is_not_closed_with_a_cadre(cast, sign_in):
    """An office voids a cadre; the administrator's account that is the same person's stays."""
    Account.objects.filter(pk=cast.administrator.pk).update(cadre=cast.cadres_a1[1])
    sign_in(cast.office).post(f"/cadres/{cast.cadres_a1[1].pk}/void/", {"reason": "Nhập hai lần"})
    assert state(cast.administrator) == (True, "administrator")


def test_an_account_of_nobody_in_the_team_follows_nothing(cast):
    account = make_account("tay", PASSWORD, role="team_leader", team=cast.team_a1)
    service = Membership.objects.get(team=cast.team_a1, role="leader")
    history.void(service, by=cast.office, reason="Nhập nhầm")
    assert [one.username for one in end_access(by=None)] == ["totruong.a1"]
    assert state(account) == (True, "team_leader")
