"""The parts of a list's table that templates/components/table.html puts together."""

from django import template
from django.template.context import Context
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from plumbing import tables
from plumbing.columns import TRANSIENT_PARAMETERS
from plumbing.tables import BoundColumn, Table
from plumbing.templatetags.ui import icon

register = template.Library()


@register.simple_tag
def table_body(table: Table) -> SafeString:
    """Return the rows of the page at hand."""
    return tables.body(table, gettext("Select %(row)s"))


@register.simple_tag(takes_context=True)
def table_head(context: Context, table: Table) -> SafeString:
    """Return the heads of the columns; those that sort carry the address for it."""
    request = context.get("request")
    heads = "".join(_head(table, column, tables.next_order(request, table, column)) for column in table.columns)
    if table.has_ticks:
        label = escape(gettext("Select all rows of this page"))
        box = '<input class="form-check-input js-only" type="checkbox" data-check-all="row"'
        heads = f'<th scope="col" class="cn-select">{box} aria-label="{label}"></th>{heads}'
    return mark_safe(heads)  # noqa: S308 -- each part is escaped


def _head(table: Table, column: BoundColumn, url: str) -> str:
    order = table.sorted_by.get(column.name)
    classes = [column.column.th_class, "orderable" if column.column.orderable else ""]
    sorts, sign = "", "sort"
    if order:
        is_descending = order.startswith("-")
        classes.append("desc" if is_descending else "asc")
        sorts = f' aria-sort="{"descending" if is_descending else "ascending"}"'
        sign = "arrow-down" if is_descending else "arrow-up"
    css = " ".join(sorted(filter(None, classes)))
    words: str = escape(column.header)
    if column.column.orderable:
        words = f'<a href="{escape(url)}">{words}{icon(sign)}</a>'
    classed = f' class="{css}"' if css else ""
    return f'<th scope="col"{classed}{sorts}>{words}</th>'


@register.simple_tag(takes_context=True)
def other_filters(context: Context, *left_out: str) -> SafeString:
    """Return hidden fields that keep the address's filters in a form."""
    request = context.get("request")
    kept = request.GET.lists() if request else ()
    pairs = (
        (name, value) for name, values in kept if name not in {*TRANSIENT_PARAMETERS, *left_out} for value in values
    )
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
