"""The kinds of lists that can be loaded: each app registers its own in `<app>/imports`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.functional import Promise

from plumbing.importing.checking import CheckedRow
from plumbing.importing.list_day import ListDay
from plumbing.models import Change
from plumbing.problems import Problem
from plumbing.spreadsheets import Column, Table

Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Report to nobody."""


@dataclass
class Loader:
    """Who loads a list, on what day, with which choices. Without a user it is the system, with full scope."""

    user: Any = None
    today: dt.date = field(default_factory=timezone.localdate)
    # The day of the list, where the clerk gave it.
    given_day: dt.date | None = None
    convert_legacy: bool = False
    # Whether days that Excel seems to have swapped with their months are turned back; None: nobody was asked yet.
    swap_days: bool | None = None
    # Whether all sheets that hold such a list are read as one.
    all_sheets: bool = False
    # Whether whom a whole list leaves out is not poor any more (see `Kind.left_out`).
    left_out_settled: bool = False
    progress: Progress = no_progress
    list_day: ListDay = field(init=False)

    def __post_init__(self) -> None:
        self.list_day = ListDay(self.today, known=self.given_day)

    def may(self, permission: Any) -> bool:
        """Tell whether whoever loads the list has a permission; the system has all."""
        return self.user is None or bool(self.user.may(permission))


@dataclass(frozen=True)
class LeftOut:
    """Somebody whom a list names no more, though it should name all of their kind."""

    pk: int
    name: str
    place: str
    state: str
    # Worked out when it is shown: a list may leave out thousands.
    url: str | Promise


class ListKind:
    """A kind of list. `check` reads everything that it needs at once and writes nothing; `commit` writes.

    `permissions` are what a person needs to load it (of the account's own `may`).
    """

    code: ClassVar[str]
    title: ClassVar[str | Promise]
    help: ClassVar[str | Promise] = ""
    permissions: ClassVar[tuple[Any, ...]] = ()
    columns: ClassVar[Sequence[Column]] = ()
    # The columns of the empty template; all of them when it is not given.
    template: ClassVar[Sequence[str]] = ()
    # Rows of the empty template that show how it is filled in.
    examples: ClassVar[Sequence[dict[str, Any]]] = ()
    # The day of the decision on which the list hangs is the day of the list.
    by_decision: ClassVar[bool] = False

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        """Return what each row of the table would do."""
        raise NotImplementedError

    def left_out(self, checked: Sequence[CheckedRow], table: Table, loader: Loader) -> list[LeftOut]:
        """Return whom the list leaves out, where it is the whole list of a place."""
        return []

    def settle_left_out(
        self, left_out: Sequence[LeftOut], checked: Sequence[CheckedRow], loader: Loader, batch_id: int
    ) -> None:
        """Write what became of them, as the clerk said."""

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        """Write the rows (all of them new or changed). Runs in a transaction."""
        raise NotImplementedError

    def next_step(self) -> tuple[str, str] | None:
        """Return where whoever has loaded such a list goes on, and in which words; None when nothing follows."""
        return None

    def undo_problems(self, changes: Sequence[Change], by: Any) -> list[Problem]:
        """Say why a loaded list may not be taken back, beside what was built on it. `changes`: all that it wrote."""
        return []

    def column_title(self, code: str) -> str:
        """Return the name by which offices know a column."""
        return next((column.names[0] for column in self.columns if column.code == code), code)


_kinds: dict[str, ListKind] = {}


def register(kind: ListKind) -> None:
    """Offer a kind of list."""
    _kinds[kind.code] = kind


def all_kinds() -> list[ListKind]:
    """Return the kinds in the order in which an empty deployment needs them."""
    return list(_kinds.values())


def list_kind(code: str) -> ListKind | None:
    return _kinds.get(code)


def kinds_for(user: Any) -> list[ListKind]:
    """Return the kinds that the user may load."""
    return [kind for kind in all_kinds() if may_load(user, kind)]


def may_load(user: Any, kind: ListKind) -> bool:
    return all(user.may(permission) for permission in kind.permissions)
