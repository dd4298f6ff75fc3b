"""The gallery: every component in its states, with made-up values, for whoever builds or checks a page."""

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from plumbing import tables, undo
from plumbing.choosing import Chooser
from plumbing.columns import Columns
from plumbing.dates import Period
from plumbing.listing import NumberColumn
from plumbing.selection import Step
from plumbing.states import STATES

MONTH = dt.date(2026, 6, 1)
NOW = dt.datetime(2026, 6, 5, 7, 30, tzinfo=dt.UTC)
SERIES = [
    ("A", [0.62, 0.6, 0.59, None, 0.55, 0.53, 0.5, 0.48]),
    ("B", [0.4, 0.41, 0.38, 0.37, 0.37, 0.33, 0.31, 0.3]),
    ("C", [0.2, 0.19, 0.19, 0.18, None, None, 0.15, 0.14]),
]


class SampleFilter(django_filters.FilterSet):
    """A filter without rows, only to be looked at."""

    q = django_filters.CharFilter(label=_("Search"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[("late", _("Late")), ("accepted", _("Accepted"))], empty_label=_("All")
    )
    day = django_filters.DateFilter(label=_("From day"), widget=forms.DateInput(attrs={"type": "date"}))


class SampleTable(tables.Table):
    """Rows of made-up teams."""

    name = tables.Column(_("Team"), link=lambda record: "#")
    commune = tables.Column(_("Commune"))
    state = tables.Column(_("State"))
    meetings = NumberColumn(_("Meetings"))
    empty_text = _("No row matches these filters.")

    @staticmethod
    def row_attributes(record: Any) -> str:
        return 'data-href="#" '

    def render_state(self, value: str, record: Any) -> SafeString:
        tone, _icon, words = STATES[value]
        return format_html('<span class="cn-status cn-{}">{}</span>', tone, words)


class SampleForm(forms.Form):
    """Fields of each kind, one of them wrong."""

    title = forms.CharField(label=_("Title"), help_text=_("A short line that the month's report can quote."))
    day = forms.DateField(label=_("Day"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("1", "A"), ("2", "B")])
    text = forms.CharField(label=_("What was done"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=_("The village was told"), required=False)


class SampleChoosers(forms.Form):
    """Selects that can be searched: a plain one and a tree."""

    village = forms.ChoiceField(
        label=_("Village"),
        required=False,
        widget=Chooser,
        choices=[("", _("All"))]
        + [(f"Xã Thử {letter}", [(f"{letter}{n}", f"Bản Điện {letter}{n}") for n in range(20)]) for letter in "ABC"],
    )
    person = forms.ChoiceField(
        label=_("Cadre"),
        required=False,
        widget=Chooser,
        choices=[("", "---------"), *((str(n), f"Người Mẫu {n}") for n in range(12))],
    )


class SampleTaps(forms.Form):
    """What a thumb fills in: chips, a day, numbers, one of them wrong."""

    outcome = forms.ChoiceField(
        label=_("Result"), choices=[("done", _("Done")), ("not_done", _("Not done"))], widget=forms.RadioSelect
    )
    day = forms.CharField(label=_("Day"))
    births = forms.IntegerField(label=_("Births"))
    wrong = forms.IntegerField(label=_("Households"), max_value=999)


SECTIONS = [
    ("look", _("Look")),
    ("fields", _("Fields and steps")),
    ("lists", _("Lists")),
    ("figures", _("Figures")),
    ("notices", _("Notices")),
]


def component_gallery(request: HttpRequest) -> HttpResponse:
    if "say" in request.GET:
        say_all(request)
    return render(
        request, "plumbing/component_gallery.html", {"sections": SECTIONS} | _parts() | _taps() | _lists(request)
    )


def say_all(request: HttpRequest) -> None:
    """Say one message of each kind, the first with a way to take it back."""
    nothing = undo.token_for(undo.Watched(0), request.user)
    messages.success(request, _("Done"), extra_tags=undo.UNDO_MARK + nothing)
    messages.info(request, _("Something to know"))
    messages.warning(request, _("Needs attention"))
    messages.error(request, _("Error"))


def _taps() -> dict[str, Any]:
    titles = [_("Meeting"), _("Tasks"), _("Check")]
    return {
        "taps": SampleTaps({"outcome": "done", "day": "30/06/2026", "births": "2", "wrong": "1000"}, auto_id="tap_%s"),
        "days": [("30/06/2026", _("End of the month")), ("05/07/2026", _("Next meeting"))],
        "steps": [
            {"id": f"step-{number}", "title": title, "sign": "check", "is_wrong": number == 2}
            for number, title in enumerate(titles, start=1)
        ],
    }


@lru_cache(maxsize=1)
def icon_names() -> list[str]:
    """Return the names of the sprite's icons."""
    return re.findall(r'<symbol id="([\w-]+)"', Path(str(finders.find("vendor/icons.svg"))).read_text())


def _parts() -> dict[str, Any]:
    labels = [f"{number}/2026" for number in range(1, 9)]
    return {
        "month": MONTH,
        "period": Period.parse("2026-Q2"),
        "choosers": SampleChoosers(auto_id="choose_%s"),
        "states": list(STATES),
        "spark": [30, 28, 29, None, 26, 25, 22, 21],
        "labels": labels,
        "series": SERIES,
        "values": [12, 30, 22, 8, 41, 17, 25, 36],
        "stack": [("A", [5, 9, 7, 3, 12, 6, 8, 9]), ("B", [4, 2, 6, 5, 9, 1, 0, 7])],
        "hrefs": [f"#{number}" for number in range(8)],
        "groups": _groups(),
        "history": _history(),
        "rows": [(_("Village"), "Bản Mẫu 1"), (_("Kind"), ""), (_("Amount"), "1 234 567")],
        "differences": [
            {"name": "place", "label": _("Place"), "mine": "Nhà văn hóa", "theirs": "Nhà trưởng bản"},
            {"name": "done", "label": _("Done"), "mine": "", "theirs": "3"},
        ],
        "tab_items": [(_("Members"), "#", True, 8), (_("Meetings"), "#", False, 24), (_("Activities"), "#", False)],
        "step_items": [_("File"), _("Columns"), _("Check"), _("Commit")],
        "jobs": [("pending", 0, 0), ("running", 340, 1200), ("done", 20, 20), ("failed", 7, 20)],
        "icons": icon_names(),
        "number_sample": 1234567.5,
        "now": NOW,
    }


def _lists(request: HttpRequest) -> dict[str, Any]:
    states = ["late", "accepted", "submitted", "draft"]
    records = [
        {"name": f"Bản Mẫu {n}", "commune": "Xã Thử", "state": states[n % 4], "meetings": n * 3} for n in range(1, 60)
    ]
    table = SampleTable(records, sort=tables.sorting(request))
    table.page = Paginator(table.rows, 8).get_page(request.GET.get("page"))
    sample = SampleFilter(request.GET or {"q": "bản", "state": "late"}, queryset=_NoRows())
    form = SampleForm({"title": "", "day": "31/02/2026", "kind": "1"}, auto_id="sample_%s")
    kept = [SimpleNamespace(pk=n, name=name, get_absolute_url="?q=b") for n, name in enumerate(["A", "B"], 1)]
    steps = [Step(_("Accept"), "", "ok"), Step(_("Return"), "", "returned")]
    return {
        "columns": Columns(request, SampleTable),
        "saved_filters": SimpleNamespace(rows=kept, query="q=b", page="/gallery/", current=kept[0]),
        "bulk_steps": steps,
        "table": table,
        "filter": sample,
        "form": form,
        "one_form": SampleForm(initial={"title": "A"}, auto_id="one_%s"),
        "empty_table": SampleTable([]),
    }


class _NoRows:
    """Stands where django-filter wants a queryset; the gallery filters nothing."""

    model = None

    def all(self) -> "_NoRows":
        return self


def _groups() -> list[SimpleNamespace]:
    names = ["locked", "accepted", "submitted", "returned", "draft", "open", "late"]
    return [
        SimpleNamespace(
            label=f"Xã Thử {letter}",
            url="#",
            note=_("%(late)s late") % {"late": size // 7},
            tiles=[
                SimpleNamespace(label=f"Bản Mẫu {n}", url="#", state=names[n % 7], note="", title=f"Bản Mẫu {n}")
                for n in range(size)
            ],
        )
        for letter, size in (("A", 9), ("B", 14))
    ] + [SimpleNamespace(label="Xã Thử C", url="#", note="", tiles=_scale())]


def _scale() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            label=f"Bản Mẫu {level}", url="#", tone=f"cn-level-{level}", sign=f"level-{level}", note=f"{level * 15} %",
            title=f"Bản Mẫu {level}", lines=["Xã Thử C"],
        )
        for level in range(1, 6)
    ]  # fmt: skip


def _history() -> list[dict[str, Any]]:
    changes = [(_("Place"), "Nhà văn hóa", "Nhà trưởng bản"), (_("Day"), "", "04/06/2026")]
    return [
        {"title": _("Accepted"), "at": NOW, "by": "Người Mẫu A", "state": "accepted"},
        {
            "title": _("Returned"),
            "at": NOW,
            "by": "Người Mẫu B",
            "state": "returned",
            "detail": _("Attendance is missing."),
        },
        {"title": _("Changed"), "at": NOW, "by": "Người Mẫu C", "changes": changes},
    ]
