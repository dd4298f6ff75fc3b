"""Checks a list of areas: which area each row speaks of, on which day, and what it lies in."""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from plumbing.dates import format_date
from plumbing.importing.checking import CheckedRow, Outcome, settle
from plumbing.importing.kinds import Loader
from plumbing.spreadsheets import Table
from plumbing.text import nfc, search_key
from teams import moves, rules
from teams.actions.areas import communes_to_extend
from teams.imports.area_codes import Codes, Plan, padded
from teams.imports.area_reading import read_area
from teams.imports.scope import area_ids, covers
from teams.models import UNKNOWN_START, Area, Containment
from teams.village_codes import VillageCodes

Level = Area.Level
RANK = {Level.PROVINCE: 0, Level.DISTRICT: 1, Level.REGION: 1, Level.COMMUNE: 2, Level.VILLAGE: 3}


class AreaCheck:
    """Reads the rows, then links them: parents and successors may stand further down in the list.

    A row speaks of the day that it gives, else of the day of the list. On that day a code means one area, and a known
    area that lies elsewhere then goes from there on: what was before ends, and nothing before it changes.
    """

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        self.day = loader.list_day.day
        self.scope = area_ids(loader.user)
        if self.scope is not None:
            self.scope |= set(communes_to_extend(loader.user).values_list("pk", flat=True))
        self.codes = Codes(Plan(copy.copy(area), area) for area in Area.objects.live())
        # (Commune, key of the name) → the villages that lie, lay or will lie there, and those of the list.
        self.named: dict[tuple[int, str], list[Plan]] = defaultdict(list)
        for plan in self.codes.by_pk.values():
            if plan.area.level == Level.VILLAGE:
                for stay in self.codes.stays_of(plan):
                    self.named[stay.parent_id, search_key(plan.area.name)].append(plan)
        self.listed: dict[int, CheckedRow] = {}
        self.next_codes = VillageCodes(self.codes)

    def run(self) -> list[CheckedRow]:
        rows = [read_area(CheckedRow(row, self.table), self.loader) for row in self.table.rows]
        self.loader.progress(len(rows), len(rows))
        higher = [row for row in rows if not row.is_rejected and row.plan.area.level != Level.VILLAGE]
        # The oldest first: where a code is reused, the old unit ends before the new one takes it.
        for checked in sorted(higher, key=lambda row: row.plan.begins):
            self._enter(checked)
        for checked in higher:
            if not checked.is_rejected and self._is_listed(checked):
                self._link(checked)
        for checked in rows:
            if not checked.is_rejected and checked.plan.area.level == Level.VILLAGE:
                self._enter_village(checked)
        self._drop_orphans(rows)
        for checked in rows:
            if self._is_listed(checked):
                settle(checked, self._differences(checked.plan), is_new=checked.plan.before is None)
        return rows

    def _is_listed(self, checked: CheckedRow) -> bool:
        return checked.plan is not None and self.listed.get(id(checked.plan)) is checked

    def _day_of(self, row: Area) -> dt.date:
        """Return the day of which a row speaks."""
        if row.valid_from != UNKNOWN_START:
            return row.valid_from
        return min(self.day, row.valid_to or self.day)

    # --- which area a row speaks of -----------------------------------------------------------------------------

    def _enter(self, checked: CheckedRow) -> None:
        """Join the row to the known area that it speaks of, or to none."""
        plan: Plan = checked.plan
        same_code = self.codes[plan.area.code]
        listed_twice = next((p for p in same_code if id(p) in self.listed and p.overlaps(plan)), None)
        if listed_twice is not None:
            self._meet_same_area(checked, self.listed[id(listed_twice)])
            return
        known = self._known(plan, same_code)
        if known is not None:
            self._take_over(checked, plan, known)
            self.codes.replace(known, plan)
        else:
            self.codes.add(plan)
        self.listed[id(plan)] = checked

    def _known(self, plan: Plan, same_code: Sequence[Plan]) -> Plan | None:
        stored = [p for p in same_code if p.before is not None and p.area.level == plan.area.level]
        exact = [p for p in stored if p.begins == plan.begins != UNKNOWN_START]
        on_the_day = [p for p in stored if p.overlaps(plan) and p.is_there_on(self._day_of(plan.area))]
        return next(iter([*exact, *on_the_day, *(p for p in stored if p.overlaps(plan))]), None)

    def _take_over(self, checked: CheckedRow, plan: Plan, known: Plan) -> None:
        """Put what the row says into a copy of the stored area; what it leaves out stays as it is, and so does the
        past: a list does not tell when a known area began, nor another last day than the one it had.
        """
        area, row = known.area, plan.area
        words = {"name": area.name, "code": area.code, "day": _day_text(area.valid_from) or _("not known")}
        if row.valid_from not in (UNKNOWN_START, area.valid_from):
            if area.level != Level.VILLAGE and search_key(row.name) != search_key(area.name):
                sentence = _(
                    "%(name)s has the code %(code)s on these days. Say in a row of its own until when, or leave the "
                    "first day out when only the name changes."
                )
                checked.reject("valid_from", sentence % words)
            checked.warn("valid_from", _("The first day of %(name)s stays as it is: %(day)s.") % words)
        if area.valid_to and row.valid_to not in (None, area.valid_to):
            words["day"] = format_date(area.valid_to)
            checked.reject("valid_to", _("%(name)s ended on %(day)s; a list does not change that.") % words)
        if row.valid_to and row.valid_to < area.valid_from:
            checked.reject("valid_to", _("The last day lies before the first day."))
        plan.day = self._day_of(row)
        area.name, area.is_urban = row.name, row.is_urban
        area.other_names = row.other_names or area.other_names
        area.valid_to = row.valid_to or area.valid_to
        plan.area, plan.before = area, known.before

    def _meet_same_area(self, checked: CheckedRow, first: CheckedRow) -> None:
        same = all(
            getattr(checked.plan.area, name) == getattr(first.plan.area, name)
            for name in ("level", "name", "valid_from", "valid_to")
        )
        words = {"number": first.row.number, "code": checked.plan.area.code}
        if same and nfc(checked.row.cells.get("parent_code")) == nfc(first.row.cells.get("parent_code")):
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        else:
            checked.reject(
                "code", _("Row %(number)s has the code %(code)s for the same days; leave one of them.") % words
            )

    # --- villages -----------------------------------------------------------------------------------------------

    def _enter_village(self, checked: CheckedRow) -> None:
        """A village is known by its code, else by its name in its commune; without a code it gets one."""
        plan: Plan = checked.plan
        day = self._day_of(plan.area)
        commune = self._commune_of(checked, day)
        if commune is None:
            return
        key = (commune.area.pk or id(commune), search_key(plan.area.name))
        if not plan.area.code:
            plan.area.code = self._code_by_name(checked, commune, key, day)
            if not checked.writes:
                return
        self.named[key].append(plan)
        self._enter(checked)
        if not self._is_listed(checked):
            return
        if plan.before is None:
            plan.parents = [commune]
            self._warn_of_reuse(checked, commune)
        else:
            self._place(checked, commune)
        self._check_scope(checked)

    def _commune_of(self, checked: CheckedRow, day: dt.date) -> Plan | None:
        raw = checked.row.cells.get("parent_code")
        code = padded(raw, nfc(raw), Level.COMMUNE)
        commune = self.codes.on([code], day, {Level.COMMUNE})
        if commune is None:
            checked.reject("parent_code", _("There is no commune with the code %(code)s.") % {"code": code or "–"})
        return commune

    def _warn_of_reuse(self, checked: CheckedRow, commune: Plan) -> None:
        plan, code = checked.plan, commune.area.code
        if plan.begins == UNKNOWN_START and len([p for p in self.codes[code] if p.area.level == Level.COMMUNE]) > 1:
            sentence = _("The code %(code)s was reused; on %(day)s it means %(name)s, and the village lies there.")
            words = {"code": code, "name": commune.area.name, "day": format_date(self._clip(self.day, commune))}
            checked.warn("parent_code", sentence % words)
            self.loader.list_day.use()

    def _code_by_name(self, checked: CheckedRow, commune: Plan, key: tuple[int, str], day: dt.date) -> str:
        """Return the code of the village that has this name in the commune, or the next free one."""
        known = self.named[key]
        again = next((plan for plan in known if id(plan) in self.listed), None)
        if again is not None:
            checked.outcome = Outcome.UNCHANGED
            words = {"number": self.listed[id(again)].row.number}
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
            return ""
        day = self._clip(day, commune)
        for plan in known:
            if any(s.parent_id == commune.area.pk and s.valid_from <= day <= s.ends for s in self.codes.stays_of(plan)):
                return plan.area.code
        if known:
            sentence = _(
                "%(name)s has lain in %(commune)s, but not on %(day)s. Give its code if it is the same village."
            )
            words_of_it = {"name": checked.title, "commune": commune.area.name, "day": format_date(day)}
            checked.reject("code", sentence % words_of_it)
        return self.next_codes.take(commune.area.code)

    # --- what lies in what --------------------------------------------------------------------------------------

    def _link(self, checked: CheckedRow) -> None:
        self._find_parents(checked)
        self._find_successor(checked)
        if not checked.is_rejected:
            self._check_scope(checked)

    def _find_parents(self, checked: CheckedRow) -> None:
        plan: Plan = checked.plan
        raw = checked.row.cells.get("parent_code")
        code = nfc(raw)
        if not code:
            if plan.area.level != Level.PROVINCE:
                checked.reject("parent_code", _("Say which area it lies in."))
            return
        above = {level for level in Level.values if RANK[Level(level)] < RANK[Level(plan.area.level)]}
        spellings = list(
            dict.fromkeys([code, *(padded(raw, code, level) for level in (Level.PROVINCE, Level.DISTRICT))])
        )
        if plan.before is None:
            plan.parents = self.codes.throughout(spellings, plan, above)
        parent = self.codes.on(spellings, self._clip(plan.day, plan), above) if plan.before else None
        if parent is not None:
            self._place(checked, parent)
        elif not plan.parents:
            sentence = _("There is no higher area with the code %(code)s on these days.")
            checked.reject("parent_code", sentence % {"code": code})

    def _place(self, checked: CheckedRow, parent: Plan) -> None:
        """A known area lies where the row says, or goes there; a code of the past speaks of the past."""
        plan: Plan = checked.plan
        day = self._clip(plan.day, plan)
        on = self._clip(day, parent)
        stays = self.codes.stays_of(plan)
        if any(stay.parent_id == parent.area.pk and stay.valid_from <= on <= stay.ends for stay in stays):
            return
        words = {"parent": parent.area.name, "day": format_date(on), "area": plan.area.name}
        if on < day:
            sentence = _(
                "%(parent)s ended on %(day)s, and %(area)s did not lie in it. Give the code of what follows it."
            )
            checked.reject("parent_code", sentence % words)
            return
        wanted: list[Containment] = []
        if parent.area.pk is not None and plan.before is not None:
            wanted = moves.wanted(plan.before, parent.area, on)
        for problem in rules.move_problems(plan.area, parent.area, on, stays, wanted):
            checked.reject("parent_code", problem.text)
        if not checked.row.cells.get("valid_from"):
            self.loader.list_day.use()
        plan.moves_to, plan.moves_on = parent, on

    @staticmethod
    def _clip(day: dt.date, plan: Plan) -> dt.date:
        """Return the day, or the nearest one on which the area is there."""
        return max(plan.begins, min(day, plan.ends))

    def _find_successor(self, checked: CheckedRow) -> None:
        plan: Plan = checked.plan
        raw = checked.row.cells.get("successor_code")
        code = padded(raw, nfc(raw), plan.area.level)
        self._check_end(checked)
        if not code:
            return
        if plan.area.valid_to is None:
            checked.reject("valid_to", _("An area that has a successor needs its last day."))
            return
        day = plan.area.valid_to + dt.timedelta(days=1)
        plan.successor = next((p for p in self.codes[code] if p is not plan and p.begins == day), None)
        if plan.successor is None:
            words = {"code": code, "day": format_date(day)}
            checked.reject(
                "successor_code", _("There is no area with the code %(code)s that begins on %(day)s.") % words
            )

    def _check_end(self, checked: CheckedRow) -> None:
        """What goes into an area after its last day would lie nowhere; and so would the villages of a commune that
        ends without a successor, which may be meant.
        """
        plan: Plan = checked.plan
        if plan.before is None or plan.before.has_ended or plan.area.valid_to is None:
            return
        into = [
            (stay, child)
            for child in self.codes.by_pk.values()
            for stay in self.codes.stays_of(child)
            if stay.parent_id == plan.before.pk and stay.ends > plan.ends
        ]
        late = next(((stay, child) for stay, child in into if stay.valid_from > plan.ends), None)
        words = {"name": plan.area.name, "count": len(into)}
        if late is not None:
            words |= {"child": late[1].area.name, "day": format_date(late[0].valid_from)}
            checked.reject("valid_to", _("On %(day)s %(child)s goes to %(name)s; take that back first.") % words)
        elif into and plan.area.level == Level.COMMUNE and not nfc(checked.row.cells.get("successor_code")):
            sentence = _(
                "Villages that lie in %(name)s: %(count)s. Say what follows it, or they lie nowhere from then on."
            )
            checked.warn("successor_code", sentence % words)

    def _check_scope(self, checked: CheckedRow) -> None:
        """Whoever loads the list may write about the area, and about what it goes into."""
        plan: Plan = checked.plan
        if self.scope is None:
            return
        places = [*plan.parents, *filter(None, [plan.moves_to])]
        inside = [self._covers(place) or (place.successor and self._covers(place.successor)) for place in places]
        allowed = any(inside) if plan.before is None else covers(self.scope, plan.before.pk) and all(inside)
        if not allowed:
            checked.reject("code", _("This area lies outside the area of your account."))

    def _covers(self, plan: Plan) -> bool:
        return covers(self.scope, plan.area.pk)

    def _drop_orphans(self, rows: Iterable[CheckedRow]) -> None:
        """Reject what hangs on a rejected row, until nothing hangs in the air."""
        lost = True
        while lost:
            lost = False
            for checked in rows:
                if checked.is_rejected or not self._is_listed(checked):
                    continue
                broken = [row for p in checked.plan.needed if (row := self.listed.get(id(p))) and row.is_rejected]
                if broken:
                    words = {"number": broken[0].row.number}
                    checked.reject("parent_code", _("It belongs to row %(number)s, which is rejected.") % words)
                    lost = True

    def _differences(self, plan: Plan) -> dict[str, list[str]]:
        if plan.before is None:
            return {}
        was, now = plan.before, plan.area
        pairs = {
            "name": (was.name, now.name),
            "other_names": (was.other_names, now.other_names),
            "valid_to": (_day_text(was.valid_to), _day_text(now.valid_to)),
        }
        if plan.successor is not None and (
            plan.successor.area.pk is None or plan.successor.area.pk != was.successor_id
        ):
            pairs["successor_code"] = (was.successor.name if was.successor else "", plan.successor.area.name)
        if plan.moves_to is not None and plan.moves_on is not None:
            left = moves.unit_on(self.codes.stays_of(plan), plan.moves_on)
            words = {"name": plan.moves_to.area.name, "day": format_date(plan.moves_on)}
            pairs["parent_code"] = (left.parent.name if left else "", _("%(name)s from %(day)s on") % words)
        return {self.table.header_text(k) or k: [a, b] for k, (a, b) in pairs.items() if a != b}


def _day_text(day: dt.date | None) -> str:
    return "" if day in (None, UNKNOWN_START) else format_date(day)
