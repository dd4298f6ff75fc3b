"""The body of a table. What is the same in all cells of a column is found out once for each table: asked for each
cell, as django-tables2 does, it takes most of a list's time. What a column or table may say stays the same.
"""

from collections.abc import Callable
from functools import lru_cache, partialmethod
from html import escape
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django_tables2 import Table
from django_tables2.columns import BoundColumn, Column, ManyToManyColumn
from django_tables2.columns.base import LinkTransform
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.rows import BoundPinnedRow, BoundRow
from django_tables2.utils import Accessor, signature

from plumbing.addresses import around_number

# What a column's `render` may ask for by name.
OFFERED = frozenset({"value", "record", "column", "bound_column", "bound_row", "table"})


def body(table: Table) -> SafeString:
    """Return the rows of the page at hand; each cell carries its column's name for a phone's card."""
    columns = [_Cells(table, column) for column in table.columns]
    tick = _tick_of(table) if getattr(table, "has_ticks", False) else _no_tick
    rows = (_row(row, columns, tick(row)) for row in table.paginated_rows)
    return mark_safe("".join(rows))  # noqa: S308 -- every part of a row is escaped


def _no_tick(row: BoundRow) -> str:
    return ""


def _tick_of(table: Table) -> Callable[[BoundRow], str]:
    """Return what makes the first cell of a row that can be ticked; its form stands below the table."""
    before, _name, after = escape(gettext("Select %(row)s")).partition("%(row)s")
    start = '<td class="cn-select"><input class="form-check-input" type="checkbox" form="bulk" name="row" value="'

    def tick(row: BoundRow) -> str:
        name = escape(table.name_of(row.record))
        return f'{start}{table.key_of(row.record)}" aria-label="{before}{name}{after}"></td>'

    return tick


def _row(row: BoundRow, columns: list["_Cells"], tick: str) -> str:
    cells = "".join(f"{column.opening_for(row)}{column.cell(row)}</td>" for column in columns)
    return f"<tr {_attributes(row)}>{tick}{cells}</tr>"


def _attributes(row: BoundRow) -> str:
    if row.table.row_attrs or isinstance(row, BoundPinnedRow):
        return row.attrs.as_html()
    return f'class="{row.get_even_odd_css_class()}"'


class _Cells:
    """Makes the cells of one column."""

    def __init__(self, table: Table, bound: BoundColumn) -> None:
        self.bound = bound
        self.opening = "" if _depends_on_record(bound) else _opening(bound)
        self.empty, self.default = bound.column.empty_values, bound.default
        self.wanted, catch_all = _wanted(bound.render)
        # The plain column shows values as they are.
        self.render = None if getattr(bound.render, "__func__", None) is Column.render else bound.render
        # A kind of column with its own ways is left to django-tables2.
        is_special = isinstance(bound.column, BaseLinkColumn | ManyToManyColumn)
        self.is_quick = not is_special and not catch_all and set(self.wanted) <= OFFERED
        self.value = _reader(table, bound)
        self.link = _linker(bound) or bound.link

    def opening_for(self, row: BoundRow) -> str:
        return self.opening or self._opening_of_record(row)

    def _opening_of_record(self, row: BoundRow) -> SafeString:
        self.bound.current_value, self.bound.current_record = row.get_cell(self.bound.name), row.record
        return _opening(self.bound)

    def cell(self, row: BoundRow) -> str:
        if not self.is_quick or isinstance(row, BoundPinnedRow):
            return _escaped(row.get_cell(self.bound.name))
        value = self.value(row.record)
        if value in self.empty:
            return _escaped(self.default)
        if self.render is None and self.link is None:
            return _escaped(value)
        offered = {
            "value": value,
            "record": row.record,
            "column": self.bound.column,
            "bound_column": self.bound,
            "bound_row": row,
            "table": row.table,
        }
        content = self.render(**{name: offered[name] for name in self.wanted}) if self.render else value
        return _escaped(self.link(content, **offered) if self.link else content)


def _wanted(render: Callable[..., Any]) -> tuple[tuple[str, ...], str | None]:
    """Return what a method asks for by name, and the name of what takes all else."""
    method = getattr(render, "__func__", None)
    return signature(render) if method is None else _wanted_by(method)


