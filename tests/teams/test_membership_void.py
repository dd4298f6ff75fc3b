from tests.closed import check_refused, check_visitor_signs_in


def url(row):
    return f"/memberships/{row.pk}/void/"


def test_takes_it_out(cast, sign_in):
    row = cast.team_a1.memberships.get(role="member")
    assert sign_in(cast.officer_a).post(url(row), {"reason": "nhập nhầm"}).url == f"/teams/{cast.team_a1.pk}/"
    assert cast.team_a1.memberships.current().count() == 2


def test_closed_to_others(cast):
    row_a, row_b = (team.memberships.first() for team in (cast.team_a1, cast.team_b1))
    check_visitor_signs_in(url(row_a))
    check_refused(url(row_a), [cast.leadership, cast.leader_a1], status=403)
    check_refused(url(row_b), [cast.officer_a, cast.stranger], status=404)
