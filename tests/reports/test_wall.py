"""The wall: true values in the right class, nothing of anybody else's, its table, few queries."""

import io
from decimal import Decimal
from itertools import product

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Contribution, Meeting
from activities.models.months import due_day
from plumbing import history
from plumbing.dates import Period, add_months
from reports import figures
from reports.figures import Place
from reports.tiles import Wall, wall_teams
from reports.walls import MEASURES, Limits, Met, States, measure_of, months_met
from teams.models import Team
from tests.activities.pages import asks_to_sign_in, queries, text_of
from tests.conftest import LAST_MONTH

URL = "/wall/"


def wall(user, code, month=LAST_MONTH):
    return Wall(measure_of(code), month, user, wall_teams(user, month))


def values(user, code, month=LAST_MONTH):
    return {tile.team.pk: tile.value for tile in wall(user, code, month).all}


def test_each_measure_tells_what_is_so(counted):
    a1, a2, b1 = counted.team_a1.pk, counted.team_a2.pk, counted.team_b1.pk
    is_overdue = timezone.localdate() > due_day(LAST_MONTH)
    stand = {a1: "submitted", a2: "accepted", b1: "late" if is_overdue else "draft"}
    assert values(counted.office, "state") == stand
    # One meeting in the last of six months.
    assert values(counted.office, "meetings") == {a1: (1, 6), a2: (1, 6), b1: (1, 6)}
    assert values(counted.office, "poverty") == {
        a1: Decimal(1) / 50, a2: Decimal(0), b1: Decimal(1) / 60,
    }  # fmt: skip
    assert values(counted.office, "resources") == {a1: 2_000_000, a2: 2_000_000, b1: 2_000_000}


def test_the_wall_adds_up_to_the_figures_of_the_area(counted):
    place, period = Place(counted.areas.region), Period.of_month(LAST_MONTH)
    asked = figures.read(place, period, ["resources_value", "poor_households", "households_total", "teams_met"])
    assert sum(values(counted.office, "resources").values()) == asked["resources_value"]
    one_month = [met for met, _due in months_met(wall_teams(counted.office, LAST_MONTH), LAST_MONTH, None).values()]
    assert sum(one_month) == asked["teams_met"]


def test_two_teams_of_one_village_have_their_own_meetings_and_resources(counted):
    young = Team(village=counted.areas.b1, kind="youth_shock", name="Đội trẻ", active_from=add_months(LAST_MONTH, -2))
    history.create(young, by=None)
    found = values(counted.office, "meetings")
    # It owes only the months of its own life.
    assert found[young.pk] == (0, 3)
    assert found[counted.team_b1.pk] == (1, 6)
    assert values(counted.office, "resources")[young.pk] == 0
    assert values(counted.office, "poverty")[young.pk] == values(counted.office, "poverty")[counted.team_b1.pk]


def test_a_month_that_is_not_over_is_owed_by_nobody_yet(counted):
    now = add_months(LAST_MONTH, 1)
    assert values(counted.office, "meetings", now)[counted.team_a1.pk] == (1, 5)
    history.create(Meeting(team=counted.team_a1, month=now, held_on=now, done="Đã họp"), by=None)
    assert values(counted.office, "meetings", now)[counted.team_a1.pk] == (2, 6)


def test_before_the_first_figures_nothing_is_known(counted):
    month = add_months(LAST_MONTH, -14)
    shown = wall(counted.office, "poverty", month)
    assert {tile.value for tile in shown.all} == {None}
    assert {tile.step.key for tile in shown.all} == {"unknown"}
    assert shown.is_empty


@pytest.mark.parametrize("measure", ["meetings", "poverty", "resources"])
def test_an_empty_month_says_what_to_do(counted, client, measure):
    client.force_login(counted.office)
    early = add_months(LAST_MONTH, -30)
    page = client.get(f"{URL}?measure={measure}&month={early:%Y-%m}")
    assert str(measure_of(measure).nothing) in text_of(page)
    assert str(measure_of(measure).nothing) not in text_of(client.get(f"{URL}?measure={measure}"))


def test_a_month_that_nobody_has_begun_says_what_to_do(counted, client):
    client.force_login(counted.office)
    now = add_months(LAST_MONTH, 1)
    assert str(measure_of("state").nothing) in text_of(client.get(f"{URL}?month={now:%Y-%m}"))
    assert str(measure_of("state").nothing) not in text_of(client.get(URL))


def test_the_limits_of_a_scale_belong_to_the_level_above():
    poverty = measure_of("poverty").classes
    assert isinstance(poverty, Limits)
    places = [poverty.place(Decimal(text)) for text in ("0", "0.1499", "0.15", "0.30", "0.45", "0.5999", "0.6", "1")]
    assert places == [0, 0, 1, 2, 3, 3, 4, 4]
    money = measure_of("resources").classes
    assert [money.place(Decimal(n)) for n in (-5, 0, 1, 19_999_999, 20_000_000, 50_000_000, 100_000_000)] == [
        0, 0, 1, 1, 2, 3, 4,
    ]  # fmt: skip
    met = [(6, 6), (1, 1), (5, 6), (4, 6), (3, 6), (2, 6), (1, 6), (0, 6), (0, 1)]
    assert [Met().place(value) for value in met] == [0, 0, 1, 2, 2, 3, 3, 4, 4]


