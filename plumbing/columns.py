"""Which columns of a list its reader wants: in the address (?columns=a,b), kept on the device by a cookie.

The first column always stands: it names the row. What nobody asked for is not made, and its data are not fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.functional import Promise

from plumbing import tables

COOKIE = "columns"
COOKIE_AGE = 365 * 24 * 3600
# What one page or one row is about; a new choice of columns begins on page 1.
TRANSIENT_PARAMETERS = ("column", "columns", "page", "open", "export", "export_reason", "row", "all")


@dataclass(frozen=True)
class Option:
    """One column that may be chosen."""

    name: str
    label: str | Promise
    is_shown: bool
    is_fixed: bool


class Columns:
    """The columns of one table for one reader."""

    def __init__(self, request: HttpRequest, table_class: type[tables.Table]) -> None:
        self.request, self.table_class = request, table_class
        self.base = self._allowed(table_class.columns_by_name)
        self.optional = self._allowed(table_class.optional)
        self.default = [name for name, column in self.base.items() if column.visible]

    def _allowed(self, columns: Mapping[str, tables.Column]) -> dict[str, tables.Column]:
        """Return the columns that this reader may see; the table says which need a permission (`guarded`)."""
        guarded: dict[str, str] = getattr(self.table_class, "guarded", {})
        may = self.request.user.may  # type: ignore[union-attr]
        return {name: column for name, column in columns.items() if name not in guarded or may(guarded[name])}

    @cached_property
    def chosen(self) -> list[str] | None:
        """The names that the address, else the device, asks for; None for the table's own."""
        kept = self.request.COOKIES.get(COOKIE, "").replace(".", ",")
        return self._known(self.request.GET.get("columns", kept).split(","))

    def _known(self, names: list[str]) -> list[str] | None:
        wanted = set(names)
        found = [name for name in (*self.base, *self.optional) if name in wanted]
        if not found:
            return None
        first = self.default[0]
        return found if first in found else [first, *found]

    @property
    def accessors(self) -> set[str]:
        """What the rows must have for any of the columns."""
        return {c.accessor or name for name, c in (*self.base.items(), *self.optional.items())}

    @property
    def is_for_file(self) -> bool:
        return self.request.GET.get("export") == "xlsx"

    @property
    def shown(self) -> list[str]:
        """The names of the columns that were chosen; else the table's own, for a file all that the reader may see."""
        if self.chosen is not None:
            return self.chosen
        return [*self.base, *self.optional] if self.is_for_file else self.default

    @property
    def options(self) -> list[Option]:
        shown, first = set(self.shown), self.default[0]
        return [
            Option(name, column.label, name in shown, name == first)
            for name, column in (*self.base.items(), *self.optional.items())
        ]

    @property
    def reset_url(self) -> str:
        """Return the address that forgets the choice."""
        data = self._other_filters()
        data["column"] = ""
        return f"?{data.urlencode()}"

    def _other_filters(self) -> QueryDict:
        data = self.request.GET.copy()
        for name in TRANSIENT_PARAMETERS:
            data.pop(name, None)
        return data

    # --- the answer to a choice

    @property
    def is_asked(self) -> bool:
        """Whether the chooser was just sent."""
        return "column" in self.request.GET

    def answer(self) -> HttpResponse:
        """Keep the choice on the device and go to its address."""
        chosen = self._known(self.request.GET.getlist("column"))
        data = self._other_filters()
        is_own = chosen is None or set(chosen) == set(self.default)
        query = "&".join(filter(None, [data.urlencode(), "" if is_own else f"columns={','.join(chosen or [])}"]))
        response = HttpResponseRedirect(f"{self.request.path}?{query}")
        if is_own:
            response.delete_cookie(COOKIE, path=self.request.path, samesite="Lax")
        else:
            response.set_cookie(
                COOKIE,
                ".".join(chosen or []),
                max_age=COOKIE_AGE,
                path=self.request.path,
                secure=self.request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        return response

    # --- the table

    def widened(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add to the rows what the columns that were added need."""
        needs = getattr(self.table_class, "needs", {})
        for name in self.shown:
            if name in needs:
                rows = needs[name](rows)
        return rows

    def table(self, rows: Any, **kwargs: Any) -> tables.Table:
        """Return the table with the columns that are wanted. A column that was left out can still be sorted by."""
        hides_some = len(self.base) < len(self.table_class.columns_by_name)
        chosen = self.shown if self.is_for_file or hides_some else self.chosen
        known = {*self.base, *self.optional}
        # Not by what the reader may not see either: the order would tell it.
        sort = [name for name in tables.sorting(self.request) if name.removeprefix("-") in known]
        return self.table_class(rows, chosen=chosen, sort=sort, **kwargs)
