"""The board: where the month of each team stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.models import TeamMonth
from activities.models.months import HANDED_IN_STATES
from activities.rules import is_late
from plumbing.dates import month_end
from plumbing.listing import defer_bookkeeping
from plumbing.templatetags.ui import moment
from plumbing.templatetags.walls import CountTile
from teams.models import Account, Team
from teams.models.teams import TeamQuerySet
from teams.places import commune_name

State = TeamMonth.State


@dataclass
class BoardRow:
    """One team on the board. Its state is late, or that of its month."""

    team: Any
    row: TeamMonth
    state: str
    words: str
    # Whom to call, where a page offers that (teams.leaders.with_leaders).
    leader: Any = None

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

    def matches(self, state: str) -> bool:
        if state == "missing":
            return self.is_missing
        return state in {"", self.state}

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

    def counted(self, url: str) -> CountedGroup:
        """Return how many of its teams stand in each state; `url`: the board of this commune."""
        first: dict[str, BoardRow] = {}
        for row in self.tiles:
            first.setdefault(row.state, row)
        number = Counter(row.state for row in self.tiles)
        tiles = [CountTile(row.words, f"{url}&state={state}", number[state], state) for state, row in first.items()]
        order = ["late", *State.values]
        return CountedGroup(self.label, self.note, url, sorted(tiles, key=lambda tile: order.index(tile.state)))


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
    found = (
        teams.live()
        .active_in(month)
        .with_village()
        .annotate(
            commune=commune_name("village", day=day),
            commune_sort=commune_name("village", day=day, value="sort_key"),
            commune_pk=commune_name("village", day=day, value="pk"),
        )
        .alias(commune_search=commune_name("village", day=day, value="search_key"))
        .order_by("commune_sort", "village__sort_key", "pk")
    )
    return defer_bookkeeping(found).defer(
        "search_key", "founding_decision", "village__search_key", "village__other_names"
    )


def states_of(months: Collection[dt.date], user: Account) -> dict[tuple[int, dt.date], str]:
    """Return what the board says of the months of all teams, for those who need nothing else of it: (team's id,
    month); a month that nobody began is missing.
    """
    rows = TeamMonth.objects.visible_to(user).filter(month__in=months)
    return {(row.team_id, row.month): _state(row) for row in rows.only("team_id", "month", "state", "submitted_at")}


def state_of_nothing(month: dt.date) -> str:
    """Return what the board says of a month that nobody began."""
    return _state(TeamMonth(month=month, state=State.OPEN))


def _state(row: TeamMonth) -> str:
    return "late" if is_late(row) else str(row.state)


def board_rows(teams: Iterable[Team], month: dt.date, user: Account) -> list[BoardRow]:
    """Return one row for each team; a month that nobody began is open."""
    months = {m.team_id: m for m in defer_bookkeeping(TeamMonth.objects.visible_to(user).in_month(month))}
    # Words are the same for all rows of a state.
    words = {state: (_words(state, is_late=False), _words(state, is_late=True)) for state in State.values}
    rows = []
    for team in teams:
        row = months.get(team.pk) or TeamMonth(team=team, month=month, state=State.OPEN)
        state = _state(row)
        rows.append(BoardRow(team, row, state, words[row.state][state == "late"]))
    return rows


def _words(state: str, *, is_late: bool) -> str:
    label = str(State(state).label)
    return capfirst(_("late, %(state)s") % {"state": label} if is_late else label)


def grouped(rows: Iterable[BoardRow]) -> list[BoardGroup]:
    """Return the rows by commune, each with how many of its teams have handed in."""
    groups: dict[str, BoardGroup] = {}
    for row in rows:
        name = row.team.commune or _("without a commune")
        groups.setdefault(name, BoardGroup(name)).tiles.append(row)
    for group in groups.values():
        done = sum(not tile.is_missing for tile in group.tiles)
        group.note = _("%(done)s of %(all)s handed in") % {"done": done, "all": len(group.tiles)}
    return list(groups.values())


def counted_by_commune(rows: Iterable[BoardRow], month: dt.date) -> list[CountedGroup]:
    """Return the same groups where teams are too many for a tile each: numbers, which open the commune's own board."""
    page = reverse("activities:month_board")
    return [
        group.counted(f"{page}?month={month:%Y-%m}&commune={group.tiles[0].team.commune_pk or ''}")
        for group in grouped(rows)
    ]


def counts(rows: Iterable[BoardRow]) -> list[tuple[str, str, int]]:
    """Return (state, words, how many) for the counters that filter. Each team counts in one state, the same as on the
    wall; those that have not handed in, whichever their state, are counted together as well.
    """
    rows = list(rows)
    found = Counter(row.state for row in rows)
    missing = sum(row.is_missing for row in rows)
    named = [(state.value, capfirst(str(state.label)), found[state.value]) for state in State]
    return [("missing", capfirst(_("not handed in")), missing), ("late", capfirst(_("late")), found["late"]), *named]
