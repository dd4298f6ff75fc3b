"""Tables of lists: which columns there are, what stands in a cell, in which order the rows come.

    class TeamTable(ListTable):
        name = Column(_("Team"), link=("teams:team_detail", {"pk": "pk"}), order_by=("sort_key", "pk"))
        kind = Column(_("Kind"))

        def render_kind(self, value, record): …   # what the page shows; HTML when it is marked as safe
        def value_kind(self, value, record): …    # what Excel gets, where that is something else

What is the same in all cells of a column is found out once for each table. Asked anew for each cell, as
django-tables2 did, it took most of a list's time (docs/decisions/0008).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from html import escape
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

EMPTY = "—"
SORT = "sort"

Text = str | Promise
# A page and what its address is made of, {"pk": "team__pk"}; or what gives the address of a record.
Link = tuple[str, dict[str, str]] | Callable[[Any], str]
Reader = Callable[[Any], Any]


class Column:
    """One column. `accessor` leads from a record to its value ("team__village__name"); a choice is shown by its label.

    A column that is not `visible` is in the Excel file, and can be chosen.
    """

    td_class = th_class = ""

    def __init__(
        self,
        label: Text = "",
        *,
        accessor: str = "",
        order_by: str | Sequence[str] = (),
        orderable: bool = True,
        visible: bool = True,
        link: Link | None = None,
        empty_values: Collection[Any] = (None, ""),
        default: str = EMPTY,
        td_class: str = "",
    ) -> None:
        self.label, self.accessor, self.orderable, self.visible = label, accessor, orderable, visible
        self.order_by = (order_by,) if isinstance(order_by, str) else tuple(order_by)
        # Where nothing is empty, `render` decides what an unknown value looks like.
        self.link, self.empty_values, self.default = link, empty_values, default
        self.td_class = td_class or self.td_class

    def render(self, value: Any, record: Any) -> Any:
        """Return what the page shows for a value that is not empty."""
        return value

    def value(self, value: Any, record: Any) -> Any:
        """Return what Excel gets."""
        return self.render(value, record)


class BoundColumn:
    """A column in one table, with all that its cells have in common."""

    def __init__(self, table: Table, name: str, column: Column) -> None:
        self.name, self.column = name, column
        self.accessor = column.accessor or name
        self.header = column.label
        self.order_by = column.order_by or (self.accessor,)
        self.read = reader(self.accessor, table.model)
        self.render = getattr(table, f"render_{name}", column.render)
        # The table's own words for the page are good for Excel too, unless the table or the column has others.
        own = column.value if type(column).value is not Column.value else self.render
        self.value = getattr(table, f"value_{name}", own if hasattr(table, f"render_{name}") else column.value)
        self.opening = self._opening(column.td_class)
        # A card on a phone leaves out what is not known.
        nothing = column.td_class if column.default != EMPTY else f"{column.td_class} cn-none".lstrip()
        self.empty = f"{self._opening(nothing)}{column.default}</td>"
        self.link = linker(column.link) if column.link else None

    def _opening(self, css: str) -> str:
        classed = f' class="{css}"' if css else ""
        return f'<td{classed} data-label="{escape(str(self.header))}">'

    def cell(self, record: Any) -> str:
        """Return the cell of a record as HTML."""
        value = self.read(record)
        if value in self.column.empty_values:
            return self.empty
        content: str = conditional_escape(self.render(value, record))
        if self.link is not None:
            content = f'<a href="{escape(self.link(record))}">{content}</a>'
        return f"{self.opening}{content}</td>"

    def exported(self, record: Any) -> Any:
        """Return the cell of a record for Excel."""
        value = self.read(record)
        return None if value in self.column.empty_values else self.value(value, record)


class Table:
    """Rows under columns. `chosen` names the columns that a reader wants, `sort` those that sort ("-name": backwards).

    `page`: the rows that are shown, when not all of them are.
    """

    columns_by_name: ClassVar[dict[str, Column]] = {}
    # Columns that a reader may add.
    optional: ClassVar[dict[str, Column]] = {}
    # The names of the columns in their order, where a table that adds to another one wants another order.
    sequence: ClassVar[Sequence[str]] = ()
    order_by: ClassVar[Sequence[str]] = ()
    empty_text: Text = ""
    has_ticks = False
    page: Page[Any] | None = None

    def __init_subclass__(cls) -> None:
        own = {name: column for name, column in vars(cls).items() if isinstance(column, Column)}
        columns = {**cls.columns_by_name, **own}
        cls.columns_by_name = {name: columns[name] for name in cls.sequence or columns}

    def __init__(
        self, rows: Any, *, chosen: Sequence[str] | None = None, sort: Sequence[str] = (), empty_text: Text = ""
    ) -> None:
        self.model: type[Model] | None = getattr(rows, "model", None)
        self.empty_text = empty_text or self.empty_text
        self.chosen = chosen
        base = self.columns_by_name
        added = {name: self.optional[name] for name in chosen or () if name in self.optional}
        bound = {name: BoundColumn(self, name, column) for name, column in {**base, **added}.items()}
        shown = [name for name, column in base.items() if column.visible] if chosen is None else chosen
        self.columns = [bound[name] for name in shown]
        # The reader's choice holds for Excel too; without one it gets what there is.
        self.exported = list(bound.values()) if chosen is None else self.columns
        self.sorted_by = {
            name.removeprefix("-"): name
            for name in sort or self.order_by
            if name.removeprefix("-") in bound and bound[name.removeprefix("-")].column.orderable
        }
        keys = [key for name in self.sorted_by.values() for key in _keys(name, bound[name.removeprefix("-")].order_by)]
        self.rows = ordered(rows, keys)

    def show_page(self, number: str | None, per_page: int) -> None:
        """Show only a part of rows that stand in a list; what fits on one page is shown whole."""
        if len(self.rows) > per_page:
            self.page = Paginator(self.rows, per_page).get_page(number)

    @property
    def records(self) -> Any:
        """The records that are shown."""
        return self.rows if self.page is None else self.page.object_list

    @property
    def total(self) -> int:
        """The number of all rows."""
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    # What a tick says, and what it is called: see plumbing.selection.

    @staticmethod
    def key_of(record: Any) -> int:
        return record.pk

    @staticmethod
    def name_of(record: Any) -> str:
        return str(record)

    @staticmethod
    def row_attributes(record: Any) -> str:
        """Return HTML attributes of a row, with a space behind each."""
        return ""

    def values(self) -> Iterator[list[Any]]:
        """Return the header and all rows for Excel."""
        yield [str(column.header) for column in self.exported]
        for record in self.rows:
            yield [column.exported(record) for column in self.exported]


def sorting(request: HttpRequest) -> list[str]:
    """Return the columns by which an address wants a table sorted."""
    return request.GET.getlist(SORT)


def next_order(request: HttpRequest | None, table: Table, column: BoundColumn) -> str:
    """Return the address's query that sorts by a column, or the other way round when it does already."""
    name = column.name if table.sorted_by.get(column.name) != column.name else f"-{column.name}"
    asked = dict(request.GET) if request else {}
    return f"?{urlencode({**asked, SORT: name}, doseq=True)}"


