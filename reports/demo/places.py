"""The ground of the demo: the real communes as they were and are, and made-up villages in them."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from plumbing.models import Record
from reports.demo.history_writer import HistoryWriter
from reports.demo.names import village_names
from reports.demo.plan import NAM_PO, TEAMS_A_COMMUNE, Plan, shares
from teams import tree
from teams.models import UNKNOWN_START, Account, Area, Containment

AREAS_FILE = Path(__file__).with_name("areas.csv")
PROVINCE = "11"
# Resolution 1661/NQ-UBTVQH15: districts end, communes merge.
MERGER = dt.date(2025, 7, 1)
# Nậm Tin and Nà Hỳ come first, so that the smallest demo has the villages of the named accounts.
FIRST_COMMUNES = ("03156", "03169")
MOC_4 = "Mốc 4"

Row = dict[str, str]


@dataclass
class DemoAreas:
    """The areas that the rest of the demo stands on."""

    province: Area
    # By code of the abolished district.
    regions: dict[str, Area] = field(default_factory=dict)
    old_communes: dict[str, list[Area]] = field(default_factory=lambda: defaultdict(list))
    # By code of today.
    new_communes: dict[str, Area] = field(default_factory=dict)

    def communes_in_order(self, district: str) -> list[Area]:
        return sorted(self.old_communes[district], key=lambda a: (a.code not in FIRST_COMMUNES, a.code))


class AreaWriter:
    """Writes areas on the day on which the demo was set up."""

    def __init__(self, plan: Plan, history_writer: HistoryWriter, by: Account) -> None:
        self.plan, self.history_writer, self.by = plan, history_writer, by

    def write(self, rows: Iterable[Record]) -> None:
        stamped = [self.history_writer.stamp(r, on=self.plan.set_up_on, by=self.by) for r in rows]
        self.history_writer.write(stamped)

    def place(self, child: Area, parent: Area) -> Containment:
        return Containment(child=child, parent=parent, valid_from=child.valid_from, valid_to=child.valid_to)


def read_rows(plan: Plan) -> tuple[Row, list[Row], list[Row], list[Row]]:
    """Return the province, the districts, their old communes and the new communes that follow these."""
    with AREAS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    province = next(r for r in rows if r["level"] == "province")
    districts = [r for r in rows if r["level"] == "district"]
    communes = [r for r in rows if r["level"] == "commune"]
    old = [r for r in communes if r["parent_code"] in plan.districts]
    successors = {r["successor_code"] for r in old}
    new = [r for r in communes if r["parent_code"] == PROVINCE and r["code"] in successors]
    return province, [r for r in districts if r["code"] in plan.districts], old, new


def area_of(row: Row, **more: object) -> Area:
    """Return the unsaved area of a row of areas.csv."""
    return Area(
        level=row["level"],
        code=row["code"],
        name=row["name"],
        valid_from=dt.date.fromisoformat(row["valid_from"]) if row["valid_from"] else UNKNOWN_START,
        valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        is_urban=row["name"].startswith(("Phường", "Thị trấn")),
        **more,
    )


def make_demo_areas(plan: Plan, history_writer: HistoryWriter, by: Account) -> DemoAreas:
    """Write the areas and what they lie in on which days."""
    area_writer = AreaWriter(plan, history_writer, by)
    province_row, district_rows, old_rows, new_rows = read_rows(plan)
    demo_areas = DemoAreas(province=area_of(province_row))
    demo_areas.regions = {r["code"]: _region(r) for r in district_rows}
    demo_areas.new_communes = {r["code"]: area_of(r) for r in new_rows}
    area_writer.write([demo_areas.province, *demo_areas.regions.values(), *demo_areas.new_communes.values()])
    districts = {r["code"]: area_of(r, successor=demo_areas.regions[r["code"]]) for r in district_rows}
    area_writer.write(districts.values())
    for row in old_rows:
        commune = area_of(row, successor=demo_areas.new_communes[row["successor_code"]])
        demo_areas.old_communes[row["parent_code"]].append(commune)
    area_writer.write(commune for communes in demo_areas.old_communes.values() for commune in communes)
    inside = [(area, demo_areas.province) for area in (*districts.values(), *demo_areas.new_communes.values())]
    inside += [(commune, districts[code]) for code, communes in demo_areas.old_communes.items() for commune in communes]
    area_writer.write(area_writer.place(child, parent) for child, parent in inside)
    return demo_areas


def _region(district: Row) -> Area:
    """Return the region that keeps the villages of an abolished district together."""
    name = district["name"].removeprefix("Huyện ").removeprefix("Thành phố ").removeprefix("Thị xã ")
    kind = "huyện cũ" if district["name"].startswith("Huyện") else "cũ"
    return Area(level=Area.Level.REGION, code=district["code"], name=f"Khu vực {name} ({kind})", valid_from=MERGER)


def make_villages(
    plan: Plan, demo_areas: DemoAreas, district: str, history_writer: HistoryWriter, by: Account
) -> list[tuple[Area, Area]]:
    """Write the made-up villages of a district; the caller rebuilds the paths. Return (village, old commune) pairs."""
    area_writer = AreaWriter(plan, history_writer, by)
    communes = demo_areas.communes_in_order(district)
    total = plan.teams if district == NAM_PO else TEAMS_A_COMMUNE * len(communes)
    names = iter(village_names(plan.rng("villages", district), total))
    pairs = []
    for commune, share in zip(communes, shares(total, len(communes)), strict=True):
        for number in range(1, share + 1):
            is_moc_4 = commune.code == FIRST_COMMUNES[0] and number == 1
            name = MOC_4 if is_moc_4 else next(names)
            village = Area(level=Area.Level.VILLAGE, code=f"{commune.code}.{number:02}", name=name)
            pairs.append((village, commune))
    area_writer.write(village for village, _ in pairs)
    area_writer.write(row for village, commune in pairs for row in tree.containments_of(village, commune))
    return pairs
