"""The portal's components as template tags and filters. Loaded everywhere, no {% load %} needed.

templates/components/README.md shows how each one is called. A tag that stands in every row of a list (icon,
status, the filters) builds its few characters here; the others render a template of templates/components.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from plumbing import dates, numbers
from plumbing.charts import sparkline
from plumbing.problems import REASON_FIELD, wrong_fields
from plumbing.query_strings import with_query
from plumbing.states import STATES, UNKNOWN
from plumbing.templatetags.filter_parts import Part, chips, parts

register = template.Library()

# kind of a callout or message -> (tone, icon)
KINDS = {
    "info": ("info", "info"),
    "success": ("ok", "ok"),
    "warning": ("warn", "warning"),
    "error": ("bad", "error"),
    "danger": ("bad", "error"),
    "debug": ("calm", "info"),
}


# --- small pieces -----------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", classes: str = "") -> SafeString:
    """Return one icon of the sprite; without `label` it is decoration that a screen reader skips."""
    return _icon(_sprite(), name, str(label), classes)


@lru_cache(maxsize=1)
def _sprite() -> str:
    """Return the sprite's address: a page asks for it a hundred times, and it is the same until a restart."""
    return static("vendor/icons.svg")


@lru_cache(maxsize=1024)
def _icon(sprite: str, name: str, label: str, classes: str) -> SafeString:
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', f"icon {classes}".strip(), role, sprite, name)


@register.simple_tag
def status(state: str, label: str = "") -> SafeString:
    """Return the badge of a state: tone, icon and words (its own, or `label`)."""
    tone, sign, words = STATES.get(str(state), UNKNOWN)
    return _status(tone, icon(sign), str(label or words or state))


@lru_cache(maxsize=512)
def _status(tone: str, image: SafeString, words: str) -> SafeString:
    """Return a badge; a long list shows the same few a hundred times. Its words are always plain text."""
    return format_html('<span class="cn-status cn-{}">{}{}</span>', tone, image, words + "")


@register.filter
def tel(phone: str) -> str:
    """Return the first number of what was written as a phone, as a device dials it: "0912.345.678 / 0987…"."""
    first = re.split(r"[/,;()]", phone)[0]
    return ("+" if first.strip().startswith("+") else "") + re.sub(r"\D", "", first)


@register.filter
def tone(state: str) -> str:
    """Return the tone class of a state, for a tile or a row that is coloured by it."""
    return f"cn-{STATES.get(str(state), UNKNOWN)[0]}"


@register.filter
def state_icon(state: str) -> SafeString:
    return icon(STATES.get(str(state), UNKNOWN)[1])


@register.filter
def state_label(state: str) -> str | Promise:
    return STATES.get(str(state), UNKNOWN)[2]


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """Show 1234567.5 as 1.234.567,5 in Vietnamese and 1,234,567.5 in English; nothing for None."""
    return "" if value is None or value == "" else numbers.format_number(value, decimals)


@register.filter
def money(value: Any) -> str:
    """Show an amount of đồng."""
    return "" if value is None or value == "" else numbers.format_money(value)


@register.filter
def share(value: Any) -> str:
    """Show a fraction from 0 to 1 as per cent."""
    return "" if value is None or value == "" else numbers.format_share(value)


@register.filter
def day(value: date | None) -> str:
    return dates.format_date(value) if value else ""


@register.filter
def month(value: date | None) -> str:
    return str(dates.Period.of_month(value).label) if value else ""


@register.filter
def month_inside(value: date | None) -> str:
    """Show a month inside a sentence."""
    return dates.month_inside(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Show a time in the office's own zone: 14:05 05/11/2025."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{local:%H:%M} {dates.format_date(local)}"


# --- parts of a page --------------------------------------------------------------------------------------------


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*labels_and_urls: str) -> dict[str, Any]:
    """Show the way here: label, url, label, url, …, label of this page."""
    labels, urls = labels_and_urls[::2], labels_and_urls[1::2]
    return {"steps": list(zip(labels, urls, strict=False)), "here": labels[-1] if len(labels) > len(urls) else ""}


