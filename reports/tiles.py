"""The wall: one tile for each team, coloured by a measure of reports/walls.py."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import django_filters as filters
from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import HiddenInput
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.board import board_teams
from activities.filters import BoardFilter
from plumbing.dates import add_months, month_end
from plumbing.templatetags import walls
from plumbing.templatetags.walls import CountTile
from reports.walls import UNKNOWN, Measure, States, Step
from teams.models import Account, Membership, Team
from teams.models.teams import TeamQuerySet

# What a team is counted by (reports/walls.py), and where.
BARE = ("pk", "village_id", "active_from", "active_to", "commune", "commune_pk")


class Words:
    """What is the same on every tile of a wall, in the reader's language: said once, not a hundred times."""

    def __init__(self, measure: Measure, month: dt.date) -> None:
        self.steps = [replace(step, words=str(step.words)) for step in measure.classes.steps()]
        self.unknown = replace(UNKNOWN, words=str(UNKNOWN.words))
        self.measure = str(measure.label)
        self.leader, self.before = _("Team leader: %(name)s"), _("The month before: %(value)s")
        # Many teams share a value.
        self.short, self.full = cache(measure.classes.short), cache(measure.classes.full)
        self.month = month


@dataclass
class Tile:
    """One team (templates/components/wall.html); also a row of the table behind the wall."""

    team: Any
    measure: Measure
    words: Words
    value: Any
    before: Any
    step: Step = field(init=False)

    def __post_init__(self) -> None:
        words = self.words
        self.step = words.unknown if self.value is None else words.steps[self.measure.classes.place(self.value)]

    @property
    def month(self) -> dt.date:
        return self.words.month

    @property
    def url(self) -> str:
        return reverse("activities:month_detail", args=[self.team.pk, self.month])

    @property
    def label(self) -> str:
        return self.team.village.name

    @property
    def tone(self) -> str:
        return self.step.tone

    @property
    def sign(self) -> str:
        return self.step.sign

    @property
    def note(self) -> str:
        # A number keeps its unit on its line; the words of a state may take two.
        keeps = not isinstance(self.measure.classes, States)
        short = "–" if self.value is None else self.words.short(self.value)
        return short.replace(" ", "\xa0") if keeps else short

    @property
    def title(self) -> str:
        return self.team.name

    @property
    def lines(self) -> list[str]:
        """What the card of the tile says below the team's name."""
        words, full, change = str(self.step.words), self.full, self.change
        shown = f"{full} ({words[:1].lower()}{words[1:]})" if full not in {words, "–"} else words
        before = f"{self.full_before} ({change})" if change else self.full_before
        values = [f"{self.words.measure}: {shown}", self.words.before % {"value": before}]
        if not hasattr(self.team, "leader"):
            return values
        place = ", ".join(name for name in (self.team.village.name, self.team.commune) if name)
        return [place, self.words.leader % {"name": self.team.leader or "–"}, *values]

    @property
    def full(self) -> str:
        return "–" if self.value is None else self.words.full(self.value)

    @property
    def full_before(self) -> str:
        return "–" if self.before is None else self.words.full(self.before)

    @property
    def change(self) -> str:
        known = self.value is not None and self.before is not None
        return self.measure.classes.change(self.value, self.before) if known else ""

    # --- for the table and for Excel

    @property
    def number(self) -> Any:
        return None if self.value is None else self.measure.classes.number(self.value)

    @property
    def number_before(self) -> Any:
        return None if self.before is None else self.measure.classes.number(self.before)

    @property
    def rank(self) -> tuple[int, Any]:
        """Something to sort by that is never empty."""
        if self.value is None:
            return (-1, 0)
        return (self.measure.classes.place(self.value), 0 if isinstance(self.number, str) else self.number)


@dataclass
class Group:
    """The teams of one commune."""

    label: str
    tiles: list[Any] = field(default_factory=list)
    url: str = ""
    number: int = 0

    @property
    def note(self) -> str:
        number = self.number or len(self.tiles)
        return ngettext("%(number)s team", "%(number)s teams", number) % {"number": number}


