"""Which cadre or agency a row of a list means: by name, agency and team together, never by the name alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from households.actions.assignments import Helper
from plumbing.finding import one_line
from plumbing.importing.checking import Cells
from plumbing.text import name_key, search_key
from teams.models import Agency, Cadre, Membership

MAX_NAMED = 6


class HelperFinder:
    """The cadres and agencies that the loader may choose, loaded once."""

    def __init__(self, user: Any) -> None:
        cadres = Cadre.objects.live() if user is None else Cadre.objects.visible_to(user).live()
        self.by_name: dict[str, list[Cadre]] = defaultdict(list)
        for cadre in cadres.select_related("agency"):
            self.by_name[name_key(cadre.name)].append(cadre)
        self.agencies = {search_key(agency.name): agency for agency in Agency.objects.live()}
        # The villages in whose teams each serves, and what these are called.
        self.villages: dict[int, set[int]] = defaultdict(set)
        self.teams: dict[int, str] = {}
        for row in Membership.objects.current().select_related("team"):
            self.villages[row.cadre_id].add(row.team.village_id)
            self.teams[row.cadre_id] = row.team.name

    def find(self, cells: Cells, village: int) -> Helper | None:
        """Return who helps a household of the village; None when the row is rejected."""
        name, agency = cells.text("helper", longest=120), cells.text("agency")
        if not name:
            return self._agency(cells, agency)
        namesakes = self.by_name.get(name_key(name), [])
        if not namesakes:
            text = _("No cadre in your area is called “%(name)s”. Check the name, or enter the cadre first.")
            cells.checked.reject("helper", text % {"name": name})
            return None
        fitting = [cadre for cadre in namesakes if not agency or self._is_of(cadre, agency)]
        here = [cadre for cadre in fitting if village in self.villages[cadre.pk]]
        position = search_key(cells.text("position"))
        for some in (here, fitting if agency else []):
            same = [cadre for cadre in some if position and search_key(cadre.position) == position]
            if len(some) == 1 or len(same) == 1:
                return (same or some)[0]
        self._doubt(cells, name, fitting or namesakes, is_told=bool(agency))
        return None

    def _is_of(self, cadre: Cadre, agency: str) -> bool:
        key = search_key(agency)
        own = cadre.agency.search_key if cadre.agency else ""
        return bool(own) and (own == key or f" {own} " in f" {key} " or f" {key} " in f" {own} ")

    def _doubt(self, cells: Cells, name: str, cadres: Iterable[Cadre], *, is_told: bool) -> None:
        choices = [one_line(cadre.position, cadre.agency, self.teams.get(cadre.pk, "")) or "–" for cadre in cadres]
        words = {"name": name, "count": len(choices), "choices": "; ".join(choices[:MAX_NAMED])}
        if is_told and len(choices) == 1:
            text = _("%(name)s is known of another agency: %(choices)s. Write the agency as it is there.")
        elif len(choices) == 1:
            text = _("%(name)s does not serve in the village's team; write the agency, to be sure: %(choices)s.")
        else:
            text = _("%(count)s cadres are called %(name)s; write agency and position of the right one: %(choices)s.")
        cells.checked.reject("helper", text % words)

    def _agency(self, cells: Cells, text: str) -> Agency | None:
        if not text:
            cells.checked.reject("helper", _("Say who helps: a cadre, or an agency or party cell."))
            return None
        agency = self.agencies.get(search_key(text))
        if agency is None:
            sentence = _("There is no agency “%(name)s”. Check the name, or enter the agency first.")
            cells.checked.reject("agency", sentence % {"name": text})
        return agency
