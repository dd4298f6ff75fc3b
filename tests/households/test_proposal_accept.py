import datetime as dt

from households.actions.proposals import withdraw_proposal
from households.models import Assignment, AssignmentProposal
from tests.closed import check_answer, check_only_takes, names_in

TODAY = dt.date.today()


def url(row):
    return f"/helper-proposals/{row.pk}/accept/"


def test_whoever_is_asked_takes_the_household_over(cast, sign_in):
    response = sign_in(cast.leader_a1).post(url(cast.proposal_a1), {"day": f"{TODAY:%d/%m/%Y}"})
    assert response.status_code == 302
    row = Assignment.objects.current().get(household=cast.household_a1)
    assert (row.cadre, row.valid_from) == (cast.cadres_a1[0], TODAY)


def test_what_was_withdrawn_meanwhile_says_so(cast, sign_in):
    withdraw_proposal(proposal=AssignmentProposal.objects.get(pk=cast.proposal_a1.pk), by=cast.office)
    response = sign_in(cast.leader_a1).post(url(cast.proposal_a1), {"day": f"{TODAY:%d/%m/%Y}"})
    assert response.status_code == 422
    assert "Đề nghị này đã được rút lại" in names_in(response)
    assert Assignment.objects.current().get(household=cast.household_a1).cadre == cast.cadres_a1[2]


def test_closed_to_others(cast, sign_in):
    check_only_takes(sign_in(cast.leader_a1).get(url(cast.proposal_a1)), "POST")
    for account in (cast.member_a1, cast.agency_lead, cast.leadership, cast.stranger):
        check_answer(sign_in(account).post(url(cast.proposal_a1)), 404, account)
    check_answer(sign_in(cast.leader_a1).post(url(cast.proposal_b1)), 404)
