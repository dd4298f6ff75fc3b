"""The teams that are known and those that a list founds, with who serves in them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from plumbing.importing.checking import Checked
from plumbing.text import nfc, place_key, search_key
from teams.imports.places import Place, village_keys
from teams.imports.roster import Person
from teams.models import Membership, Team

Role = Membership.Role
ROLE_WORDS = {
    "to truong": Role.LEADER, "t.truong": Role.LEADER, "truong": Role.LEADER, "tt": Role.LEADER, "leader": Role.LEADER,
    "chu nhiem": Role.LEADER, "doi truong": Role.LEADER,
    "to pho": Role.DEPUTY, "t.pho": Role.DEPUTY, "pho": Role.DEPUTY, "pho to truong": Role.DEPUTY, "tp": Role.DEPUTY,
    "to pho thuong truc": Role.DEPUTY, "pho chu nhiem": Role.DEPUTY, "doi pho": Role.DEPUTY, "deputy": Role.DEPUTY,
    "thu ky": Role.SECRETARY, "thu ky to": Role.SECRETARY, "t.ky": Role.SECRETARY, "tk": Role.SECRETARY,
    "secretary": Role.SECRETARY, "uy vien thu ky": Role.SECRETARY,
    "thanh vien": Role.MEMBER, "tv": Role.MEMBER, "to vien": Role.MEMBER, "t.vien": Role.MEMBER, "uy vien": Role.MEMBER,
    "thanh vien to": Role.MEMBER, "member": Role.MEMBER, "doi vien": Role.MEMBER,
}  # fmt: skip
KIND_WORDS = {
    "dan van": Team.Kind.MASS_MOBILIZATION,
    "thanh nien xung kich": Team.Kind.YOUTH_SHOCK,
    "xung kich": Team.Kind.YOUTH_SHOCK,
    "phu nu": Team.Kind.WOMENS_CLUB,
}
_KIND_IN_NAME = re.compile(
    r"^(?:tổ\s+dân\s+vận(?:\s+cơ\s+sở)?|tổ\s+dv|tổ\s+thanh\s+niên\s+xung\s+kích|(?:clb|câu\s+lạc\s+bộ)\s+phụ\s+nữ)\s*",
    re.IGNORECASE,
)


def role_of(text: str) -> str | None:
    """Return the role that a list's word means, "T.phó" or "Tổ trưởng (kiêm)"; None when it is unknown."""
    key = re.sub(r"\s*[(,/].*$", "", search_key(text)).replace(". ", ".").strip(" .")
    return ROLE_WORDS.get(key)


def kind_of(name: str) -> str:
    """Return the kind of team that a name speaks of; a list of teams without a name is of mobilization teams."""
    key = search_key(name)
    if not key:
        return Team.Kind.MASS_MOBILIZATION
    return next((kind for word, kind in KIND_WORDS.items() if word in key), Team.Kind.OTHER)


def village_in(name: str) -> str:
    """Return the village that a team's name ends with: "Tổ dân vận bản Mốc 4" → "bản Mốc 4"."""
    rest = _KIND_IN_NAME.sub("", nfc(name))
    return rest if rest != nfc(name) else ""


@dataclass(eq=False)
class Listed:
    """A team with its place; new when `before` is None."""

    team: Team
    place: Place
    before: Team | None = None
    first: Checked | None = None
    said_name: str = ""
    serving: dict[int, Service] = field(default_factory=dict)

    @property
    def key(self) -> int:
        """Its id, or before it has one a number that no id has."""
        return self.team.pk or -id(self)

    @property
    def leader(self) -> Service | None:
        return next((s for s in self.serving.values() if s.role == Role.LEADER), None)


@dataclass(eq=False)
class Service:
    """A person serves in a team, as the list wants it; `before` is the stored membership."""

    listed: Listed
    person: Person
    role: str
    before: Membership | None = None
    checked: Checked | None = None


class TeamBook:
    """Finds the team of a village, or founds it."""

    def __init__(self, day: dt.date, decision: str, places: dict[int, Place], memberships: list[Membership]) -> None:
        self.day, self.decision = day, decision
        self.teams: dict[tuple[Any, str], Listed] = {}
        by_pk: dict[int, Listed] = {}
        for team in Team.objects.live().filter(active_to__isnull=True).select_related("village"):
            place = places.get(team.village_id) or Place(team.village)
            by_pk[team.pk] = self.teams[place.key, team.kind] = Listed(team, place, team)
        self.stored: list[tuple[Listed, Membership]] = [
            (by_pk[m.team_id], m) for m in memberships if m.team_id in by_pk and m.valid_to is None
        ]

    def team_of(self, checked: Checked, place: Place, name: str) -> Listed | None:
        """Return the team of this village that a row speaks of."""
        kind = kind_of(name)
        listed = self.teams.get((place.key, kind))
        if listed is None:
            listed = self.teams[place.key, kind] = self._found(place, kind, name)
        if name and not self._is_its_name(listed, name):
            words = {"village": place.area.name, "known": listed.said_name or listed.team.name, "name": name}
            row = listed.first.row.number if listed.first else 0
            where = _(" (row %(number)s)") % {"number": row} if row else ""
            sentence = _(
                "%(village)s already has a team of this kind: “%(known)s”%(where)s. "
                "A village has one team of a kind; correct the name “%(name)s” or the village."
            )
            checked.reject("team", sentence % (words | {"where": where}))
            return None
        listed.first = listed.first or checked
        listed.said_name = listed.said_name or name
        return listed

    def _found(self, place: Place, kind: str, name: str) -> Listed:
        team = Team(
            village=place.area,
            kind=kind,
            name=name or f"Tổ dân vận bản {place.area.name}",
            founding_decision=self.decision,
            active_from=self.day,
        )
        return Listed(team, place)

    @staticmethod
    def _is_its_name(listed: Listed, name: str) -> bool:
        """Two names are one when they differ only in spelling, or when both say the village's own name."""
        known = listed.said_name or listed.team.name
        if search_key(known) == search_key(name):
            return True
        own_name = listed.place.area.name
        own = set(village_keys(own_name))
        said = village_in(name)
        return (
            bool(said) and place_key(said) in own and (listed.before is not None or place_key(village_in(known)) in own)
        )
