import datetime as dt

from teams.actions.ended_access import end_access
from teams.models import Membership
from tests.closed import check_only_takes, check_refused, check_visitor_signs_in

YESTERDAY = dt.date.today() - dt.timedelta(days=1)


def url(account):
    return f"/accounts/{account.pk}/give-back/"


def ended(account):
    Membership.objects.filter(pk=account.service_id).update(valid_to=YESTERDAY)
    end_access(by=None)
    account.refresh_from_db()
    assert not account.is_active


def test_gives_back_and_the_clock_leaves_it(cast, sign_in):
    ended(cast.leader_a1)
    client = sign_in(cast.officer_a)
    listed = client.get("/accounts/", {"is_active": "ended"}).content.decode()
    assert "totruong.a1" in listed
    assert "Trả lại quyền truy cập" in client.get(f"/accounts/{cast.leader_a1.pk}/edit/").content.decode()
    client.post(url(cast.leader_a1))
    end_access(by=None)
    cast.leader_a1.refresh_from_db()
    account = cast.leader_a1
    assert (account.is_active, account.role, account.access_ended_on) == (True, "team_leader", None)


def test_nothing_to_give_back(cast, sign_in):
    page = sign_in(cast.officer_a).post(url(cast.leader_a1), follow=True).content.decode()
    assert "không phải do kết thúc nhiệm vụ" in page


def test_closed(cast, sign_in):
    check_visitor_signs_in(url(cast.leader_a1))
    check_only_takes(sign_in(cast.officer_a).get(url(cast.leader_a1)), "POST")
    for account, status in [(cast.leader_a1, 403), (cast.leadership, 403), (cast.officer_b, 404)]:
        assert sign_in(account).post(url(cast.leader_a1)).status_code == status
    check_refused("/teams/999999/", [cast.officer_a], status=404)
