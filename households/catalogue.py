"""The poverty standards known today; later ones are entered as data (domain facts, 3)."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)

STANDARDS = [
    {
        # Decree 07/2021/NĐ-CP; runs on to 31/12/2026 by Decree 351/2025/NĐ-CP.
        "name": "Chuẩn nghèo đa chiều 2022-2025 (Nghị định 07/2021/NĐ-CP)",
        "valid_from": dt.date(2022, 1, 1),
        "valid_to": dt.date(2026, 12, 31),
        "rural_income": 1_500_000,
        "urban_income": 2_000_000,
        "rural_points": 140,
        "urban_points": 175,
        "deprivation_points": 30,
    },
    {
        # Decree 351/2025/NĐ-CP; its point tables are not known yet.
        "name": "Chuẩn nghèo đa chiều 2027-2030 (Nghị định 351/2025/NĐ-CP)",
        "valid_from": dt.date(2027, 1, 1),
        "valid_to": dt.date(2030, 12, 31),
        "rural_income": 2_200_000,
        "urban_income": 2_800_000,
    },
]


def missing_standards(standard: type[Row]) -> list[Row]:
    """Return the standards that are not stored yet, unsaved. `standard`: the model, in a migration as that sees it."""
    known = set(standard._default_manager.values_list("valid_from", flat=True))
    return [standard(**fields) for fields in STANDARDS if fields["valid_from"] not in known]
