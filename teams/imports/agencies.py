"""The list of agencies: offices, schools, forces, mass organisations, party cells."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.importing.checking import Cells, CheckedRow, Outcome, settle
from plumbing.importing.kinds import ListKind, Loader
from plumbing.spreadsheets import Column, Table
from plumbing.text import place_key, search_key
from teams.access import Permission
from teams.actions.agencies import save_agencies
from teams.imports.places import unknown_commune
from teams.imports.scope import area_ids, covers
from teams.models import Agency, Area

AgencyKind = Agency.Kind
KIND_WORDS = {
    **{search_key(kind): kind for kind in AgencyKind.values},
    "to chuc dang": AgencyKind.PARTY, "dang": AgencyKind.PARTY, "chi bo": AgencyKind.PARTY,
    "dang bo": AgencyKind.PARTY, "dang uy": AgencyKind.PARTY, "co quan dang": AgencyKind.PARTY,
    "co quan nha nuoc": AgencyKind.STATE, "nha nuoc": AgencyKind.STATE, "chinh quyen": AgencyKind.STATE,
    "ubnd": AgencyKind.STATE, "mat tran": AgencyKind.FRONT, "doan the": AgencyKind.FRONT,
    "mat tran, doan the": AgencyKind.FRONT, "luc luong vu trang": AgencyKind.FORCE, "cong an": AgencyKind.FORCE,
    "quan doi": AgencyKind.FORCE, "bien phong": AgencyKind.FORCE, "don vi su nghiep": AgencyKind.SERVICE,
    "su nghiep": AgencyKind.SERVICE, "truong hoc": AgencyKind.SERVICE, "y te": AgencyKind.SERVICE,
    "doanh nghiep": AgencyKind.ENTERPRISE, "khac": AgencyKind.OTHER,
}  # fmt: skip


@dataclass(eq=False)
class Plan:
    """An agency as the list wants it."""

    agency: Agency
    before: Agency | None = None


class AgencyList(ListKind):
    code = "agencies"
    title = gettext_lazy("Agencies")
    help = gettext_lazy("One row for each agency: its name, kind and area.")
    permissions = (Permission.IMPORT, Permission.EDIT_TEAMS)
    columns = (
        Column(
            "name",
            ("Tên cơ quan, đơn vị", "Cơ quan, đơn vị", "Tên cơ quan", "Tên đơn vị", "Cơ quan", "Đơn vị"),
            required=True,
        ),
        Column("kind", ("Loại", "Loại hình", "Khối", "Nhóm")),
        Column("area", ("Địa bàn", "Xã", "Đơn vị hành chính", "Trực thuộc xã")),
    )
    examples = ({"name": "Trường Tiểu học Ví Dụ", "kind": "Đơn vị sự nghiệp", "area": "Nà Hỳ"},)

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return _Check(table, loader).run()

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        plans: list[Plan] = [row.plan for row in checked]
        save_agencies([(plan.before, plan.agency) for plan in plans], by=loader.user, batch_id=batch_id)


class _Check:
    """An agency is known by its name, whatever the capitals and marks."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        self.scope = area_ids(loader.user)
        self.known = {search_key(a.name): a for a in Agency.objects.live().select_related("area")}
        self.listed: dict[str, CheckedRow] = {}
        self.areas: dict[str, list[Area]] = {}
        day = loader.list_day.day
        for area in Area.objects.live().exclude(level=Area.Level.VILLAGE).active_on(day):
            self.areas.setdefault(place_key(area.name), []).append(area)

    def run(self) -> list[CheckedRow]:
        rows = [CheckedRow(row, self.table) for row in self.table.rows]
        for checked in rows:
            self._check(checked)
        self.loader.progress(len(rows), len(rows))
        return rows

    def _check(self, checked: CheckedRow) -> None:
        cells = Cells(checked, convert_legacy=self.loader.convert_legacy)
        name = cells.required("name", _("The name of the agency is missing."))
        checked.title = name
        kind, area = self._kind(cells), self._area(cells)
        if checked.is_rejected:
            return
        first = self.listed.setdefault(search_key(name), checked)
        if first is not checked:
            self._meet(checked, first, kind, area)
            return
        before = self.known.get(search_key(name))
        agency = copy.copy(before) if before else Agency()
        agency.name, agency.kind = name, kind or agency.kind
        agency.area = area or agency.area
        checked.plan = Plan(agency, before)
        if before is not None and before.area_id and not covers(self.scope, before.area_id):
            checked.reject("name", _("This agency lies outside the area of your account."))
        differences = self._differences(agency, before)
        if differences and not self.loader.may(Permission.EDIT_CATALOGUES):
            checked.reject("name", _("The agency is known with other details, and your account may not change it."))
        settle(checked, differences, is_new=before is None)

    def _meet(self, checked: CheckedRow, first: CheckedRow, kind: str, area: Area | None) -> None:
        words = {"number": first.row.number}
        agency: Agency = first.plan.agency
        if (kind or agency.kind, area or agency.area) == (agency.kind, agency.area):
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        else:
            checked.reject("name", _("Row %(number)s is about the same agency, with other details.") % words)

    def _kind(self, cells: Cells) -> str:
        text = cells.text("kind")
        kind = KIND_WORDS.get(search_key(text))
        if text and kind is None:
            cells.checked.warn("kind", _("“%(text)s” is no known kind of agency; “other” was taken.") % {"text": text})
        return kind or (AgencyKind.OTHER if text else "")

    def _area(self, cells: Cells) -> Area | None:
        text = cells.text("area")
        if not text:
            return None
        found = self.areas.get(place_key(text), [])
        if not found:
            cells.checked.reject("area", unknown_commune(text))
        elif len(found) > 1:
            cells.checked.reject("area", _("There are several communes “%(name)s”.") % {"name": text})
        elif not covers(self.scope, found[0].pk):
            cells.checked.reject("area", _("This area lies outside the area of your account."))
        return found[0] if len(found) == 1 else None

    def _differences(self, agency: Agency, before: Agency | None) -> dict[str, list[str]]:
        if before is None:
            return {}
        pairs = {
            "name": (before.name, agency.name),
            "kind": (before.get_kind_display(), agency.get_kind_display()),
            "area": (str(before.area or ""), str(agency.area or "")),
        }
        return {self.table.header_text(k) or k: [str(a), str(b)] for k, (a, b) in pairs.items() if a != b}
