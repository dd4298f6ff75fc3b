import pytest

from activities.models import TeamMonth
from tests.activities.bulk import say_yes, take_back
from tests.activities.pages import BAIT, asks_to_sign_in, is_forbidden, text_of
from tests.conftest import LAST_MONTH

URL = f"/board/{LAST_MONTH:%Y-%m}/return/"
TABLE = f"/board/?month={LAST_MONTH:%Y-%m}&view=table"


def states():
    return dict(TeamMonth.objects.filter(month=LAST_MONTH).values_list("team__village__name", "state"))


def rows(*teams):
    return "&".join(f"row={team.pk}" for team in teams)


def test_returns_the_ticked_months_with_one_reason(cast, sign_in):
    client = sign_in(cast.office)
    url = f"{URL}?{rows(cast.team_a1, cast.team_a2, cast.team_b1)}&month={LAST_MONTH:%Y-%m}&view=table"
    page = text_of(client.get(url))
    assert "Tổ dân vận bản Huổi Thử" in page
    # Not handed in yet: nothing to return.
    assert BAIT not in page
    assert "Mẫu Đá" not in page
    assert say_yes(client, url, reason="").status_code == 422
    answer = say_yes(client, url, reason="thiếu số liệu")
    assert answer.url == TABLE
    assert states() == {"Huổi Thử": "returned", "Nà Ví Dụ": "returned", "Mẫu Đá": "draft"}
    take_back(client, answer)
    assert states() == {"Huổi Thử": "submitted", "Nà Ví Dụ": "accepted", "Mẫu Đá": "draft"}


def test_without_a_tick_nothing_is_returned(cast, sign_in):
    client = sign_in(cast.office)
    for url in [URL, f"{URL}?row="]:
        assert "Huổi Thử" not in text_of(client.get(url))
        say_yes(client, url, reason="thiếu số liệu")
    assert "returned" not in states().values()


@pytest.mark.parametrize(
    ("step", "query", "after"),
    [
        ("accept", "row={a2}", "submitted"),
        ("accept", "row=", "submitted"),
        ("accept", "row={a1}", "accepted"),
        ("accept", "all=1&q=huoi", "accepted"),
        ("accept", "all=1&q=na+vi", "submitted"),
        ("accept", "all=1&state=submitted", "accepted"),
        ("accept", "all=1&state=late", "submitted"),
        ("return", "all=1&state=accepted", "submitted"),
        ("return", "all=1", "returned"),
    ],
)
def test_ticks_and_filters_narrow_every_step(cast, sign_in, step, query, after):
    query = query.format(a1=cast.team_a1.pk, a2=cast.team_a2.pk)
    url = f"/board/{LAST_MONTH:%Y-%m}/{step}/?{query}"
    say_yes(sign_in(cast.office), url, reason="thiếu số liệu")
    assert states()["Huổi Thử"] == after


def test_stays_in_scope(cast, sign_in):
    TeamMonth.objects.filter(team=cast.team_b1).update(state="submitted")
    client = sign_in(cast.officer_a)
    for query in [rows(cast.team_b1), "all=1"]:
        assert "Mẫu Đá" not in text_of(client.get(f"{URL}?{query}"))
        say_yes(client, f"{URL}?{query}", reason="thiếu số liệu")
    assert states()["Mẫu Đá"] == "submitted"


def test_the_table_offers_its_steps(cast, sign_in):
    page = text_of(sign_in(cast.officer_a).get(TABLE))
    assert f'formaction="{URL}"' in page
    assert f'value="{cast.team_a1.pk}"' in page
    assert "/lock/" not in page
    assert 'name="row"' not in text_of(sign_in(cast.leadership).get(TABLE))


@pytest.mark.parametrize("who", ["leader_a1", "member_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, who):
    is_forbidden(sign_in(getattr(cast, who)), URL)


def test_visitor(client, db):
    asks_to_sign_in(client, URL)
