"""The short way to the log of the month at hand."""

from plumbing.dates import add_months
from tests.closed import check_answer, check_visitor_signs_in
from tests.conftest import LAST_MONTH

URL = "/months/log/"


def test_leads_to_the_last_month_until_it_is_handed_in(cast, sign_in):
    now = add_months(LAST_MONTH, 1)
    assert sign_in(cast.leader_b1).get(URL).url == f"/months/{cast.team_b1.pk}/{LAST_MONTH:%Y-%m}/log/"
    assert sign_in(cast.leader_a1).get(URL).url == f"/months/{cast.team_a1.pk}/{now:%Y-%m}/log/"


def test_whoever_has_no_team_goes_to_the_board(cast, sign_in):
    assert sign_in(cast.office).get(URL).url == "/board/"


def test_closed_to_others(cast, sign_in):
    check_visitor_signs_in(URL)
    for account in (cast.leadership, cast.member_a1, cast.agency_lead):
        check_answer(sign_in(account).get(URL), 403, account)
