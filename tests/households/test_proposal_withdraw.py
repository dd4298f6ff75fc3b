from households.models import AssignmentProposal
from tests.closed import check_answer, check_only_takes


def url(row):
    return f"/helper-proposals/{row.pk}/withdraw/"


def test_whoever_asked_or_the_office_takes_it_back(cast, sign_in):
    AssignmentProposal.objects.update(created_by=cast.member_a1)
    check_answer(sign_in(cast.leader_a1).post(url(cast.proposal_a1)), 404)
    assert sign_in(cast.member_a1).post(url(cast.proposal_a1)).status_code == 302
    assert sign_in(cast.office).post(url(cast.proposal_b1)).status_code == 302
    assert set(AssignmentProposal.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_closed_to_others(cast, sign_in):
    check_only_takes(sign_in(cast.office).get(url(cast.proposal_a1)), "POST")
    for account in (cast.leadership, cast.agency_lead, cast.stranger):
        check_answer(sign_in(account).post(url(cast.proposal_a1)), 404, account)
    check_answer(sign_in(cast.officer_a).post(url(cast.proposal_b1)), 404)
