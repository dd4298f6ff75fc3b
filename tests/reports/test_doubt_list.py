"""The page of all checks: what each found in the reader's scope, and that it was looked at all."""

import datetime as dt

from reports import data_checks
from tests.closed import check_answer

URL = "/doubts/"


def test_every_check_stands_there_with_its_number(cast, sign_in):
    cast.team_a1.memberships.update(valid_to=dt.date.today() - dt.timedelta(days=1))
    data_checks.run()
    page = sign_in(cast.office).get(URL)
    numbers = {one.code: number for one, number in page.context["rows"]}
    assert set(numbers) == set(data_checks.DATA_CHECKS)
    assert numbers["team_without_members"] == 1
    other = sign_in(cast.officer_b).get(URL)
    assert {one.code: n for one, n in other.context["rows"]}["team_without_members"] == 0


def test_before_the_first_look_nothing_is_said_to_be_right(cast, sign_in):
    def lines(page):
        return page.content.decode().split("cn-lines")[1].split("</ul>")[0]

    page = sign_in(cast.office).get(URL)
    assert page.context["last_look"] is None
    assert "cn-ok" not in lines(page)
    data_checks.run()
    assert "cn-ok" in lines(sign_in(cast.office).get(URL))


def test_keeps_the_look_that_the_device_chose(cast, sign_in):
    data_checks.run()
    visitor = sign_in(cast.office)
    visitor.cookies["look"] = "dark"
    assert 'data-look="dark"' in visitor.get(URL).content.decode()


def test_whoever_reads_only_does_not_check(cast, sign_in):
    check_answer(sign_in(cast.leadership).get(URL), 403)
