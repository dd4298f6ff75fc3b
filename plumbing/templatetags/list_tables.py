"""The table of a list: `{% load render_table from list_tables %}`, `{% render_table table %}`."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context, RequestContext
from django.template.loader import get_template, render_to_string
from django.utils.html import conditional_escape, escape, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django_tables2 import Table
from django_tables2.columns import BoundColumn

from plumbing.columns import PASSING, Option
from plumbing.templatetags.ui import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def render_table(context: RequestContext, table: Table) -> SafeString:
    """Show a table in the page's own context. In a new one, as django-tables2 opens it, every context processor
    would say again what the page knows.
    """
    table.context = context
    table.before_render(context.get("request"))
    page = get_template(table.template_name).template  # type: ignore[attr-defined]
    with context.push(table=table):
        return page.render(context)


@register.simple_tag(takes_context=True)
def table_head(context: Context, table: Table) -> SafeString:
    """Return the heads of the columns; those that sort carry the address for it."""
    request = context.get("request")
    asked = dict(request.GET) if request else {}
    heads = "".join(_head(column, asked) for column in table.columns)
    if getattr(table, "has_ticks", False):
        label = escape(gettext("Select all rows of this page"))
        box = '<input class="form-check-input js-only" type="checkbox" data-check-all="row"'
        heads = f'<th scope="col" class="cn-select">{box} aria-label="{label}"></th>{heads}'
    return mark_safe(heads)  # noqa: S308 -- each part is escaped


@register.simple_tag(takes_context=True)
def other_filters(context: Context, *left_out: str) -> SafeString:
    """Return hidden fields that keep the address's filters in a form."""
    request = context.get("request")
    kept = request.GET.lists() if request else ()
    pairs = ((name, value) for name, values in kept if name not in {*PASSING, *left_out} for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


def _head(column: BoundColumn, asked: dict[str, Any]) -> str:
    is_ordered, order = column.is_ordered, column.order_by_alias
    attrs: str = column.attrs["th"].as_html()
    words: str = conditional_escape(column.header)
    sign = "sort"
    if is_ordered:
        attrs += f' aria-sort="{"descending" if order.is_descending else "ascending"}"'
        sign = "arrow-down" if order.is_descending else "arrow-up"
    if column.orderable:
        query = urlencode({**asked, column._table.prefixed_order_by_field: order.next}, doseq=True)
        words = f'<a href="?{escape(query)}">{words}{icon(sign)}</a>'
    return f'<th scope="col" {attrs}>{words}</th>'


@register.simple_tag
def list_panel() -> SafeString:
    """Return the place beside a list where a row opens, and the list of keys: the same for everybody."""
    return _panel(get_language() or "")


@lru_cache(maxsize=4)
def _panel(_language: str) -> SafeString:
    return render_to_string("components/list_panel.html")


@register.simple_tag
def column_ticks(options: Iterable[Option]) -> SafeString:
    """Return the ticks of the columns that may be chosen."""
    return mark_safe("".join(map(_column_tick, options)))  # noqa: S308 -- each part is escaped


def _column_tick(one: Option) -> str:
    state = " checked" * one.is_shown + " disabled" * one.is_fixed
    box = f'<input class="form-check-input" type="checkbox" name="column" value="{one.name}"{state}>'
    return f'<label class="form-check">{box} <span class="form-check-label">{escape(one.label)}</span></label>'
