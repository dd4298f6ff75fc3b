from plumbing.models import Change
from tests.accounts import make_account
from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(account):
    return f"/accounts/{account.pk}/edit/"


def change(client, account, **changes):
    data = form_data(client.get(url(account)).context["form"]) | changes
    return client.post(url(account), {k: v for k, v in data.items() if v is not None})


def test_changes_and_writes_the_history(cast, sign_in):
    client = sign_in(cast.administrator)
    assert change(client, cast.leader_a1, role="member").status_code == 302
    cast.leader_a1.refresh_from_db()
    assert cast.leader_a1.role == "member"
    entry = Change.objects.about(cast.leader_a1).first()
    assert (entry.before, entry.after) == ({"role": "team_leader"}, {"role": "member"})
    assert "tổ trưởng" in client.get(url(cast.leader_a1)).content.decode()


def test_somebody_who_left_cannot_come_in_any_more(cast, sign_in, client):
    theirs = type(client)()
    theirs.force_login(cast.leader_a1)
    change(sign_in(cast.administrator), cast.leader_a1, is_active=None)
    assert theirs.get("/teams/").url.startswith("/accounts/login/")


def test_nobody_locks_out_the_last_administrator(cast, sign_in):
    client = sign_in(cast.administrator)
    for changes in ({"is_active": None}, {"role": "leadership"}):
        page = change(client, cast.administrator, **changes)
        assert (page.status_code, "quản trị viên cuối cùng" in page.content.decode()) == (422, True)
    make_account("quantri2", "x", full_name="Thử Hai", role="administrator")
    change(client, cast.administrator, role="leadership")
    cast.administrator.refresh_from_db()
    assert cast.administrator.role == "leadership"


def test_a_second_editor_sees_both_versions(cast, sign_in):
    client = sign_in(cast.administrator)
    old = form_data(client.get(url(cast.leader_a1)).context["form"])
    change(client, cast.leader_a1, full_name="Tên Mới")
    response = client.post(url(cast.leader_a1), old | {"full_name": "Tên Khác"})
    assert response.status_code == 409
    assert "Tên Mới" in response.content.decode()
    assert "Tên Khác" in response.content.decode()


def test_the_office_does_it_for_its_area(cast, sign_in):
    assert change(sign_in(cast.officer_a), cast.leader_a1, full_name="Tên Khác").status_code == 302
    # Neither upwards nor out of the area.
    for changes in ({"role": "office"}, {"team": cast.team_b1.pk}):
        assert change(sign_in(cast.officer_a), cast.leader_a1, **changes).status_code == 422
    cast.leader_a1.refresh_from_db()
    assert (cast.leader_a1.role, cast.leader_a1.team) == ("team_leader", cast.team_a1)


def test_only_for_who_gives_that_account(cast):
    check_visitor_signs_in(url(cast.leader_a1))
    check_refused(url(cast.leader_a1), [cast.leadership, cast.agency_lead, cast.leader_a1], status=403)
    # One's own role and scope are changed by somebody else.
    check_refused(url(cast.office), [cast.office, cast.officer_a], status=404)
    check_refused(url(cast.leader_b1), [cast.officer_a], status=404)
    check_refused("/accounts/999999/edit/", [cast.administrator], status=404)