def body(table: Table, tick_label: str) -> SafeString:
    """Return the rows of the page at hand; each cell carries its column's name for a phone's card.

    `tick_label`: what a screen reader says of a row's tick, with %(row)s where the row's name belongs.
    """
    before, _name, after = escape(tick_label).partition("%(row)s")
    start = '<td class="cn-select"><input class="form-check-input" type="checkbox" form="bulk" name="row" value="'
    rows = []
    for number, record in enumerate(table.records):
        tick = ""
        if table.has_ticks:
            name = escape(table.name_of(record))
            tick = f'{start}{table.key_of(record)}" aria-label="{before}{name}{after}"></td>'
        cells = "".join([column.cell(record) for column in table.columns])
        parity = "odd" if number % 2 else "even"
        rows.append(f'<tr {table.row_attributes(record)}class="{parity}">{tick}{cells}</tr>')
    return mark_safe("".join(rows))  # noqa: S308 -- every part of a row is escaped


# --- values, links, order ---------------------------------------------------------------------------------------


def follow(record: Any, accessor: str) -> Any:
    """Return what "team__village__name" leads to; None where the way ends before."""
    value = record
    for name in accessor.split("__"):
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
        if callable(value):
            value = value()
        if value is None:
            return None
    return value


def reader(accessor: str, model: type[Model] | None) -> Reader:
    """Return what reads a record's value: the label of a choice, else what the accessor leads to."""
    labels = choices_of(accessor, model)
    if labels:
        return lambda record: labels.get(value := follow(record, accessor), value)
    return lambda record: follow(record, accessor)


def choices_of(accessor: str, model: type[Model] | None) -> dict[Any, str]:
    """Return the labels of the field to which an accessor leads; nothing when it has no choices or is no field."""
    field: Any = None
    for name in accessor.split("__"):
        try:
            field = model._meta.get_field(name) if model else None
        except FieldDoesNotExist:
            return {}
        model = getattr(field, "related_model", None)
    return {value: str(label) for value, label in getattr(field, "flatchoices", ())}


def linker(link: Link) -> Callable[[Any], str]:
    """Return what gives the address of a record."""
    if callable(link):
        return link
    page, parts = link
    return lambda record: reverse(page, kwargs={name: follow(record, way) for name, way in parts.items()})


def _keys(name: str, order_by: Sequence[str]) -> list[str]:
    """Return the keys of a column, each turned round when the column is wanted backwards."""
    if not name.startswith("-"):
        return list(order_by)
    return [key.removeprefix("-") if key.startswith("-") else f"-{key}" for key in order_by]


def ordered(rows: Any, keys: Sequence[str]) -> Any:
    """Return the rows in the order of `keys`: by the database, or a list in memory."""
    if not keys:
        return rows
    if isinstance(rows, QuerySet):
        return rows.order_by(*keys)
    found = list(rows)
    for key in reversed(keys):
        accessor = key.removeprefix("-")
        found.sort(key=lambda record, way=accessor: _comparable(follow(record, way)), reverse=key != accessor)
    return found


def _comparable(value: Any) -> tuple[bool, Any]:
    """Put what is unknown first."""
    return (value is not None, value)
