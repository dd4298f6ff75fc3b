import datetime as dt

from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(row):
    return f"/memberships/{row.pk}/edit/"


def test_ends_a_membership(cast, sign_in):
    row = cast.team_a1.memberships.get(role="member")
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(row)).context["form"])
    assert client.post(url(row), data | {"valid_to": "30.6.2025"}).url == f"/teams/{cast.team_a1.pk}/"
    row.refresh_from_db()
    assert row.valid_to == dt.date(2025, 6, 30)


def test_a_second_leader_is_refused(cast, sign_in):
    row = cast.team_a1.memberships.get(role="member")
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(row)).context["form"])
    page = client.post(url(row), data | {"role": "leader"})
    assert (page.status_code, "là tổ trưởng từ ngày" in page.content.decode()) == (422, True)


def test_a_second_editor_sees_both_versions(cast, sign_in):
    row = cast.team_a1.memberships.get(role="member")
    client = sign_in(cast.office)
    old = form_data(client.get(url(row)).context["form"])
    client.post(url(row), old | {"role": "secretary"})
    page = client.post(url(row), old | {"valid_to": "30/06/2025"})
    assert (page.status_code, page.content.decode().count('name="conflict_role"')) == (409, 2)
    row.refresh_from_db()
    assert (row.role, row.valid_to) == ("secretary", None)


def test_closed_to_others(cast):
    row_a, row_b = (team.memberships.first() for team in (cast.team_a1, cast.team_b1))
    check_visitor_signs_in(url(row_a))
    check_refused(url(row_a), [cast.leadership, cast.leader_a1], status=403)
    check_refused(url(row_b), [cast.officer_a, cast.stranger], status=404)
