import datetime as dt

from households.models import AssignmentProposal, HelpPlan
from plumbing import history
from tests.closed import check_queries_do_not_grow, check_visitor_signs_in, names_in
from tests.households.helping import make_households

URL = "/helper-proposals/"


def heads(response):
    return {row.head_name for row in response.context["table"].records}


def test_shows_what_waits_and_what_nobody_answered(cast, sign_in):
    assert heads(sign_in(cast.office).get(URL)) == {"Thào A Thử", "Chảo A Bí Mật"}
    assert heads(sign_in(cast.office).get(URL + "?state=late")) == {"Thào A Thử", "Chảo A Bí Mật"}
    assert heads(sign_in(cast.office).get(URL + "?state=declined")) == set()


def test_each_sees_the_own_ones(cast, sign_in):
    for account in (cast.officer_a, cast.leader_a1, cast.member_a1, cast.agency_lead):
        page = sign_in(account).get(URL)
        assert heads(page) == {"Thào A Thử"}, account
        assert "Bí Mật" not in names_in(page)
    assert heads(sign_in(cast.stranger).get(URL)) == set()


def test_closed_to_visitors(cast):
    check_visitor_signs_in(URL)


def test_queries(cast, sign_in):
    def add(n):
        today = dt.date.today()
        for household in make_households(cast.areas.a1, n):
            row = AssignmentProposal(
                plan=HelpPlan.objects.get(), household=household, cadre=cast.cadres_a1[1], takes_over_on=today,
                answer_due_on=today,
            )  # fmt: skip
            history.create(row, by=None)

    check_queries_do_not_grow(sign_in(cast.office), URL, add)
