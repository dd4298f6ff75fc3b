"""Reads the rows of a list of areas."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from plumbing.dates import read_date
from plumbing.importing.checking import Cells, CheckedRow
from plumbing.importing.kinds import Loader
from plumbing.text import search_key
from teams.imports.area_codes import Plan, padded
from teams.models import UNKNOWN_START, Area

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
URBAN_WORDS = ("phuong ", "thi tran ")


def read_area(checked: CheckedRow, loader: Loader) -> CheckedRow:
    """Read a row into a plan of the area that it speaks of."""
    cells = Cells(checked, convert_legacy=loader.convert_legacy)
    level = _level(cells)
    name = cells.required("name", _("The area has no name."), longest=120)
    checked.title = name
    area = Area(
        level=level,
        code=_code(cells, level),
        name=name,
        other_names=cells.text("other_names"),
        valid_from=_day(cells, "valid_from") or UNKNOWN_START,
        valid_to=_day(cells, "valid_to"),
        is_urban=level == Level.COMMUNE and search_key(name).startswith(URBAN_WORDS),
    )
    if area.valid_to and area.valid_to < area.valid_from:
        checked.reject("valid_to", _("The last day lies before the first day."))
    checked.plan = Plan(area)
    return checked


def _level(cells: Cells) -> str:
    text = cells.required("level", _("The level is missing: province, district, commune or village."))
    level = LEVEL_WORDS.get(search_key(text))
    if text and level is None:
        sentence = _("“%(text)s” is no level. Write province, district, commune or village.")
        cells.checked.reject("level", sentence % {"text": text})
    return level or ""


def _code(cells: Cells, level: str) -> str:
    code = cells.text("code", longest=20)
    if not code and level != Level.VILLAGE:
        cells.checked.reject("code", _("The code is missing."))
    return padded(cells.values.get("code"), code, level)


def _day(cells: Cells, code: str) -> dt.date | None:
    read = cells.read(code, read_date, allow_future=True)
    return read.date if read else None
