import datetime as dt

import pytest

from plumbing import history
from teams.models import Membership
from tests.closed import check_queries_do_not_grow, check_refused, names_in
from tests.households.helping import carry, make_households

URL = "/assignments/unsettled/"
YESTERDAY = dt.date.today() - dt.timedelta(days=1)


def stop(*cadres):
    for row in Membership.objects.filter(cadre__in=cadres):
        row.valid_to = YESTERDAY
        history.change(row, by=None)


@pytest.fixture
def stopped(cast):
    stop(cast.cadres_a1[2], cast.cadres_b1[1])
    return cast


def test_shows_why_and_the_way_out(stopped, sign_in):
    page = sign_in(stopped.officer_a).get(URL)
    assert [row.head_name for row in page.context["table"].records] == ["Thào A Thử"]
    assert f"kết thúc ngày {YESTERDAY:%d/%m/%Y}" in names_in(page)
    assert f"/assignments/unsettled/end/?row={stopped.assignment_a1.pk}" in names_in(page)
    assert "Bí Mật" not in names_in(page)
    assert len(sign_in(stopped.office).get(URL + "?trouble=helper_stopped").context["table"].records) == 2
    assert len(sign_in(stopped.office).get(URL + "?trouble=plan_ended").context["table"].records) == 0


def test_closed_to_others(cast):
    check_refused(URL, [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)


def test_queries(stopped, sign_in):
    def add(n):
        for household in make_households(stopped.areas.a1, n):
            carry(stopped.plan, household, stopped.cadres_a1[2])

    check_queries_do_not_grow(sign_in(stopped.office), URL, add)
