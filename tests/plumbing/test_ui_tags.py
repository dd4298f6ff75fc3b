"""Each component's tag, rendered: what it says, what it escapes, what it leaves out."""

import datetime as dt
from types import SimpleNamespace

import django_filters
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import get_template
from django.utils import translation

from plumbing.tables import Column, Table
from plumbing.templatetags.filter_parts import chips


def render(text, rf=None, path="/", **values):
    context = RequestContext(rf.get(path), values) if rf else Context(values)
    return Template(text).render(context)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_icon_alone_is_decoration_and_with_label_is_an_image():
    assert 'aria-hidden="true"' in render('{% icon "team" %}')
    labelled = render('{% icon "lock" label=words %}', words='Locked "for good"')
    assert 'role="img"' in labelled
    assert "&quot;for good&quot;" in labelled


def test_status_has_tone_icon_and_words():
    badge = render('{% status "late" %}')
    assert "cn-bad" in badge
    assert "#late" in badge
    assert "Late" in badge


def test_status_of_unknown_state_shows_its_label_escaped():
    assert "&lt;b&gt;" in render('{% status "x" label=words %}', words="<b>")


@pytest.mark.parametrize(
    ("language", "text", "value", "shown"),
    [
        ("vi", "{{ v|number }}", 1234567.5, "1.234.567,5"),
        ("en", "{{ v|number }}", 1234567.5, "1,234,567.5"),
        ("vi", "{{ v|number:1 }}", 0.25, "0,3"),
        ("vi", "{{ v|number }}", None, ""),
        ("vi", "{{ v|number }}", 0, "0"),
        ("vi", "{{ v|share }}", 0.1063, "10,6%"),
        ("vi", "{{ v|money }}", 1500000, "1.500.000 đồng"),
        ("vi", "{{ v|day }}", dt.date(2025, 11, 5), "05/11/2025"),
        ("vi", "{{ v|day }}", None, ""),
        ("vi", "{{ v|month }}", dt.date(2026, 6, 1), "Tháng 6/2026"),
        ("en", "{{ v|month }}", dt.date(2026, 6, 1), "June 2026"),
        ("vi", "{{ v|month_inside }}", dt.date(2026, 6, 1), "tháng 6/2026"),
        ("en", "{{ v|month_inside }}", dt.date(2026, 6, 1), "June 2026"),
        ("en", "{{ v|moment }}", dt.datetime(2026, 6, 5, 20, 30, tzinfo=dt.UTC), "03:30 06/06/2026"),
    ],
)
def test_filters(language, text, value, shown):
    with translation.override(language):
        assert render(text, v=value) == shown


@pytest.mark.parametrize(
    ("change", "better", "verdict", "trend"),
    [
        (3, "up", "is-good", "up"),
        (3, "down", "is-bad", "up"),
        (-3, "down", "is-good", "down"),
        (-3, "none", "", "down"),
    ],
)
def test_kpi_change(change, better, verdict, trend):
    card = render('{% kpi "Poor" "12" change=c better=b %}', c=change, b=better)
    assert f"trend-{trend}" in card
    assert f'class="cn-change {verdict}"' in card


def test_kpi_without_value_shows_a_dash_and_zero_shows_zero():
    assert "–" in render('{% kpi "Poor" v %}', v=None)
    assert '<div class="cn-kpi-value">0</div>' in render('{% kpi "Poor" v %}', v=0)


def test_blocks_keep_their_html_and_escape_what_is_passed():
    page = render("{% page_header title=t %}<a href='#'>x</a>{% endpage_header %}", t="<i>")
    assert "<a href='#'>x</a>" in page
    assert "&lt;i&gt;" in page
    assert "{% page" not in page


def test_dialog_opens_by_address_without_script():
    box = render('{% dialog "void" title="Void" %}<p>Why?</p>{% enddialog %}')
    assert '<dialog id="void" aria-labelledby="void-title">' in box


def test_breadcrumb_links_all_but_the_last():
    trail = render('{% breadcrumb "Teams" "/teams/" "Bản A" %}')
    assert '<a href="/teams/">Teams</a>' in trail
    assert '<li aria-current="page">Bản A</li>' in trail


def test_steps_mark_done_and_here():
    shown = render("{% steps items 2 %}", items=[("File", "/f/"), "Check", "Commit"])
    assert '<li class="is-done"><a href="/f/">File</a>' in shown
    assert '<li aria-current="step"><span>Check</span>' in shown
    assert "Step 2 of 3" in shown


def test_progress_polls_only_while_it_runs():
    assert 'data-poll-url="/j/"' in render('{% progress "/j/" "running" 3 10 %}')
    assert "data-poll-url" not in render('{% progress "/j/" "done" 10 10 %}')