class Wall:
    """The teams of a month, by one measure; `step` leaves only those of one class.

    Numbers come from bare teams (`wall_teams` as values); their names are fetched only where there is a tile or a line
    of the table for each.
    """

    def __init__(self, measure: Measure, month: dt.date, user: Account, teams: Iterable[Any], step: str = "") -> None:
        self.measure, self.month, self.step = measure, month, step
        words = Words(measure, month)
        self.steps = words.steps
        self._named = teams if isinstance(teams, QuerySet) else None
        rows = list(teams if self._named is None else self._named.values_list(*BARE, named=True))
        before, now = measure.read(rows, [add_months(month, -1), month], user)
        self.all = [Tile(team, measure, words, now.get(team.pk), before.get(team.pk)) for team in rows]

    @cached_property
    def chosen(self) -> list[Tile]:
        """Return the teams of the class, to be counted."""
        return [tile for tile in self.all if self.step in {"", tile.step.key}]

    @cached_property
    def tiles(self) -> list[Tile]:
        """Return the same, to be shown."""
        if self._named is None or not self.chosen:
            return self.chosen
        named = self._named.filter(pk__in=[tile.team.pk for tile in self.chosen]) if self.step else self._named
        counted = {tile.team.pk: tile for tile in self.chosen}
        return [replace(counted[team.pk], team=team) for team in named if team.pk in counted]

    @cached_property
    def counts(self) -> list[tuple[Step, int]]:
        """Return the classes with the number of their teams: the legend. A scale is shown whole, states only as met."""
        found = Counter(tile.step.key for tile in self.all)
        whole = [] if isinstance(self.measure.classes, States) else self.steps
        return [(step, found[step.key]) for step in [*self.steps, UNKNOWN] if found[step.key] or step in whole]

    @property
    def is_counted(self) -> bool:
        """Whether communes are shown by numbers, because their teams are too many for a tile each."""
        return len(self.chosen) > walls.MAX_TILES

    @property
    def groups(self) -> list[Group]:
        if self.is_counted:
            return self._counted()
        groups: dict[int | None, Group] = {}
        for tile in self.tiles:
            team = tile.team
            groups.setdefault(team.commune_pk, Group(team.commune or _("without a commune"))).tiles.append(tile)
        return list(groups.values())

    def _counted(self) -> list[Group]:
        """Return how many teams of each commune are in each class; each number opens the commune's own wall."""
        found: dict[tuple[int | None, str | None], Counter[str]] = defaultdict(Counter)
        for tile in self.chosen:
            found[tile.team.commune_pk, tile.team.commune][tile.step.key] += 1
        return [self._of_commune(*commune, number) for commune, number in found.items()]

    def _of_commune(self, commune: int | None, name: str | None, found: Counter[str]) -> Group:
        page = reverse("reports:wall")
        url = f"{page}?month={self.month:%Y-%m}&measure={self.measure.code}&commune={commune or ''}"
        tiles = [
            CountTile(str(step.words), f"{url}&step={step.key}", found[step.key], tone=step.tone, sign=step.sign)
            for step in [*self.steps, UNKNOWN]
            if found[step.key]
        ]
        return Group(name or _("without a commune"), tiles, url, found.total())

    @property
    def is_empty(self) -> bool:
        """Nothing is known of any team: no meeting, no sum, nobody has begun."""
        if isinstance(self.measure.classes, States):
            return all(tile.value in {None, "open"} for tile in self.all)
        return not any(tile.number for tile in self.all)


def wall_teams(user: Account, month: dt.date, *, with_leader: bool = True) -> QuerySet[Any]:
    """Return the teams of the month that the user may see, with their commune as of its last day; `with_leader`: and
    their leader, for whoever opens the wall itself (a home page shows the same tiles with shorter cards).
    """
    visible: TeamQuerySet = Team.objects.visible_to(user)
    if not with_leader:
        return board_teams(visible, month)
    leaders = Membership.objects.active_on(month_end(month)).filter(team=OuterRef("pk"), role=Membership.Role.LEADER)
    return board_teams(visible, month).annotate(leader=Subquery(leaders.values("cadre__name")[:1]))


class WallFilter(BoardFilter):
    """A commune; the measure has its tabs and the class its legend."""

    q = None  # type: ignore[assignment]
    state = None
    measure = filters.CharFilter(widget=HiddenInput, method="as_it_is")
    step = filters.CharFilter(widget=HiddenInput, method="as_it_is")

    class Meta(BoardFilter.Meta):
        pass
