import datetime as dt

import pytest

from households.models import Assignment
from households.spreading import Because, propose_spread
from plumbing import history
from tests.closed import check_refused, names_in
from tests.households.helping import carry, make_households

URL = "/assignments/spread/"
TODAY = dt.date.today()


def lines(response):
    return {line.household.head_name: line.key for line in response.context["lines"]}


@pytest.fixture
def waiting(cast):
    """Five more poor households of A1 without a helper, beside the near-poor one of A2."""
    return make_households(cast.areas.a1, 5)


def posted(page, **changes):
    context = page.context
    found = {line.field: line.key for line in context["lines"]}
    return {"plan": context["plan"].pk, "day": f"{TODAY:%d/%m/%Y}"} | found | changes


def test_proposed_confirmed_and_taken_back_in_one_step(cast, waiting, sign_in):
    client = sign_in(cast.officer_a)
    page = client.get(URL)
    # Of the own team, whoever carries least first: the one who carries a household already gets the fewest.
    keys = [f"c{cadre.pk}" for cadre in cast.cadres_a1]
    given = list(lines(page).values())
    assert [given.count(key) for key in keys] == [2, 2, 1]
    assert lines(page)["Mùa A Ví Dụ"] in {f"c{cadre.pk}" for cadre in cast.cadres_a2}
    # Where no script runs, the members of the village's team can be chosen.
    assert names_in(page).count(f'<option value="c{cast.cadres_a1[0].pk}"') == 5
    done = client.post(URL, posted(page), follow=True)
    assert "cho 6 hộ" in names_in(done)
    assert Assignment.objects.current().filter(valid_from=TODAY).count() == 6
    token = names_in(done).partition('name="token" value="')[2].partition('"')[0]
    client.post("/undo/", {"token": token})
    assert Assignment.objects.current().count() == 2


def test_only_what_was_ticked_and_what_was_changed(cast, waiting, sign_in):
    client = sign_in(cast.officer_a)
    page = client.get(f"{URL}?row={waiting[0].pk}&row={waiting[1].pk}")
    assert set(lines(page)) == {"Chủ hộ 0", "Chủ hộ 1"}
    answer = posted(page, **{f"helper-{waiting[0].pk}": f"a{cast.agency_a.pk}", f"helper-{waiting[1].pk}": ""})
    client.post(f"{URL}?row={waiting[0].pk}&row={waiting[1].pk}", answer)
    row = Assignment.objects.get(valid_from=TODAY)
    assert (row.household, row.agency) == (waiting[0], cast.agency_a)


def test_nobody_out_of_the_area_can_be_chosen_and_nothing_is_lost(cast, waiting, sign_in):
    client = sign_in(cast.officer_a)
    page = client.get(URL)
    changes = {f"helper-{waiting[0].pk}": f"c{cast.cadres_b1[0].pk}"}
    response = client.post(URL, posted(page, **changes))
    assert response.status_code == 422
    assert "Bí Mật" not in names_in(response)
    assert lines(response)["Chủ hộ 1"] == lines(page)["Chủ hộ 1"]
    assert not Assignment.objects.filter(valid_from=TODAY).exists()


def test_what_somebody_else_gave_away_meanwhile_stays_and_is_said(cast, waiting, sign_in):
    client = sign_in(cast.officer_a)
    page = client.get(URL)
    answer = posted(page)
    carry(cast.plan, waiting[0], cast.cadres_a1[0], since=TODAY)
    done = client.post(URL, answer, follow=True)
    assert "cho 5 hộ" in names_in(done)
    assert Assignment.objects.current().filter(household=waiting[0]).count() == 1


def test_the_same_helper_as_before_and_never_above_the_limit(cast):
    """The one who helped before comes first; the poor are served before the near-poor; the limit holds for all."""
    cast.plan.households_per_helper = 2
    history.change(cast.plan, by=None)
    many = make_households(cast.areas.a1, 30, "near_poor") + make_households(cast.areas.a1, 6, "poor", first=30)
    kept = cast.cadres_a1[1]
    carry(cast.plan, many[0], kept, valid_to=TODAY - dt.timedelta(days=1), end_reason="plan_ended")
    wanted = list(type(many[0]).objects.filter(pk__in=[one.pk for one in many]).with_result())
    offers = propose_spread(cast.plan, wanted, TODAY)
    by_household = {offer.household.pk: offer for offer in offers}
    assert (by_household[many[0].pk].helper, by_household[many[0].pk].because) == (f"c{kept.pk}", Because.KEPT)
    carried: dict[str, int] = {}
    for offer in offers:
        if offer.helper:
            carried[offer.helper] = carried.get(offer.helper, 0) + 1
    # One household is carried already. The agencies carry what their cadres together may.
    limits = {f"c{cadre.pk}": 2 for cadre in [*cast.cadres_a1, *cast.cadres_a2]}
    limits[f"c{cast.cadres_a1[2].pk}"] = 1
    limits |= {f"a{cast.agency_a.pk}": 6, f"a{cast.agency_b.pk}": 8}
    assert carried == limits
    assert all(offer.helper for offer in offers if offer.household.result == "poor")


def test_as_many_questions_for_many_households_as_for_few(cast, django_assert_num_queries, waiting):
    wanted = list(type(waiting[0]).objects.with_result())
    with django_assert_num_queries(6):
        propose_spread(cast.plan, wanted[:2], TODAY)
    with django_assert_num_queries(6):
        propose_spread(cast.plan, wanted, TODAY)


def test_closed_to_others(cast):
    check_refused(URL, [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)