def test_timeline_shows_changes():
    entry = {
        "title": "Changed",
        "at": dt.datetime(2026, 6, 5, tzinfo=dt.UTC),
        "by": "A",
        "changes": [("Day", "", "1/2")],
    }
    shown = render("{% timeline entries %}", entries=[entry])
    assert "<ins>1/2</ins>" in shown
    assert "07:00 05/06/2026" in shown


def test_wall_shows_state_as_icon_and_words():
    tile = {"label": "Mốc 4", "url": "/t/", "state": "late"}
    shown = render("{% wall groups %}", groups=[{"label": "Xã A", "tiles": [tile]}])
    assert 'class="cn-tile cn-bad"' in shown
    assert "#late" in shown
    assert "Late" in shown


def test_conflict_offers_both_versions():
    shown = render("{% conflict rows %}", rows=[SimpleNamespace(name="place", label="Place", mine="A", theirs="<B>")])
    assert shown.count('name="conflict_place"') == 2
    assert "&lt;B&gt;" in shown


def test_pager_keeps_the_filters(rf):
    page = Paginator(range(500), 10).get_page(7)
    shown = render("{% pager page %}", rf, "/?q=dien&page=7", page=page)
    assert 'href="?q=dien&amp;page=8" rel="next"' in shown
    assert '<span class="page-link" aria-current="page">7</span>' in shown


def test_pager_of_one_page_is_nothing(rf):
    assert render("{% pager page %}", rf, page=Paginator(range(5), 10).get_page(1)).strip() == ""


def test_month_chooser_steps_and_keeps_the_rest(rf):
    shown = render(
        "{% month_chooser m first=f last=l %}", rf, "/?area=3&month=2026-05&page=2",
        m=dt.date(2026, 5, 1), f=dt.date(2026, 4, 1), l=dt.date(2026, 5, 1),
    )  # fmt: skip
    assert 'href="?area=3&amp;page=2&amp;month=2026-04"' in shown
    assert "month=2026-06" not in shown
    assert '<input type="hidden" name="area" value="3">' in shown
    assert '<option value="2026-05" selected>May 2026</option>' in shown


class SampleForm(forms.Form):
    q = forms.CharField(label="Search", required=False)
    state = forms.ChoiceField(label="State", choices=[("", "All"), ("late", "Late")], required=False)
    on = forms.DateField(label="Day", required=False)
    mine = forms.BooleanField(label="Mine", required=False)


def test_chips_speak_and_each_removes_itself(rf):
    request = rf.get("/?q=dien&state=late&on=2026-06-05&page=3")
    made = {chip.label: chip for chip in chips(SampleForm(request.GET), request.GET)}
    assert {label: chip.value for label, chip in made.items()} == {
        "Search": "dien",
        "State": "Late",
        "Day": "05/06/2026",
    }
    assert made["State"].url == "?q=dien&on=2026-06-05"


def test_filter_bar_counts_and_exports_what_is_filtered(rf):
    class Sample(django_filters.FilterSet):
        q = django_filters.CharFilter(label="Search")

    rows = SimpleNamespace(model=None, all=lambda: rows)
    request = rf.get("/?q=dien&page=2")
    shown = render(
        "{% filter_bar f total=1234 export_url='/x/' %}", rf, "/?q=dien&page=2", f=Sample(request.GET, queryset=rows)
    )
    assert 'href="/x/?q=dien&amp;export=xlsx"' in shown
    assert "1,234 rows" in shown
    assert '<input type="search" name="q" value="dien"' in shown


def test_table_labels_each_cell_for_a_phone_and_marks_the_order(rf):
    class Sample(Table):
        name = Column("Team")
        size = Column("Size")

    rows = [{"name": "A", "size": 3}, {"name": "B", "size": 5}]
    shown = render("{% include 'components/table.html' %}", rf, table=Sample(rows, sort=["-name"]))
    assert 'data-label="Team"' in shown
    assert 'aria-sort="descending"' in shown
    assert shown.index(">B<") < shown.index(">A<")


def test_empty_table_says_so(rf):
    class Sample(Table):
        name = Column("Team")
        empty_text = "No team matches."

    shown = render("{% include 'components/table.html' %}", rf, table=Sample([]))
    assert "No team matches." in shown
    assert "<table" not in shown


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_error_page_needs_neither_request_nor_database(code):
    """Django renders 400 and 500 without a request; this test may not touch the database either."""
    shown = get_template(f"{code}.html").render()
    assert shown.count("<h1>") == 1
    assert 'class="btn btn-primary"' in shown
    assert "<form" not in shown
