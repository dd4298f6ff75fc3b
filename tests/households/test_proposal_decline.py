from tests.closed import check_answer, check_only_takes


def url(row):
    return f"/helper-proposals/{row.pk}/decline/"


def test_says_no_and_why(cast, sign_in):
    client = sign_in(cast.leader_a1)
    assert client.post(url(cast.proposal_a1), {"answer": ""}).status_code == 422
    assert client.post(url(cast.proposal_a1), {"answer": "Đi học dài hạn"}).status_code == 302
    cast.proposal_a1.refresh_from_db()
    assert (cast.proposal_a1.state, cast.proposal_a1.answer) == ("declined", "Đi học dài hạn")
    cast.assignment_a1.refresh_from_db()
    assert cast.assignment_a1.valid_to is None


def test_closed_to_others(cast, sign_in):
    check_only_takes(sign_in(cast.leader_a1).get(url(cast.proposal_a1)), "POST")
    for account in (cast.member_a1, cast.agency_lead, cast.leadership, cast.stranger):
        check_answer(sign_in(account).post(url(cast.proposal_a1)), 404, account)