def test_every_class_has_its_own_words_and_its_own_sign_and_tone():
    for measure in MEASURES:
        steps = measure.classes.steps()
        assert len({str(step.words) for step in steps}) == len(steps), measure.code
        if not isinstance(measure.classes, States):
            assert len({step.sign for step in steps}) == len({step.tone for step in steps}) == len(steps) == 5


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("leadership", 3), ("office", 3), ("officer_a", 2), ("officer_b", 1), ("agency_lead", 1), ("leader_a1", 1),
        ("stranger", 0),
    ],
)  # fmt: skip
def test_only_teams_in_scope(counted, client, who, seen):
    client.force_login(getattr(counted, who))
    ways = ["", "&view=table", f"&commune={counted.areas.new_b.pk}"]
    for measure, more in product([m.code for m in MEASURES], ways):
        page = client.get(f"{URL}?measure={measure}{more}")
        body = text_of(page).split("<main", 1)[1]
        # The bait: another commune's team, its leader and what it got.
        sees = who in {"leadership", "office", "officer_b"}
        assert [word in body for word in ("Mẫu Đá", "Bí Mật")] == [sees, sees], (measure, more)
        if not more:
            assert len(page.context["wall"].all) == seen
            assert sum(one["count"] for one in page.context["legend"]) == seen


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


def test_a_tile_tells_the_team_its_leader_and_the_month_before(counted, client):
    client.force_login(counted.office)
    gift = Contribution(
        team=counted.team_a1, donor="A", kind="money", amount=30_000_000, value=30_000_000,
        received_on=add_months(LAST_MONTH, -1),
    )  # fmt: skip
    history.create(gift, by=None)
    body = text_of(client.get(URL + "?measure=resources"))
    tip = body.split('role="tooltip"', 1)[1].split("</li>", 1)[0]
    first = body.split('class="cn-tile', 1)[1].split("</li>", 1)[0]
    assert 'aria-describedby="tip0"' in first
    for words in ("Tổ dân vận bản Huổi Thử", "Xã Mường Chà", "Giàng A Thử", "32.000.000 đồng", "30.000.000 đồng", "+2"):
        assert words in tip
    assert f'href="{reverse("activities:month_detail", args=[counted.team_a1.pk, LAST_MONTH])}"' in first
    assert "cn-level-3" in first
    assert "#level-3" in first
    assert body.count('id="tip') == body.count("aria-describedby=") == 3


def test_the_legend_counts_and_filters(counted, client):
    client.force_login(counted.office)
    page = client.get(URL + "?measure=meetings")
    counts = {one["step"].key: one["count"] for one in page.context["legend"]}
    assert counts == {"met-0": 0, "met-1": 0, "met-2": 0, "met-3": 3, "met-4": 0}
    chosen = next(one["url"] for one in page.context["legend"] if one["count"])
    assert len(client.get(URL + chosen).context["wall"].tiles) == 3
    assert client.get(URL + "?measure=meetings&step=met-0").context["wall"].tiles == []
    # Another measure has other classes: its tab forgets the class.
    assert "step" not in client.get(URL + chosen).context["measures"][0][1]


def test_the_table_behind_it_is_sorted_and_goes_to_excel(counted, client):
    client.force_login(counted.office)
    page = client.get(URL + "?measure=poverty&view=table&sort=-value")
    assert [row.team.pk for row in page.context["table"].rows] == [
        counted.team_a1.pk, counted.team_b1.pk, counted.team_a2.pk,
    ]  # fmt: skip
    answer = client.get(URL + "?measure=poverty&export=xlsx&sort=-value")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert (rows[4][1], round(rows[4][5], 4)) == ("Tổ dân vận bản Huổi Thử", 0.02)
    assert len(rows) == 7


def test_nonsense_in_the_address_shows_the_state_of_the_month_that_is_due(counted, client):
    client.force_login(counted.office)
    for query in ("measure=x", "month=2024-99", "month=2090-01", "step=x", "commune=999999", "view=x"):
        page = client.get(f"{URL}?{query}")
        assert page.status_code == 200
        assert page.context["wall"].measure.code == "state"


def test_as_many_queries_for_thirty_teams(counted, client, thirty_more):
    client.force_login(counted.leadership)
    urls = [f"{URL}?measure={m.code}{more}" for m in MEASURES for more in ("", "&view=table")]
    few = [queries(client, url) for url in urls]
    thirty_more()
    many = [queries(client, url) for url in urls]
    # The thirty have no figures of poverty: since when there are any is asked once, however many they are.
    assert [number - before for number, before in zip(many, few, strict=True) if number != before] in ([], [1, 1])
    assert max(many) <= 12
