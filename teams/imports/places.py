"""Finding the communes and villages that lists speak of, in whatever spelling and by the names of whatever day."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from plumbing import history
from plumbing.importing.checking import CheckedRow
from plumbing.text import nfc, place_key, search_key, tidy_name
from teams import tree
from teams.access import Permission, may
from teams.imports import villages
from teams.imports.scope import area_ids
from teams.models import Area, Containment
from teams.places import village_inside
from teams.village_codes import VillageCodes

Level = Area.Level
_NOW = re.compile(r"[(\[]\s*(?:nay là|nay thuộc|hiện là|nay)\s+([^)\]]+)", re.IGNORECASE)
_OLD = re.compile(r"\bcũ\b", re.IGNORECASE)
# "Bản Huổi Hoi, xã Nà Hỳ, huyện Nậm Pồ" and "XÃ NÀ HỲ".
_WITH_COMMUNE = re.compile(
    r"(?P<village>.*?)[\s,;.–-]*\b(?:(?:xã|phường|thị trấn)\s+|x\.\s*)(?P<commune>[^,;–(]+?)\s*(?:(?:[,;–(]|\s-\s).*)?",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"^(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân|đảng ủy|đảng uỷ)\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*[,;]\s*|\s+[-–]\s+")
_VILLAGE_WORD = re.compile(r"^(?:bản|bàn|thôn|xóm|b\.)\s*(?=\S+\s+\S)", re.IGNORECASE)
_ROMAN = re.compile(r"(?<=\s)(?:Ii|Iii|Iv|Vi|Vii|Viii|Ix)\b")
_IN_TITLE = re.compile(r"\b(?:xã|phường|thị trấn)\s+(\S+(?:\s+\S+){0,3})", re.IGNORECASE)
_VILLAGE_IN_TITLE = re.compile(r"(?:.*\b(?:của|tại|tổ dân vận)\s+)?((?:bản|thôn)\s+\S.{0,60})", re.IGNORECASE)
_TYPO = re.compile(r"^bàn\s", re.IGNORECASE)
# "Nà Thử 1" and "Nà Thử 2", "Mẫu A" and "Mẫu B" are two villages, however alike.
_COUNTED = re.compile(r"\b(?:\d+|[a-z]|i{1,3}|iv|vi{0,3}|ix)\b")
_OFFICE_OF_COMMUNE = re.compile(
    r"(?:(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân|đảng ủy|đảng uỷ)\s+)?((?:xã|phường|thị trấn)\s+\S.*)", re.IGNORECASE
)
# Names nearer than this are one name misspelt; from the other on they are worth a question.
_NEAR, _SIMILAR = 0.84, 0.65


@dataclass(eq=False)
class Place:
    """A village that a row lies in; a new one is written when the list is committed."""

    area: Area
    commune: Area | None = None
    is_new: bool = False
    first_row: int = 0

    @property
    def key(self) -> int:
        """What tells it from other places, before it has an id too."""
        return id(self)


@dataclass(frozen=True)
class Mention:
    """The communes that a cell may mean, the likeliest first."""

    text: str
    likely: list[Area]
    others: list[Area]

    def __iter__(self) -> Iterator[Area]:
        return iter([*self.likely, *self.others])


class Places:
    """All communes and villages, loaded once, and the villages that the list introduces."""

    def __init__(self, day: dt.date, user: Any) -> None:
        self.day, self.user = day, user
        self.scope = area_ids(user)
        self.communes: dict[str, list[Area]] = defaultdict(list)
        self.by_pk: dict[int, Area] = {}
        # Commune id → key of a name → the villages that lie, lay or will lie there under it.
        self.inside: dict[int, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
        self.introduced: list[Place] = []
        # Stands where a row's own village could not be found.
        self.nowhere = Area(level=Level.VILLAGE)
        self.parents: dict[int, list[int]] = defaultdict(list)
        self._lies_from: dict[int, dt.date] = {}
        # Commune id → the day from which a new village of it lies in something.
        self._new_from: dict[int, dt.date] = {}
        self._mentions: dict[tuple[str, str], Mention] = {}
        self._splits: dict[str, tuple[str, str]] = {}
        self._load()

    def _load(self) -> None:
        for area in Area.objects.live():
            self.by_pk[area.pk] = area
            if area.level == Level.COMMUNE:
                for name in spellings(area):
                    self.communes[_key(name)].append(area)
                self.communes[area.code].append(area)
        self.codes = VillageCodes(area.code for area in self.by_pk.values() if area.level == Level.VILLAGE)
        for child, parent, day in Containment.objects.live().values_list("child", "parent", "valid_from"):
            self.parents[child].append(parent)
            self._lies_from[child] = min(day, self._lies_from.get(child, day))
        for area in self.by_pk.values():
            if area.level == Level.VILLAGE:
                self._enter(Place(area, self._commune_of(area)), self.parents[area.pk])

    def _commune_of(self, village: Area) -> Area | None:
        found = [self.by_pk[pk] for pk in self.parents[village.pk] if pk in self.by_pk]
        communes = [area for area in found if area.level == Level.COMMUNE]
        return min(communes, key=lambda area: area.valid_from, default=None)

    def _enter(self, place: Place, parents: Iterable[int]) -> None:
        keys = {key for name in spellings(place.area) for key in village_keys(name)}
        for parent in set(parents):
            for key in keys:
                self.inside[parent][key].append(place)

    # --- communes -----------------------------------------------------------------------------------------------

    def commune(self, text: str, header: str = "") -> Mention:
        """Return what a commune's name may mean: on the list's day, before a merger ("Xã (cũ)"), or today."""
        mention = self._mentions.get((text, header))
        if mention is None:
            mention = self._mentions[text, header] = self._mention(text, header)
        return mention

    def mentioned(self, checked: CheckedRow, village: str, commune: str, header: str) -> Mention | None:
        """Return what a row's commune may mean; a row that names no village, or no commune we know, is rejected."""
        if not village:
            checked.reject("village", _("The village is missing."))
        if not commune:
            checked.reject("commune", _("The commune is missing."))
        return self.known(checked, commune, header) if village and commune else None

    def known(self, checked: CheckedRow, commune: str, header: str) -> Mention | None:
        """Return what a row's commune may mean; a row whose commune we do not know is rejected."""
        mention = self.commune(commune, header)
        if not mention.likely:
            checked.reject("commune", unknown_commune(commune))
            return None
        return mention

    def _mention(self, text: str, header: str) -> Mention:
        found = list(dict.fromkeys(self._named_commune(text)))
        now = _NOW.search(text)
        if now:
            key = _key(now[1])
            found = [a for a in found if (s := self._successor(a)) and _key(s.name) == key] or found
        if now or _OLD.search(text) or _OLD.search(header):
            likely = [area for area in found if area.has_ended]
        else:
            likely = [a for a in found if a.valid_from <= self.day and (a.valid_to is None or a.valid_to >= self.day)]
        likely = likely or found
        return Mention(text, likely, [area for area in found if area not in likely])

    def split(self, text: str) -> tuple[str, str]:
        """Return the village and the commune that a text names: "Huổi Hoi - Nà Hỳ"; "" for what it does not name."""
        if text not in self._splits:
            self._splits[text] = self._split(nfc(text))
        return self._splits[text]

    def _split(self, text: str) -> tuple[str, str]:
        match = _WITH_COMMUNE.fullmatch(text)
        if match and (not match["village"] or _key(match["commune"]) in self.communes):
            return match["village"], match["commune"]
        parts = [part for part in _PARTS.split(text) if part]
        for position in range(1, len(parts)):
            if _key(parts[position]) in self.communes:
                return parts[position - 1], parts[position]
        return text, ""

    def named(self, village: str, commune: str, others: Iterable[str]) -> tuple[str, str]:
        """Return the names of a row's village and commune, where need be from the titles above it or its address."""
        texts = (village,) if village and commune else (village, *others)
        pairs = [self.split(text) for text in texts if text]
        village = re.sub(r"\s*:\s*", " ", next((name for name, _commune in pairs if name), ""))
        return village, commune or next((name for _village, name in pairs if name), "")

    def _named_commune(self, text: str) -> list[Area]:
        """Return the communes of a name, a code, or a name with what lies around it: "UBND xã Nà Hỳ, Nậm Pồ"."""
        text = _OFFICE.sub("", nfc(text))
        first = _PARTS.split(text)[0]
        tries = [_key(text), _key(first), _key(re.sub(r"\s+(?:cũ|mới)$", "", first)), text.zfill(5)]
        return next((self.communes[key] for key in tries if key in self.communes), [])

    def commune_of_office(self, notes: Iterable[str]) -> str:
        """Return the commune whose office wrote a list, for lists without a column for it."""
        for note in notes:
            match = _OFFICE_OF_COMMUNE.fullmatch(note.strip())
            if match and self.commune(match[1]).likely:
                return match[1]
        # "DANH SÁCH HỘ NGHÈO XÃ NÀ HỲ NĂM 2025": as many words as make a name.
        for note in notes:
            for found in _IN_TITLE.finditer(note):
                words = found[1].split()
                names = (" ".join(words[:count]).strip(" ,.;()") for count in range(len(words), 0, -1))
                if name := next((name for name in names if _key(name) in self.communes), ""):
                    return name
        return ""

    def village_of_title(self, notes: Iterable[str]) -> str:
        """Return the one village that a list is about by its title: "TỔ DÂN VẬN BẢN MỐC 4, XÃ NẬM TIN"."""
        found = [match[1] for note in notes if (match := _VILLAGE_IN_TITLE.fullmatch(note.strip()))]
        return found[0] if len(found) == 1 else ""

    def _successor(self, area: Area) -> Area | None:
        return self.by_pk.get(area.successor_id) if area.successor_id else None

    def chain(self, commune: Area) -> list[int]:
        """Return the ids of all that a village of `commune` will lie in: it, its successors, its region."""
        chain: list[int] = []
        unit: Area | None = commune
        while unit is not None and unit.pk not in chain:
            chain.append(unit.pk)
            unit = self._successor(unit)
        merged = [
            area for area in self.by_pk.values() if area.successor_id == commune.pk and area.level == Level.COMMUNE
        ]
        regions = [self._regions(old) for old in merged]
        return [*chain, *self._regions(commune), *(set.intersection(*regions) if regions else ())]

    def _regions(self, commune: Area) -> set[int]:
        """Return the ids of the regions that carry on the abolished district of `commune`."""
        districts = [self.by_pk[pk] for pk in self.parents[commune.pk] if pk in self.by_pk]
        return {d.successor_id for d in districts if d.has_ended and d.successor_id}

    # --- villages -----------------------------------------------------------------------------------------------

    def find(self, checked: CheckedRow, village: str, mention: Mention) -> Place | None:
        """Return the village of one of the communes, or None; what was assumed becomes a warning."""
        keys = village_keys(village)
        for communes, sure in ((mention.likely, True), (mention.others, False)):
            found = {p.key: p for c in communes for key in keys for p in self.inside[c.pk].get(key, ())}
            if not found:
                continue
            if len(found) > 1:
                checked.reject("village", _("There are several villages “%(name)s” there.") % {"name": village})
                return None
            place = next(iter(found.values()))
            self._warnings_about(checked, village, mention, place, sure)
            return place
        return None

    def _warnings_about(self, checked: CheckedRow, text: str, mention: Mention, place: Place, sure: bool) -> None:
        if not sure and place.commune is not None:
            words = {"text": mention.text, "village": village_inside(place.area.name), "commune": place.commune.name}
            sentence = _("“%(text)s” is the name of another day; it was read as %(village)s, %(commune)s.")
            checked.warn("commune", sentence % words)
        if _TYPO.match(nfc(text)):
            words = {"text": text, "village": village_inside(place.area.name)}
            checked.warn("village", _("“%(text)s” was read as %(village)s.") % words)
        written, known = (search_key(village_name(text)), nfc(village_name(text)).casefold())
        if not known.isascii() and written == search_key(place.area.name) and known != place.area.name.casefold():
            words = {"text": text, "village": place.area.name}
            checked.warn("village", _("“%(text)s” was read as the known village “%(village)s”.") % words)

    def unknown_village(self, village: str, mention: Mention) -> str:
        """Return the sentence about a village that is not known, with those that may be meant."""
        near = [village_inside(place.area.name) for place in self.near(village, mention, likeness=_SIMILAR)]
        words = {"name": village_name(village), "commune": mention.likely[0].name, "near": ", ".join(near)}
        if near:
            return _("There is no village “%(name)s” in %(commune)s. Is it %(near)s?") % words
        elsewhere = {
            place.commune.name: place
            for places in self.inside.values()
            for key in village_keys(village)
            for place in places.get(key, ())
            if place.commune is not None and self.covers(place)
        }
        if elsewhere:
            words["near"] = ", ".join(elsewhere)
            return _("There is no village “%(name)s” in %(commune)s, but in %(near)s. Check the commune.") % words
        return _("There is no village “%(name)s” in %(commune)s. Check the name, or add the village first.") % words

    def near(self, village: str, mention: Mention, likeness: float = _NEAR) -> list[Place]:
        """Return the villages of the communes with nearly the same name; another number is another village."""
        wanted = _key(village)
        found: dict[int, tuple[float, Place]] = {}
        for commune in mention:
            for key, places in self.inside[commune.pk].items():
                ratio = SequenceMatcher(None, wanted, key).ratio()
                if ratio >= likeness and _COUNTED.findall(wanted) == _COUNTED.findall(key):
                    found |= {place.key: (ratio, place) for place in places}
        return [place for _ratio, place in sorted(found.values(), key=lambda pair: -pair[0])[:3]]

    def introduce(self, checked: CheckedRow, village: str, commune: Area) -> Place | None:
        """Return a new village of `commune`, which the list mentions for the first time in this row; None when
        whoever loads the list may not add villages.
        """
        if self.user is not None and not may(self.user, Permission.EDIT_AREAS):
            words = {"village": village_inside(village_name(village)), "commune": commune.name}
            sentence = _("%(commune)s has no %(village)s in the list of areas, and your account may not add villages.")
            checked.reject("village", sentence % words)
            return None
        area = Area(level=Level.VILLAGE, code=self.codes.take(commune.code), name=village_name(village))
        place = Place(area, commune, is_new=True, first_row=checked.row.number)
        self.introduced.append(place)
        self._enter(place, self.chain(commune))
        if _TYPO.match(nfc(village)):
            words = {"text": village, "village": village_inside(area.name)}
            checked.warn("village", _("“%(text)s” was read as %(village)s.") % words)
        checked.introduces = f"{area.name} ({commune.name})"
        words = {"village": area.name, "commune": commune.name}
        checked.warn("village", _("The village %(village)s is not known yet; it will be added to %(commune)s.") % words)
        return place

    def begins(self, place: Place) -> dt.date:
        """Return the day from which the village is there and lies in something (see `teams.tree.first_days`)."""
        if place.area.pk is None and place.commune is not None:
            commune = place.commune
            if commune.pk not in self._new_from:
                rows = tree.containments_of(place.area, commune)
                self._new_from[commune.pk] = min(row.valid_from for row in rows)
            return max(place.area.valid_from, self._new_from[commune.pk])
        return max(place.area.valid_from, self._lies_from.get(place.area.pk, place.area.valid_from))

    def covers(self, place: Place) -> bool:
        """Tell whether the one who loads the list may write about this village."""
        if self.scope is None:
            return True
        if place.is_new and place.commune is not None:
            return not self.scope.isdisjoint(self.chain(place.commune))
        return place.area.pk in self.scope


