"""The board: where the month of each team stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.models import TeamMonth
from activities.models.months import HANDED_IN_STATES
from activities.rules import is_late_in
from plumbing.dates import month_end
from plumbing.listing import defer_bookkeeping
from plumbing.templatetags.ui import moment
from plumbing.templatetags.walls import CountTile
from teams.models import Account, Team
from teams.models.teams import TeamQuerySet
from teams.places import with_commune

State = TeamMonth.State


class Counted(Protocol):
    """What is counted: one team (BoardRow), or many that stand alike (Standing)."""

    @property
    def state(self) -> str: ...
    @property
    def is_missing(self) -> bool: ...
    @property
    def number(self) -> int: ...
    @property
    def commune(self) -> str | None: ...
    @property
    def commune_pk(self) -> int | None: ...


@dataclass(frozen=True)
class Standing:
    """How many teams of one commune stand alike in a month. Its state is late, or that of their months."""

    commune: str | None
    commune_pk: int | None
    state: str
    is_missing: bool
    number: int


@dataclass
class BoardRow:
    """One team on the board. Its state is late, or that of its month."""

    team: Any
    row: TeamMonth
    state: str
    words: str
    # Whom to call, where a page offers that (teams.leaders.with_leaders).
    leader: Any = None
    number: int = 1

    @property
    def commune(self) -> str | None:
        return self.team.commune

    @property
    def commune_pk(self) -> int | None:
        return self.team.commune_pk

    @property
    def url(self) -> str:
        return reverse("activities:month_detail", args=[self.team.pk, self.row.month])

    @property
    def is_missing(self) -> bool:
        return self.row.state not in HANDED_IN_STATES

    @property
    def submitted_on(self) -> str:
        """Something to sort by that is never empty."""
        return self.row.submitted_at.isoformat() if self.row.submitted_at else ""

    # --- as a tile (templates/components/wall.html)

    @property
    def label(self) -> str:
        return self.team.village.name

    @property
    def note(self) -> str:
        return self.words

    @property
    def title(self) -> str:
        since = f" · {moment(self.row.submitted_at)}" if self.row.submitted_at else ""
        return f"{self.team.name}: {self.words}{since}"


@dataclass
class BoardGroup:
    """The teams of one commune."""

    label: str
    note: str = ""
    url: str = ""
    tiles: list[BoardRow] = field(default_factory=list)


@dataclass
class CountedGroup:
    """The teams of one commune as numbers."""

    label: str
    note: str
    url: str
    tiles: list[CountTile]


def board_teams(teams: TeamQuerySet, month: dt.date) -> QuerySet[Any]:
    """Return the teams that had to work in the month, with the commune of its last day."""
    day = month_end(month)
    found = with_commune(teams.live().active_in(month).with_village(), "village", day=day)
    found = found.order_by("commune_sort", "village__sort_key", "pk")
    return defer_bookkeeping(found).defer(
        "search_key", "founding_decision", "village__search_key", "village__other_names"
    )


def states_of(months: Collection[dt.date], user: Account) -> dict[tuple[int, dt.date], str]:
    """Return what the board says of the months of all teams, for those who need nothing else of it: (team's id,
    month); a month that nobody began is missing.
    """
    # Values and no rows: a wall asks it of all teams.
    rows = TeamMonth.objects.visible_to(user).filter(month__in=months)
    return {
        (team, month): _state(month, state, was_submitted=submitted_at is not None)
        for team, month, state, submitted_at in rows.values_list("team_id", "month", "state", "submitted_at")
    }


def state_of_nothing(month: dt.date) -> str:
    """Return what the board says of a month that nobody began."""
    return _state(month, State.OPEN, was_submitted=False)


def _state(month: dt.date, state: str, *, was_submitted: bool) -> str:
    return "late" if is_late_in(month, state, was_submitted=was_submitted) else str(state)


def standings(teams: QuerySet[Any], month: dt.date) -> list[Standing]:
    """Return how many of `teams` (board_teams) stand where, by commune, in the order of communes: the numbers of a
    board, without its rows, for a province has a thousand teams. Whoever sees the months of these teams may ask.
    """
    rows = (
        teams.annotate(_own=FilteredRelation("months", condition=Q(months__month=month)))
        .annotate(own_state=F("_own__state"), was_submitted=Q(_own__submitted_at__isnull=False))
        .order_by("commune_sort", "commune_pk")
        .values_list("commune_sort", "commune", "commune_pk", "own_state", "was_submitted")
        .annotate(number=Count("pk"))
    )
    found = []
    for _sort, commune, commune_pk, own_state, was_submitted, number in rows:
        state = own_state or State.OPEN
        shown = _state(month, state, was_submitted=was_submitted)
        found.append(Standing(commune, commune_pk, shown, state not in HANDED_IN_STATES, number))
    return found


def board_rows(teams: Iterable[Team], month: dt.date, user: Account) -> list[BoardRow]:
    """Return one row for each team; a month that nobody began is open."""
    months = {m.team_id: m for m in defer_bookkeeping(TeamMonth.objects.visible_to(user).in_month(month))}
    # Words are the same for all rows of a state.
    words = {state: (_words(state, is_late=False), _words(state, is_late=True)) for state in State.values}
    rows = []
    for team in teams:
        row = months.get(team.pk) or TeamMonth(team=team, month=month, state=State.OPEN)
        state = _state(month, row.state, was_submitted=row.submitted_at is not None)
        rows.append(BoardRow(team, row, state, words[row.state][state == "late"]))
    return rows


def _words(state: str, *, is_late: bool) -> str:
    label = str(State(state).label)
    return capfirst(_("late, %(state)s") % {"state": label} if is_late else label)


def matches(row: Counted, state: str) -> bool:
    """Whether the counter `state` of the board leaves the row on it."""
    return row.is_missing if state == "missing" else state in {"", row.state}


def grouped(rows: Iterable[BoardRow]) -> list[BoardGroup]:
    """Return the rows by commune, each with how many of its teams have handed in."""
    groups: dict[int | None, BoardGroup] = {}
    for row in rows:
        groups.setdefault(row.commune_pk, BoardGroup(row.commune or _("without a commune"))).tiles.append(row)
    for group in groups.values():
        group.note = _handed_in(group.tiles)
    return list(groups.values())


def counted_by_commune(rows: Iterable[Counted], month: dt.date) -> list[CountedGroup]:
    """Return the same groups where teams are too many for a tile each: numbers, which open the commune's own board."""
    page = reverse("activities:month_board")
    of_commune: dict[int | None, list[Counted]] = {}
    for row in rows:
        of_commune.setdefault(row.commune_pk, []).append(row)
    groups = []
    for commune, same in of_commune.items():
        url = f"{page}?month={month:%Y-%m}&commune={commune or ''}"
        tiles = [CountTile(words, f"{url}&state={state}", n, state) for state, words, n in by_state(same) if n]
        groups.append(CountedGroup(same[0].commune or _("without a commune"), _handed_in(same), url, tiles))
    return groups


def _handed_in(rows: Collection[Counted]) -> str:
    done = sum(row.number for row in rows if not row.is_missing)
    return _("%(done)s of %(all)s handed in") % {"done": done, "all": sum(row.number for row in rows)}


def by_state(rows: Iterable[Counted]) -> list[tuple[str, str, int]]:
    """Return (state, words, how many teams), the late ones first. Each team counts in one state, as on the wall."""
    found: Counter[str] = Counter()
    for row in rows:
        found[row.state] += row.number
    named = [("late", capfirst(_("late"))), *((state.value, capfirst(str(state.label))) for state in State)]
    return [(state, words, found[state]) for state, words in named]


def counts(rows: Collection[Counted]) -> list[tuple[str, str, int]]:
    """Return (state, words, how many) for the counters that filter: those of `by_state`, and before them all that have
    not handed in, whichever their state.
    """
    missing = sum(row.number for row in rows if row.is_missing)
    return [("missing", capfirst(_("not handed in")), missing), *by_state(rows)]