@register.simple_block_tag(takes_context=True)
def page_header(context: RequestContext, content: str, title: str, subtitle: str = "") -> SafeString:
    """Show the h1 with its subtitle and the page's “?”; the block's content is the page's actions."""
    request: HttpRequest | None = context.get("request")
    page = request.resolver_match.view_name if request and request.resolver_match else ""
    actions = mark_safe(content.strip())  # noqa: S308 -- rendered by the template
    return _render("page_header", title=title, subtitle=subtitle, actions=actions, page=page)


@register.simple_block_tag
def card(content: str, title: str = "", sign: str = "", url: str = "", link: str = "", classes: str = "") -> SafeString:
    """Frame the content; `url` and `link` put a link at the head's end."""
    return _render("card", content=content, title=title, sign=sign, url=url, link=link, classes=classes)


@register.simple_block_tag
def callout(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Frame a note: info, success, warning or error."""
    tone_name, sign = KINDS.get(kind, KINDS["info"])
    return _render("callout", content=content, tone=tone_name, sign=sign, title=title, kind=kind)


@register.inclusion_tag("components/refused.html")
def refused(*forms: Any, whole: bool = True) -> dict[str, Any]:
    """List what a form that comes back was refused for: each field by its name, with the reason and a link to it.

    Without `whole` only fields are listed: `{% crispy form %}` says itself what is wrong with the whole.
    """
    bound = [form for form in forms if form and form.is_bound]
    lines = [(f"#div_{form[name].auto_id}", label, text) for form in bound for name, label, text in wrong_fields(form)]
    sentences = [error for form in bound if whole for error in form.non_field_errors()]
    typed = next(filter(None, (form.data.get(REASON_FIELD) for form in bound)), "")
    asks = typed or any(getattr(form, "asks_reason", False) for form in bound)
    return {"sentences": sentences, "lines": lines, "reason_field": REASON_FIELD if asks else "", "reason": typed}


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """Hold a form that opens over the page from `<a href="#id" data-dialog="id">`; works without JavaScript."""
    return _render("dialog", content=content, id=id, title=title)


@register.inclusion_tag("components/kpi.html")
def kpi(
    label: str,
    value: Any,
    unit: str = "",
    change: Any = None,
    change_label: str = "",
    better: str = "up",
    href: str = "",
    spark: Sequence[float | None] | None = None,
    hint: str = "",
) -> dict[str, Any]:
    """Show one figure. `value` and `change_label` come formatted; the sign of `change` gives arrow and colour."""
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "trend": _trend(change),
        "change_label": change_label or ("" if change is None else numbers.format_number(change)),
        "verdict": _verdict(change, better),
        "href": href,
        "spark": sparkline(spark, label) if spark else "",
        "hint": hint,
    }


def _trend(change: Any) -> str:
    if change is None:
        return ""
    return "flat" if change == 0 else "up" if change > 0 else "down"


def _verdict(change: Any, better: str) -> str:
    """Return is-good, is-bad or nothing; `better` is "up", "down" or "none"."""
    if not change or better == "none":
        return ""
    return "is-good" if (change > 0) == (better == "up") else "is-bad"


@register.inclusion_tag("components/empty.html")
def empty(
    title: str, text: str = "", sign: str = "empty", action_url: str = "", action_label: str = ""
) -> dict[str, str]:
    return {"title": title, "text": text, "sign": sign, "action_url": action_url, "action_label": action_label}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Sequence[Any]], label: str = "") -> dict[str, Any]:
    """Show tabs from (label, url, is_active) or (label, url, is_active, count)."""
    return {"items": [(*item, None)[:4] for item in items], "label": label}


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[Any], current: int) -> dict[str, Any]:
    """Show the steps of a wizard, labels or (label, url) pairs; `current` counts from 1."""
    pairs = [item if isinstance(item, (tuple, list)) else (item, "") for item in items]
    states = [
        (label, url, "done" if place < current else "here" if place == current else "")
        for place, (label, url) in enumerate(pairs, start=1)
    ]
    return {"items": states, "current": current, "total": len(states)}


@register.inclusion_tag("components/progress.html")
def progress(poll_url: str, state: str, done: int = 0, total: int = 0, message: str = "") -> dict[str, Any]:
    """Show a job's progress; the page asks `poll_url` for {state, done, total, message, url} until it has ended."""
    return {
        "poll_url": poll_url if state in {"pending", "running"} else "",
        "state": state,
        "done": done,
        "total": total,
        "message": message,
    }


@register.inclusion_tag("components/description_list.html")
def description_list(rows: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Show (label, value) pairs; an empty value shows a dash."""
    return {"rows": rows}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any], shown: int | None = None) -> dict[str, Any]:
    """Show a history; each entry has title, at, by and may have detail, state, url, changes (name, old, new).

    `shown`: how many stand there at once; the older ones are folded.
    """
    found = list(entries)
    # To fold one or two would take as much room as they do.
    return {"parts": [found[:shown], found[shown:]] if shown and len(found) > shown + 2 else [found]}


@register.inclusion_tag("components/conflict.html")
def conflict(rows: Iterable[Any], mine: str = "", theirs: str = "") -> dict[str, Any]:
    """Show fields (name, label, mine, theirs) with a choice for each; posted as conflict_<name> = mine | theirs."""
    return {"rows": rows, "mine": mine, "theirs": theirs}


# --- lists ------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: RequestContext, page: Page, field: str = "page") -> dict[str, Any]:
    """Show the pages of a list as links that keep the filters of the address."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        (place, "" if place == page.paginator.ELLIPSIS else _query(context, **{field: place}), place == page.number)
        for place in around
    ]
    before = _query(context, **{field: page.number - 1}) if page.has_previous() else ""
    after = _query(context, **{field: page.number + 1}) if page.has_next() else ""
    return {"page": page, "links": links, "before": before, "after": after}


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(
    context: RequestContext, filterset: Any, total: int | None = None, export_url: str = ""
) -> dict[str, Any]:
    """Show a django-filter form with chips of what is set, the count and the Excel link; works without JavaScript."""
    data = _query_data(context)
    shown: list[Part] = parts(filterset.form)
    return {
        "parts": [part for part in shown if not part.is_hidden],
        "hidden": [part for part in shown if part.is_hidden],
        "chips": chips(filterset.form, data),
        "total": total,
        "export_url": f"{export_url}{_query(context, page=None, export='xlsx')}" if export_url else "",
        "sort": data.get("sort", ""),
        "kept_columns": data.get("columns", ""),
        "columns": context.get("columns"),
        "saved_filters": context.get("saved_filters"),
        "request": context.get("request"),
        "prefix": filterset.form.prefix or "filter",
        "errors": filterset.form.errors,
    }


@register.inclusion_tag("components/month_chooser.html", takes_context=True)
def month_chooser(
    context: RequestContext, chosen: date, first: date | None = None, last: date | None = None, field: str = "month"
) -> dict[str, Any]:
    """Step through months (dates of their first days) or choose one; the address carries ?month=2026-06."""
    until = last or dates.month_of(timezone.localdate())
    since = first or dates.add_months(until, -35)
    months = sorted({*dates.month_range(since, until), chosen}, reverse=True)
    earlier, later = dates.add_months(chosen, -1), dates.add_months(chosen, 1)
    kept = _query_data(context)
    return {
        "options": format_html_join(
            "", '<option value="{}"{}>{}</option>', map(partial(_month_option, chosen), months)
        ),
        "field": field,
        "earlier": _query(context, **{field: f"{earlier:%Y-%m}"}) if chosen > since else "",
        "later": _query(context, **{field: f"{later:%Y-%m}"}) if chosen < until else "",
        "kept": [(name, value) for name in kept if name not in {field, "page"} for value in kept.getlist(name)],
    }


def _month_option(chosen: date, one: date) -> tuple[str, str, str]:
    return f"{one:%Y-%m}", mark_safe(" selected") if one == chosen else "", month(one)


def _render(name: str, **values: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", values)


def _query_data(context: RequestContext) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET if request else QueryDict()


def _query(context: RequestContext, **changes: Any) -> str:
    """Return the address's query with `changes`; None takes a name away."""
    return with_query(_query_data(context), **changes)
