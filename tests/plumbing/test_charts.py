"""Charts are well-formed SVG that says its values, leaves gaps open and escapes every name."""

from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import translation

from plumbing import charts
from plumbing.charts import Series, nice_ticks

SVG = "{http://www.w3.org/2000/svg}"


def parse(svg):
    return ElementTree.fromstring(str(svg))  # noqa: S314 -- our own text


@pytest.mark.parametrize(
    ("low", "high", "first", "last"),
    [(0, 41, 0, 60), (0, 0.62, 0, 0.8), (-3, 9, -5, 10), (0, 0, 0, 1), (0, 2_400_000_000, 0, 3_000_000_000)],
)
def test_ticks_are_round_and_enclose_the_values(low, high, first, last):
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert (ticks[0], ticks[-1]) == (first, last)
    assert len(ticks) <= 7


def test_line_breaks_at_a_gap():
    svg = parse(charts.line(["1", "2", "3", "4"], [Series("A", [1, 2, None, 3])], "Meetings"))
    path = next(p for p in svg.iter(f"{SVG}path") if p.get("class") == "ch-line ch-s1")
    assert path.get("d").count("M") == 2
    assert len([p for p in svg.iter(f"{SVG}path") if p.get("class") == "ch-dot ch-f1"]) == 3


def test_an_axis_of_counts_begins_at_zero_and_one_of_shares_shows_its_break():
    """121 teams and then 113 are no collapse."""
    values = [Series("A", [121, 113])]
    counts = charts.line(["1", "2"], values, "Teams")
    assert ">0<" in counts
    assert "ch-break" not in counts
    shares = charts.line(["1", "2"], values, "Rates", is_share=True)
    assert ">0<" not in shares
    assert shares.count("ch-break") == 1
    assert "ch-break" not in charts.line(["1", "2"], [Series("A", [0, 60])], "Rates", is_share=True)


def test_line_says_title_description_and_points():
    svg = parse(charts.line(["6/2026"], [Series("A", [1234.5])], "Rate", "by month"))
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "Rate"
    assert svg.find(f"{SVG}desc").text == "by month"
    with translation.override("vi"):
        words = charts.line(["6/2026"], [Series("A", [1234.5])], "Rate")
    assert "A, 6/2026: 1.234,5" in words


def test_series_differ_by_more_than_their_colour():
    """Each line has its own mark, each part of a bar but the first its own hatching; the legend shows the same."""
    names = ["a", "b", "c", "d", "e", "f"]
    lines = parse(charts.line(["1"], [Series(name, [place]) for place, name in enumerate(names)], "Lines"))
    marks = [p.get("d").split("m", 1)[1] for p in lines.iter(f"{SVG}path") if "ch-dot" in p.get("class")]
    assert len(set(marks)) == len(names)
    legend = charts.legend(names, is_line=True)
    assert [mark for mark in marks if f"m{mark}" not in legend] == []
    bars = parse(charts.stacked_bar(["1"], [Series(name, [50]) for name in names], "Bars"))
    hatches = [p.get("d") for p in bars.iter(f"{SVG}path") if p.get("class") == "ch-hatch"]
    assert len({"".join(d for d in hatch if d.isalpha()) for hatch in hatches}) == len(names) - 1
    assert charts.legend(names).count("ch-hatch") == len(names) - 1


def test_a_chart_is_heard_without_its_table():
    series = [Series("Poor", [62.5, None, 55.8]), Series("None", [None, None, None])]
    with translation.override("en"):
        svg = parse(charts.line(["8/26", "9/26", "10/26"], series, "Rate"))
    assert svg.find(f"{SVG}desc").text == "Poor: 62.5 in 8/26, 55.8 in 10/26."


def last_words(svg):
    return [(t.text, float(t.get("y"))) for t in svg.iter(f"{SVG}text") if t.get("class") == "ch-value"]


