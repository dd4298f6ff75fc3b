"""A chart of the dashboard as a file that stands alone."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from plumbing import charts
from plumbing.chart_files import STYLES, as_file
from plumbing.charts import Series
from tests.closed import check_answer, check_visitor_signs_in
from tests.conftest import LAST_MONTH

STATIC = Path(settings.BASE_DIR) / "static" / "css"
SVG = "{http://www.w3.org/2000/svg}"


def url(area, chart="poverty", period=f"{LAST_MONTH:%Y-%m}"):
    return f"/dashboard/{area.pk}/{period}/{chart}.svg"


@pytest.mark.parametrize("chart", ["poverty", "teams", "people", "resources"])
def test_is_the_picture_of_the_page(cast, sign_in, chart):
    client = sign_in(cast.leadership)
    response = client.get(url(cast.areas.region, chart))
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == f'attachment; filename="{chart}-103-{LAST_MONTH:%Y-%m}.svg"'
    text = response.content.decode()
    root = ElementTree.fromstring(text)  # noqa: S314 -- our own text
    drawn = next(root.iter(f"{SVG}svg")).findall(f"{SVG}svg")[0]
    page = client.get(f"/dashboard/{cast.areas.region.pk}/?month={LAST_MONTH:%Y-%m}").content.decode()
    shapes = [path.get("d") for path in drawn.iter(f"{SVG}path")]
    shapes += [f'x="{box.get("x")}" y="{box.get("y")}"' for box in drawn.iter(f"{SVG}rect")]
    assert shapes
    assert [shape for shape in shapes if shape not in page] == []
    assert url(cast.areas.region, chart) in page


def test_needs_nothing_from_elsewhere(cast, sign_in):
    text = sign_in(cast.leadership).get(url(cast.areas.region)).content.decode()
    assert "var(--" not in text
    assert "Khu vực Nậm Pồ" in text
    assert "Tỷ lệ hộ cận nghèo, %" in text
    assert ".ch-s1{stroke: #1b5596" in text


def test_each_class_of_a_chart_has_its_rule():
    labels = ["1", "2", "3"]
    series = [Series(f"S{n}", [n, n + 1, n + 2]) for n in range(6)]
    for picture, is_line in (
        (charts.line(labels, series, "L"), True),
        (charts.stacked_bar(labels, series, "B"), False),
        (charts.horizontal_bar(labels, [1, 2, 3], "H"), False),
    ):
        text = as_file(picture, "Tên", [one.name for one in series], is_line=is_line)
        root = ElementTree.fromstring(text)  # noqa: S314 -- our own text
        rules = root.find(f"{SVG}style").text
        used = {name for one in root.iter() for name in (one.get("class") or "").split() if name.startswith("ch-")}
        # Names that only hook a hover or a narrow screen need no rule in a file.
        assert {name for name in used if f".{name}" not in rules} <= {"ch-bar", "ch-thin"}


def test_looks_like_the_page():
    """The stylesheet, with the light value of each colour, is what a file brings along."""
    source = {name: (STATIC / f"{name}.css").read_text() for name in ("10-tokens", "40-components")}
    light = dict(re.findall(r"(--cn-[\w-]+): (?:light-dark\()?(#[0-9a-f]{3,8})", source["10-tokens"]))
    rules = re.findall(r"^\.(ch-[\w-]+) \{ ([^}]*) \}", source["40-components"], flags=re.M)
    assert {
        name: re.sub(r"var\((--cn-[\w-]+)\)", lambda found: light[found[1]], body) for name, body in rules
    } == STYLES


def test_names_are_text_not_markup():
    picture = charts.line(["1"], [Series("A", [1])], "T")
    assert "<b>" not in as_file(picture, "<b>x</b>", ["<b>"], is_line=True)


@pytest.mark.parametrize(("chart", "period"), [("nonsense", "2026-01"), ("poverty", "2026-13"), ("poverty", "x")])
def test_unknown_is_not_found(cast, sign_in, chart, period):
    check_answer(sign_in(cast.leadership).get(url(cast.areas.region, chart, period)), 404)


def test_closed_to_others(cast, sign_in):
    check_visitor_signs_in(url(cast.areas.region))
    check_answer(sign_in(cast.leader_a1).get(url(cast.areas.b1)), 404)
    check_answer(sign_in(cast.officer_a).get(url(cast.areas.new_b)), 404)
