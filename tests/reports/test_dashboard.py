"""The dashboard: three clicks from the district's figure to its rows, nobody else's numbers."""

import pytest
from django.urls import reverse

from plumbing import history
from plumbing.numbers import format_number
from reports import figures, rollups
from teams import tree
from teams.models import Area, Containment
from tests.closed import check_answer
from tests.conftest import LAST_MONTH

MONTH = f"{LAST_MONTH:%Y-%m}"


def page_of(area):
    return reverse("reports:dashboard", args=[area.pk])


def test_each_role_is_led_to_its_own_area(cast, client):
    for role, area in [
        ("administrator", cast.areas.region),
        ("leadership", cast.areas.region),
        ("officer_a", cast.areas.new_a),
        ("leader_a1", cast.areas.a1),
    ]:
        client.force_login(getattr(cast, role))
        assert client.get(reverse("reports:dashboard")).url == page_of(area), role
    client.force_login(cast.agency_lead)
    assert client.get(reverse("reports:dashboard")).url == reverse("home")


@pytest.mark.usefixtures("counted")
def test_figures_parts_and_the_way_down(cast, client, django_assert_max_num_queries):
    client.force_login(cast.leadership)
    with django_assert_max_num_queries(12):
        page = client.get(page_of(cast.areas.region))
    assert page.context["period"].code == MONTH
    lines = {line.label: {c.one.code: c.value for c in line.cells} for line in page.context["lines"]}
    assert {name: numbers["poor_households"] for name, numbers in lines.items()} == {"Xã Mường Chà": 1, "Xã Nà Hỳ": 1}
    body = page.content.decode()
    assert page_of(cast.areas.new_b) in body
    assert reverse("reports:figure_rows", args=["poor_households", cast.areas.new_b.pk, MONTH]) in body
    with django_assert_max_num_queries(12):
        commune = client.get(page_of(cast.areas.new_a))
    assert commune.context["crumbs"][0][0] == cast.areas.region.name
    with django_assert_max_num_queries(12):
        village = client.get(page_of(cast.areas.a1))
    assert [label for label, _ in village.context["crumbs"]] == [cast.areas.region.name, cast.areas.new_a.name]
    assert [row["team"].pk for row in village.context["teams"]] == [cast.team_a1.pk]


@pytest.mark.usefixtures("counted")
def test_the_month_is_chosen_and_nonsense_is_not_found(cast, client):
    client.force_login(cast.leadership)
    url = page_of(cast.areas.region)
    assert client.get(f"{url}?month=2025-05").context["period"].code == "2025-05"
    assert client.get(f"{url}?month=2099-05").context["period"].first_month == rollups.current_month()
    assert client.get(f"{url}?month=thang").status_code == 404


@pytest.mark.parametrize(
    ("role", "seen", "hidden"),
    [
        ("officer_a", ["new_a", "a1", "a2"], ["region", "province", "new_b", "b1"]),
        ("leadership", ["region", "new_a", "new_b", "b1"], ["province", "district"]),
        ("leader_a1", ["a1"], ["a2", "new_a", "region", "b1"]),
        ("agency_lead", ["a1"], ["a2", "b1", "new_a"]),
        ("stranger", [], ["new_a", "a1", "region"]),
        ("administrator", ["province", "district", "old_a", "a1"], []),
    ],
)
def test_only_areas_in_scope(cast, client, role, seen, hidden):
    client.force_login(getattr(cast, role))
    for key in seen:
        area = getattr(cast.areas, key)
        assert client.get(page_of(area)).context["area"] == area
    for key in hidden:
        check_answer(client.get(page_of(getattr(cast.areas, key))), 404, key)


@pytest.mark.usefixtures("counted")
def test_nothing_of_another_commune_is_in_the_page(cast, client):
    client.force_login(cast.officer_a)
    body = client.get(page_of(cast.areas.new_a)).content.decode()
    assert "Huổi Thử" in body
    assert "Mẫu Đá" not in body
    assert "Nà Hỳ" not in body


def test_a_commune_that_lies_only_partly_in_the_region_shows_only_that_part(cast, client):
    alien = history.create(Area(level="village", code="x.1", name="Bản Ngoài"), by=None)
    commune = cast.areas.new_b
    history.create(Containment(child=alien, parent=commune, valid_from=commune.valid_from), by=None)
    tree.rebuild_paths()
    rollups.take_waiting()
    client.force_login(cast.leadership)
    page = client.get(page_of(commune))
    assert page.context["inside"] == cast.areas.region
    body = page.content.decode()
    assert "Bản Ngoài" not in body
    assert "Mẫu Đá" in body


def test_how_fresh_it_is(cast, client):
    client.force_login(cast.leadership)
    page = client.get(page_of(cast.areas.region))
    assert page.context["waiting"] > 0
    rollups.take_waiting()
    page = client.get(page_of(cast.areas.region))
    assert page.context["waiting"] == 0
    assert page.context["counted_at"] is not None


@pytest.mark.usefixtures("counted")
def test_as_many_queries_for_thirty_villages(cast, client, many_teams, thirty_more, django_assert_num_queries):
    client.force_login(cast.officer_a)
    url = page_of(cast.areas.new_a)
    client.get(url)
    before = many_teams.queries(client, url)
    thirty_more()
    with django_assert_num_queries(before):
        page = client.get(url)
    assert len(page.context["lines"]) == 32


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("part", ["Q{q}", "H{h}", "9M", ""])
def test_a_longer_period_has_its_own_figures(part, cast, client, django_assert_max_num_queries):
    client.force_login(cast.leadership)
    parts = part.format(q=(LAST_MONTH.month + 2) // 3, h=1 if LAST_MONTH.month <= 6 else 2)
    code = "-".join(filter(None, [str(LAST_MONTH.year), parts]))
    with django_assert_max_num_queries(13):
        page = client.get(page_of(cast.areas.region), {"period": code})
    period = page.context["period"]
    assert period.code == code
    value = figures.read(cast.areas.region, period, ["resources_value"])["resources_value"]
    [shown] = [cell.value for cell in page.context["whole"].cells if cell.one.code == "resources_value"]
    assert shown == value
    [key] = [k for k in page.context["key_figures"] if f"/{code}/" in k["href"] and "resources_value" in k["href"]]
    assert key["value"] == (format_number(value / 1_000_000, 1) if value is not None else None)
    assert f"period={code}" in page.context["lines"][0].url


@pytest.mark.usefixtures("counted")
def test_a_period_that_has_not_begun_is_not_shown(cast, client):
    client.force_login(cast.leadership)
    for code in ("2099-Q2", "2099", "2099-H1"):
        page = client.get(page_of(cast.areas.region), {"period": code})
        assert page.context["period"].first_month <= rollups.current_month(), code
    assert client.get(page_of(cast.areas.region), {"period": "2025-Q9"}).status_code == 404