def _key(text: str) -> str:
    """Return the key of a place; "Nà Hỳ" and "Nà Hì" are two spellings of one name."""
    return re.sub(r"(?<=[hklmst])y\b", "i", place_key(text))


def spellings(area: Area) -> list[str]:
    return [area.name, *filter(None, (line.strip() for line in area.other_names.splitlines()))]


@lru_cache(maxsize=4096)
def village_keys(text: str) -> tuple[str, ...]:
    """Return the keys under which a village is looked for: "Nôm" and "Bản Nôm" are one."""
    key = _key(text)
    words = key.split(" ")
    if len(words) == 1:
        return (key, f"ban {key}", f"thon {key}")
    if len(words) == 2 and words[0] in ("ban", "thon"):
        return (key, words[1])
    return (key,)


@lru_cache(maxsize=4096)
def village_name(text: str) -> str:
    """Return a village's name as it is kept: "BẢN HUỔI HOI" is "Huổi Hoi", "Bản Phủ" stays."""
    name = tidy_name(re.sub(r"\s*[(\[].*$", "", nfc(text)))
    stripped = _ROMAN.sub(lambda match: match[0].upper(), _VILLAGE_WORD.sub("", name))
    return stripped[:1].upper() + stripped[1:]


def unknown_commune(text: str) -> str:
    """Return the sentence about a commune that is not known."""
    return _("There is no commune “%(name)s” in the catalogue. Check the spelling.") % {"name": text}


def write_introduced(places: Iterable[Place], *, by: Any, batch_id: int) -> None:
    """Write the new villages among `places`, and what they lie in."""
    new = list({place.key: place for place in places if place.is_new and place.area.pk is None}.values())
    if not new:
        return
    history.create_many([place.area for place in new], by=by, batch_id=batch_id)
    pairs = [(place.area, place.commune) for place in new if place.commune is not None]
    villages.write(villages.containments(pairs), by=by, batch_id=batch_id)
    tree.rebuild_paths()
