"""Finding the team that a row of a list speaks of: by its village and commune, or by its own name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from plumbing.importing.checking import Cells
from plumbing.importing.kinds import Loader
from plumbing.spreadsheets import Column, Table
from plumbing.text import search_key
from teams.imports.places import Place, Places, spellings, village_keys
from teams.imports.team_book import team_kind, village_in
from teams.models import Team

# A list names the team, its village, or both; the commune may stand above the table.
TEAM_COLUMNS = (
    Column("team", ("Tên tổ", "Tổ", "Tổ dân vận", "Tên tổ dân vận", "Tên Tổ dân vận cơ sở", "Đơn vị thực hiện")),
    Column(
        "village",
        ("Bản", "Địa bàn / Bản", "Địa bàn phụ trách / Bản", "Thôn", "Thôn, bản", "Thôn/bản", "Tên bản", "Địa bàn"),
    ),
    Column("commune", ("Xã", "Địa bàn / Xã", "Địa bàn phụ trách / Xã", "Tên xã", "Xã, phường", "Xã/phường")),
)


class TeamFinder:
    """The teams that the loader may write about, loaded once."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table = table
        self.places = Places(loader.list_day.day, loader.user)
        self.title_commune = self.places.commune_of_office(table.notes)
        self.by_village: dict[int, list[Team]] = defaultdict(list)
        self.by_spelling: dict[str, list[Team]] = defaultdict(list)
        self.by_name: dict[str, list[Team]] = defaultdict(list)
        teams = Team.objects.live() if loader.user is None else Team.objects.visible_to(loader.user).live()
        for team in teams.select_related("village").order_by("-active_from", "id"):
            self.by_village[team.village_id].append(team)
            self.by_name[search_key(team.name)].append(team)
            for key in {key for name in spellings(team.village) for key in village_keys(name)}:
                self.by_spelling[key].append(team)

    def find(self, cells: Cells, day: dt.date | None = None) -> Team | None:
        """Return the team of the row, on `day` where a village has had several; None when the row is rejected."""
        name = cells.text("team", longest=160)
        titles = [village_in(title) or title for title in reversed(cells.checked.row.titles)]
        written = cells.text("village", longest=120), cells.text("commune", longest=120)
        village, commune = self.places.named(*written, [village_in(name), *([] if name else titles)])
        commune = commune or self.title_commune
        if name and not village and search_key(name) not in self.by_name:
            # The column of the team holds nothing but its village: "Bản Mốc 4".
            (village, own), name = self.places.split(name), ""
            commune = own or commune
        if not village:
            return self._named(cells, name)
        if not commune:
            return self._without_commune(cells, village, name, day)
        place = self._place(cells, village, commune)
        if place is None:
            return None
        return self._choose(cells, self.by_village[place.area.pk], place.area.name, name, day)

    def _place(self, cells: Cells, village: str, commune: str) -> Place | None:
        checked = cells.checked
        mention = self.places.known(checked, commune, self.table.header_text("commune"))
        if mention is None:
            return None
        errors = len(checked.errors)
        place = self.places.find(checked, village, mention)
        if place is None:
            if len(checked.errors) == errors:
                checked.reject("village", self.places.unknown_village(village, mention))
            return None
        if not self.places.covers(place):
            checked.reject("village", _("This village lies outside the area of your account."))
            return None
        return place

    def _named(self, cells: Cells, name: str) -> Team | None:
        """Return the team whose name says nothing of its village."""
        found = self.by_name.get(search_key(name), []) if name else []
        if len(found) == 1:
            return found[0]
        if found:
            cells.checked.reject(
                "team", _("Several teams are called “%(name)s”; write the village too.") % {"name": name}
            )
        else:
            cells.checked.reject("village", _("The village is missing."))
        return None

    def _without_commune(self, cells: Cells, village: str, name: str, day: dt.date | None) -> Team | None:
        found = {team.pk: team for key in village_keys(village) for team in self.by_spelling.get(key, ())}
        villages = {team.village_id: team.village for team in found.values()}
        if len(villages) == 1:
            return self._choose(cells, found.values(), next(iter(villages.values())).name, name, day)
        text = _("Several villages are called “%(name)s”; write the commune too.")
        if not villages:
            text = _("There is no team in a village “%(name)s”. Check the name, and write the commune too.")
        cells.checked.reject("village", text % {"name": village})
        return None

    @staticmethod
    def _choose(cells: Cells, teams: Iterable[Team], village: str, name: str, day: dt.date | None) -> Team | None:
        """Return the one of a village's teams whose name or kind is written; the one of that day goes first."""
        there = sorted(teams, key=lambda team: day is not None and not _was_active(team, day))
        by_name = [team for team in there if search_key(team.name) == search_key(name)]
        by_kind = [team for team in there if team.kind == team_kind(name)]
        chosen = by_name or by_kind or ([] if name else there)
        if chosen:
            return chosen[0]
        words = {"village": village, "name": name}
        text = _("%(village)s has no team “%(name)s”.") if name else _("%(village)s has no team yet.")
        cells.checked.reject("team" if name else "village", text % words)
        return None


def _was_active(team: Team, day: dt.date) -> bool:
    return team.active_from <= day and (team.active_to is None or team.active_to >= day)
