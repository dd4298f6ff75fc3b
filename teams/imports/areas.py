"""The list of areas: provinces, districts, communes and villages with the days on which they existed."""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.dates import format_date, read_date
from plumbing.importing.checking import Cells, Checked, Outcome, settle
from plumbing.importing.kinds import Kind, Loader
from plumbing.spreadsheets import Column, Table
from plumbing.text import nfc, search_key
from teams import tree
from teams.access import Permission
from teams.imports.area_writing import Plan, write
from teams.imports.scope import area_ids, covers
from teams.models import UNKNOWN_START, Area, Containment
from teams.village_codes import VillageCodes

Level = Area.Level
LEVEL_WORDS = {
    **{search_key(level): level for level in Level.values},
    "tinh": Level.PROVINCE, "thanh pho truc thuoc trung uong": Level.PROVINCE, "cap tinh": Level.PROVINCE,
    "huyen": Level.DISTRICT, "quan": Level.DISTRICT, "thi xa": Level.DISTRICT, "thanh pho": Level.DISTRICT,
    "cap huyen": Level.DISTRICT, "khu vuc": Level.REGION, "vung": Level.REGION,
    "xa": Level.COMMUNE, "phuong": Level.COMMUNE, "thi tran": Level.COMMUNE, "cap xa": Level.COMMUNE,
    "dac khu": Level.COMMUNE, "ban": Level.VILLAGE, "thon": Level.VILLAGE, "to dan pho": Level.VILLAGE,
    "thon ban": Level.VILLAGE, "thon, ban": Level.VILLAGE, "cap thon": Level.VILLAGE,
}  # fmt: skip
RANK = {Level.PROVINCE: 0, Level.DISTRICT: 1, Level.REGION: 1, Level.COMMUNE: 2, Level.VILLAGE: 3}
URBAN_WORDS = ("phuong ", "thi tran ")
DIGITS_OF_CODES = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}


class AreaList(Kind):
    code = "areas"
    title = gettext_lazy("Areas")
    help = gettext_lazy("Provinces, districts, communes and villages, with the days from and until which they exist.")
    permissions = (Permission.IMPORT, Permission.EDIT_AREAS)
    columns = (
        Column("level", ("Cấp", "level", "Cấp đơn vị", "Cấp hành chính", "Loại đơn vị"), required=True),
        Column("code", ("Mã", "code", "Mã đơn vị", "Mã ĐVHC", "Mã số"), required=True),
        Column("name", ("Tên", "name", "Tên đơn vị", "Tên ĐVHC", "Tên gọi"), required=True),
        Column(
            "parent_code", ("Mã cấp trên", "parent_code", "Mã đơn vị cấp trên", "Trực thuộc", "Mã cha"), required=True
        ),
        Column("valid_from", ("Từ ngày", "valid_from", "Có hiệu lực từ", "Ngày thành lập", "Hiệu lực từ")),
        Column("valid_to", ("Đến ngày", "valid_to", "Hết hiệu lực", "Ngày hết hiệu lực", "Hiệu lực đến")),
        Column("successor_code", ("Mã kế thừa", "successor_code", "Mã đơn vị mới", "Sáp nhập vào", "Mã mới")),
        Column("other_names", ("Tên khác", "other_names", "Cách viết khác")),
    )
    examples = (
        {"level": "commune", "code": "03169", "name": "Xã Nà Hỳ", "parent_code": "11", "valid_from": "01/07/2025"},
        {"level": "village", "name": "Bản Ví Dụ", "parent_code": "03169"},
    )

    def check(self, table: Table, loader: Loader) -> list[Checked]:
        return _Check(table, loader).run()

    def commit(self, checked: Sequence[Checked], loader: Loader, batch_id: int) -> None:
        write([row.plan for row in checked], loader, batch_id)

    def after_undo(self) -> None:
        tree.rebuild_paths()


