"""The report as JSON, for other programs: the form is fixed (design, 9)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from reports.figures import Numbers
from reports.report import Report


def as_json(report: Report) -> str:
    return json.dumps(as_dict(report), ensure_ascii=False, indent=2) + "\n"


def as_dict(report: Report) -> dict[str, Any]:
    """Return the report; money in đồng, shares from 0 to 1, null where nothing is known."""
    area = report.area
    return {
        "area": {"code": area.code, "name": area.name, "level": area.level},
        "period": report.period.code,
        "figures": _plain(report.figures),
        "children": [
            {"code": part.code, "name": part.name, "figures": _plain(numbers)} for part, numbers in report.parts
        ],
    }


def _plain(numbers: Numbers) -> dict[str, int | float | None]:
    return {code: _number(value) for code, value in numbers.items()}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