@lru_cache(maxsize=512)
def _wanted_by(method: Callable[..., Any]) -> tuple[tuple[str, ...], str | None]:
    (_self, *wanted), catch_all = signature(method)
    return tuple(wanted), catch_all


def _reader(table: Table, bound: BoundColumn) -> Callable[[Any], Any]:
    """Return what reads a record's value as BoundRow does: the label of a choice, else what the accessor leads to."""
    accessor = Accessor(bound.accessor)
    way, _, last = accessor.rpartition(accessor.SEPARATOR)
    model = getattr(table.data, "model", None)
    if model is None or accessor.callable_args or accessor.callable_kwargs:
        return lambda record: _as_tables_do(accessor, record)
    labels = _labels(accessor, model)
    if labels is None and _has_choices(accessor, model):
        last = f"get_{last}_display"
    bits = [*(way.split(accessor.SEPARATOR) if way else []), last]

    def read(record: Any) -> Any:
        value = record
        try:
            for bit in bits:
                value = getattr(value, bit)
                if callable(value):
                    value = _called(value)
                if value is None:
                    break
        except (AttributeError, TypeError, ValueError):
            return _as_tables_do(accessor, record)
        return value if labels is None else labels.get(value, value)

    return read


def _linker(bound: BoundColumn) -> Callable[..., SafeString] | None:
    """Return what makes the link of `linkify=("page", {"pk": A("pk")})`; None for other ways to say it."""
    link = bound.link
    if type(link) is not LinkTransform or link.url or link.attrs or set(link.reverse_args) != {"viewname", "kwargs"}:
        return None
    page, said = link.reverse_args["viewname"], link.reverse_args["kwargs"]
    if isinstance(page, Accessor) or not all(isinstance(value, Accessor) for value in said.values()):
        return None

    first, leads_to = next(iter(said.items()))
    before, after = map(conditional_escape, around_number(page, first) if len(said) == 1 else ("", ""))

    def linked(content: Any, record: Any, **offered: Any) -> SafeString:
        number = leads_to.resolve(record) if before else None
        if type(number) is int and number >= 0:
            url = f"{before}{number}{after}"
        else:
            values = {name: accessor.resolve(record) for name, accessor in said.items()}
            url = conditional_escape(reverse(page, kwargs=values))
        return mark_safe(f'<a href="{url}">{_escaped(content)}</a>')  # noqa: S308 -- each part is escaped

    return linked


def _escaped(text: Any) -> str:
    """Return a text for HTML: conditional_escape() without what makes it lazy."""
    return text.__html__() if hasattr(text, "__html__") else escape(str(text))


def _called(value: Any) -> Any:
    if getattr(value, "alters_data", False):
        raise ValueError
    return value if getattr(value, "do_not_call_in_templates", False) else value()


def _as_tables_do(accessor: Accessor, record: Any) -> Any:
    return accessor.resolve(record, quiet=True)


def _has_choices(accessor: Accessor, model: type[Model]) -> bool:
    return bool(getattr(_field(accessor, model), "choices", None))


def _labels(accessor: Accessor, model: type[Model]) -> dict[Any, str] | None:
    """Return what each choice is called, once for all rows; None for no choices, or for words of the model's own."""
    field = _field(accessor, model)
    if field is None or not getattr(field, "choices", None):
        return None
    if not isinstance(vars(field.model).get(f"get_{field.name}_display"), partialmethod):
        return None
    try:
        return {value: str(label) for value, label in field.flatchoices}
    except TypeError:
        # Values that cannot be keys of a dictionary.
        return None


def _field(accessor: Accessor, model: type[Model]) -> Any:
    """Return the model's field to which the accessor leads; None when it leads to something else."""
    try:
        field = accessor.get_field(model)
    except FieldDoesNotExist:
        return None
    return field if field is not None and field.name == accessor.split(accessor.SEPARATOR)[-1] else None


def _opening(column: BoundColumn) -> SafeString:
    return format_html('<td {} data-label="{}">', column.attrs["td"].as_html(), column.header)


def _depends_on_record(column: BoundColumn) -> bool:
    attrs = {**column._table.attrs, **column.column.attrs}
    return any(callable(value) for value in (attrs.get("td") or attrs.get("cell") or {}).values())
