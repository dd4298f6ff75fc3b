from tests.closed import check_refused, check_visitor_signs_in, names_in


def url(row):
    return f"/helper-proposals/{row.pk}/"


def test_whoever_is_asked_may_answer(cast, sign_in):
    """The first cadre of A1 is asked, who has the leader's account; the office answers for whom it will."""
    accept = f"/helper-proposals/{cast.proposal_a1.pk}/accept/"
    for account, may_answer in [
        (cast.leader_a1, True), (cast.officer_a, True), (cast.member_a1, False), (cast.leadership, False),
        (cast.agency_lead, False),
    ]:  # fmt: skip
        page = sign_in(account).get(url(cast.proposal_a1))
        assert "Thào A Thử" in names_in(page)
        assert (accept in names_in(page)) is may_answer, account


def test_others_do_not_find_it(cast):
    check_visitor_signs_in(url(cast.proposal_a1))
    narrow = [cast.officer_a, cast.leader_a1, cast.member_a1, cast.agency_lead, cast.stranger]
    check_refused(url(cast.proposal_b1), narrow, status=404)