def test_the_last_value_is_written_once_where_values_meet():
    apart = parse(charts.line(["1", "2"], [Series("a", [1, 2]), Series("b", [90, 88])], "Lines"))
    assert [words for words, _y in last_words(apart)] == ["2", "88"]
    met = parse(charts.line(["1", "2"], [Series("a", [1, 88]), Series("b", [0, 88])], "Lines"))
    assert [words for words, _y in last_words(met)] == ["88"]
    assert last_words(parse(charts.bar(["1", "2"], [5, None], "Bars"))) == []
    assert [words for words, _y in last_words(parse(charts.bar(["1", "2"], [5, 7], "Bars")))] == ["7"]


def test_bars_are_as_high_as_their_values():
    svg = parse(charts.bar(["a", "b"], [10, 20], "Bars"))
    low, high = [float(rect.get("height")) for rect in svg.iter(f"{SVG}rect")]
    assert high == pytest.approx(2 * low, abs=0.2)


def test_stacked_bars_stand_on_each_other():
    svg = parse(charts.stacked_bar(["a"], [Series("x", [10]), Series("y", [20])], "Bars"))
    lower, upper = list(svg.iter(f"{SVG}rect"))
    assert float(upper.get("y")) + float(upper.get("height")) == pytest.approx(float(lower.get("y")), abs=0.2)
    assert (lower.get("class"), upper.get("class")) == ("ch-bar ch-gap ch-f1", "ch-bar ch-gap ch-f2")


def test_bars_without_values_draw_nothing():
    svg = parse(charts.bar(["a", "b"], [None, 0], "Bars"))
    assert list(svg.iter(f"{SVG}rect")) == []


def test_each_bar_leads_to_its_rows_and_is_named():
    svg = parse(charts.horizontal_bar(["Nà Hỳ", "Si Pa Phìn"], [3, 4], "Communes", hrefs=["/a/?x=1&y=2", "/b/"]))
    links = list(svg.iter(f"{SVG}a"))
    assert [link.get("href") for link in links] == ["/a/?x=1&y=2", "/b/"]
    assert links[0].get("aria-label") == "Nà Hỳ: 3"
    assert svg.get("role") == "group"


def test_names_are_escaped():
    evil = '<script>"x"</script>'
    picture = charts.horizontal_bar([evil], [1], evil, evil, hrefs=[f"/{evil}"])
    assert "<script" not in picture
    parse(picture)


def test_no_inline_style():
    drawn = [
        charts.sparkline([1, 2]),
        charts.line(["a", "b"], [Series("x", [1, 2])], "t"),
        charts.stacked_bar(["a"], [Series("x", [1])], "t"),
        charts.horizontal_bar(["a"], [1], "t"),
        charts.legend(["a", "b"]),
    ]
    assert "style=" not in "".join(drawn)


def test_sparkline_needs_two_points():
    assert charts.sparkline([None, 3]) == ""
    assert charts.sparkline([3, 3]) != ""
    assert charts.sparkline([]) == ""


@pytest.mark.parametrize(("language", "value", "shown"), [("en", 2_500_000, "2.5 m"), ("en", 0.25, "0.25")])
def test_axis_numbers_are_short(language, value, shown):
    with translation.override(language):
        assert charts.short_number(value) == shown


def test_tag_prints_the_figures_as_a_table():
    with translation.override("en"):
        page = Template('{% load charts %}{% line_chart labels series "Rate" %}').render(
            Context({"labels": ["5/2026", "6/2026"], "series": [("A", [1, None]), ("B", [2, 3])]})
        )
    assert '<th scope="row">6/2026</th><td class="num">–</td><td class="num">3</td>' in page
    assert 'class="cn-chart-legend"' in page


def test_lying_bars_show_given_words():
    page = Template('{% load charts %}{% horizontal_bar_chart labels values "Rate" shown=words %}').render(
        Context({"labels": ["Nà Hỳ"], "values": [0.5], "words": ["50 %"]})
    )
    assert page.count("50 %") == 2


def test_what_is_counted_has_no_halves_on_its_axis():
    assert nice_ticks(26, 27, whole=True) == [26, 27]
    assert nice_ticks(0, 9, whole=True) == [0, 5, 10]
    assert nice_ticks(113, 119, whole=True) == [112, 114, 116, 118, 120]
    assert nice_ticks(26, 27) != [26, 27]