class _Check:
    """Reads the rows, then links them: parents and successors may stand further down in the list."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        self.scope = area_ids(loader.user)
        self.known: dict[str, list[Plan]] = defaultdict(list)
        self.villages: dict[tuple[int, str], Plan] = {}
        by_pk = {area.pk: Plan(copy.copy(area), area) for area in Area.objects.live()}
        for plan in by_pk.values():
            self.known[plan.area.code].append(plan)
        self.inside: dict[int, list[Containment]] = defaultdict(list)
        for row in Containment.objects.live():
            self.inside[row.child_id].append(row)
            child, parent = by_pk.get(row.child_id), by_pk.get(row.parent_id)
            if child and parent and child.area.level == Level.VILLAGE:
                self.villages[parent.area.pk, search_key(child.area.name)] = child
        self.listed: dict[int, Checked] = {}
        self.codes = VillageCodes(self.known)

    def run(self) -> list[Checked]:
        rows = [self._read(Checked(row, self.table)) for row in self.table.rows]
        self.loader.progress(len(rows), len(rows))
        for checked in rows:
            if not checked.is_rejected and checked.plan.area.level != Level.VILLAGE:
                self._enter(checked)
        for checked in rows:
            if checked.outcome != Outcome.REJECTED and id(checked.plan) in self.listed:
                self._link(checked)
        for checked in rows:
            if not checked.is_rejected and checked.plan.area.level == Level.VILLAGE:
                self._enter_village(checked)
        self._drop_orphans(rows)
        for checked in rows:
            if checked.plan is not None and id(checked.plan) in self.listed:
                settle(checked, self._differences(checked.plan), is_new=checked.plan.before is None)
        return rows

    # --- reading ------------------------------------------------------------------------------------------------

    def _read(self, checked: Checked) -> Checked:
        cells = Cells(checked, convert_legacy=self.loader.convert_legacy)
        level = self._level(cells)
        name = cells.required("name", _("The area has no name."), longest=120)
        checked.title = name
        area = Area(
            level=level,
            code=self._code(cells, level),
            name=name,
            other_names=cells.text("other_names"),
            valid_from=self._day(cells, "valid_from") or UNKNOWN_START,
            valid_to=self._day(cells, "valid_to"),
            is_urban=level == Level.COMMUNE and search_key(name).startswith(URBAN_WORDS),
        )
        if area.valid_to and area.valid_to < area.valid_from:
            checked.reject("valid_to", _("The last day lies before the first day."))
        checked.plan = Plan(area)
        return checked

    def _level(self, cells: Cells) -> str:
        text = cells.required("level", _("The level is missing: province, district, commune or village."))
        level = LEVEL_WORDS.get(search_key(text))
        if text and level is None:
            cells.checked.reject(
                "level", _("“%(text)s” is no level. Write province, district, commune or village.") % {"text": text}
            )
        return level or ""

    def _code(self, cells: Cells, level: str) -> str:
        code = cells.text("code", longest=20)
        if not code and level != Level.VILLAGE:
            cells.checked.reject("code", _("The code is missing."))
        return padded(cells.values.get("code"), code, level)

    def _day(self, cells: Cells, code: str) -> dt.date | None:
        read = cells.read(code, read_date, allow_future=True)
        return read.date if read else None

    # --- which area a row speaks of -----------------------------------------------------------------------------

    def _enter(self, checked: Checked) -> None:
        """Join the row to the known area that it speaks of, or to none."""
        plan: Plan = checked.plan
        if not plan.area.level:
            return
        same_code = self.known[plan.area.code]
        twin = next((p for p in same_code if id(p) in self.listed and p.overlaps(plan)), None)
        if twin is not None:
            self._meet_twin(checked, self.listed[id(twin)])
            return
        known = self._known(plan, same_code)
        if known is not None:
            self._take_over(plan, known)
            same_code.remove(known)
        same_code.append(plan)
        self.listed[id(plan)] = checked

    @staticmethod
    def _known(plan: Plan, same_code: list[Plan]) -> Plan | None:
        stored = [p for p in same_code if p.before is not None and p.area.level == plan.area.level]
        exact = [p for p in stored if p.begins == plan.begins]
        return next(iter(exact or [p for p in stored if p.overlaps(plan)]), None)

    @staticmethod
    def _take_over(plan: Plan, known: Plan) -> None:
        """Put what the row says into a copy of the stored area; what it leaves out stays as it is."""
        area, row = known.area, plan.area
        area.name, area.is_urban = row.name, row.is_urban
        area.other_names = row.other_names or area.other_names
        area.valid_from = row.valid_from if row.valid_from != UNKNOWN_START else area.valid_from
        area.valid_to = row.valid_to or area.valid_to
        plan.area, plan.before = area, known.before

    def _meet_twin(self, checked: Checked, first: Checked) -> None:
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

    def _enter_village(self, checked: Checked) -> None:
        """A village is known by its code, else by its name in its commune; without a code it gets one."""
        plan: Plan = checked.plan
        commune = self._commune_of(checked)
        if commune is None:
            return
        plan.parents = [commune]
        key = (commune.area.pk or id(commune), search_key(plan.area.name))
        known = self.villages.get(key)
        if known is not None and id(known) in self.listed and not plan.area.code:
            checked.outcome = Outcome.UNCHANGED
            words = {"number": self.listed[id(known)].row.number}
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
            return
        if not plan.area.code:
            plan.area.code = known.area.code if known else self.codes.take(commune.area.code)
        self.villages[key] = plan
        self._enter(checked)
        if id(plan) in self.listed:
            self._check_scope(checked)

    def _commune_of(self, checked: Checked) -> Plan | None:
        code = padded(checked.row.cells.get("parent_code"), nfc(checked.row.cells.get("parent_code")), Level.COMMUNE)
        found = sorted(self._overlapping(code, checked.plan, {Level.COMMUNE}), key=lambda plan: plan.begins)
        if not found:
            checked.reject("parent_code", _("There is no commune with the code %(code)s.") % {"code": code or "–"})
            return None
        if len(found) > 1:
            sentence = _("The code %(code)s was reused; the village was put into %(name)s (until %(day)s).")
            words = {"code": code, "name": found[0].area.name, "day": format_date(found[0].ends)}
            checked.warn("parent_code", sentence % words)
        return found[0]

    # --- what lies in what --------------------------------------------------------------------------------------

    def _overlapping(self, code: str, plan: Plan, levels: Iterable[str]) -> list[Plan]:
        return [p for p in self.known.get(code, []) if p is not plan and p.area.level in levels and p.overlaps(plan)]

    def _link(self, checked: Checked) -> None:
        plan: Plan = checked.plan
        self._find_parents(checked, plan)
        self._find_successor(checked, plan)
        if not checked.is_rejected:
            self._check_scope(checked)

    def _find_parents(self, checked: Checked, plan: Plan) -> None:
        code = nfc(checked.row.cells.get("parent_code"))
        if not code:
            if plan.area.level != Level.PROVINCE:
                checked.reject("parent_code", _("Say which area it lies in."))
            return
        above = {level for level in Level.values if RANK[Level(level)] < RANK[Level(plan.area.level)]}
        wanted = [
            padded(checked.row.cells.get("parent_code"), code, level) for level in (Level.PROVINCE, Level.DISTRICT)
        ]
        plan.parents = [p for c in dict.fromkeys([code, *wanted]) for p in self._overlapping(c, plan, above)]
        if not plan.parents:
            sentence = _("There is no higher area with the code %(code)s on these days.")
            checked.reject("parent_code", sentence % {"code": code})

    def _find_successor(self, checked: Checked, plan: Plan) -> None:
        raw = checked.row.cells.get("successor_code")
        code = padded(raw, nfc(raw), plan.area.level)
        if not code:
            return
        if plan.area.valid_to is None:
            checked.reject("valid_to", _("An area that has a successor needs its last day."))
            return
        day = plan.area.valid_to + dt.timedelta(days=1)
        plan.successor = next((p for p in self.known.get(code, []) if p is not plan and p.begins == day), None)
        if plan.successor is None:
            words = {"code": code, "day": format_date(day)}
            checked.reject(
                "successor_code", _("There is no area with the code %(code)s that begins on %(day)s.") % words
            )

    def _check_scope(self, checked: Checked) -> None:
        plan: Plan = checked.plan
        allowed = plan.before is not None and covers(self.scope, plan.before.pk)
        if self.scope is not None and not allowed:
            places = [p.area.pk for parent in plan.parents for p in (parent, parent.successor) if p is not None]
            allowed = any(covers(self.scope, pk) for pk in places)
        if not allowed and self.scope is not None:
            checked.reject("code", _("This area lies outside the area of your account."))

    def _drop_orphans(self, rows: Sequence[Checked]) -> None:
        """Reject what hangs on a rejected row, until nothing hangs in the air."""
        lost = True
        while lost:
            lost = False
            for checked in rows:
                if checked.is_rejected or id(checked.plan) not in self.listed:
                    continue
                needed = [*checked.plan.parents, *([checked.plan.successor] if checked.plan.successor else [])]
                broken = [self.listed[id(p)] for p in needed if id(p) in self.listed and self.listed[id(p)].is_rejected]
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
            "valid_from": (_day_text(was.valid_from), _day_text(now.valid_from)),
            "valid_to": (_day_text(was.valid_to), _day_text(now.valid_to)),
        }
        if plan.successor is not None and (
            plan.successor.area.pk is None or plan.successor.area.pk != was.successor_id
        ):
            pairs["successor_code"] = (was.successor.name if was.successor else "", plan.successor.area.name)
        stored = {row.parent_id for row in self.inside.get(was.pk, [])}
        plan.missing_containments = [p for p in plan.parents if p.area.pk is None or p.area.pk not in stored]
        if plan.missing_containments:
            pairs["parent_code"] = ("", ", ".join(p.area.name for p in plan.missing_containments))
        return {self.table.header_text(k) or k: [a, b] for k, (a, b) in pairs.items() if a != b}


def padded(raw: object, code: str, level: str) -> str:
    """Put back the zeros that Excel takes from a code that was typed as a number."""
    width = DIGITS_OF_CODES.get(Level(level)) if level else None
    return code.zfill(width) if width and code.isdecimal() and not isinstance(raw, str) else code


def _day_text(day: dt.date | None) -> str:
    return "" if day in (None, UNKNOWN_START) else format_date(day)
