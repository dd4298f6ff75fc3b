"""The measures that a new deployment starts with; the office extends them."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from plumbing.text import text_sort_key

Row = TypeVar("Row", bound=models.Model)
# code, name, English name, unit, most in one activity
MEASURES = [
    ("people_reached", "Số lượt người được tuyên truyền", "People reached", "lượt người", 20_000),
    ("gifts", "Suất quà trao tặng", "Gifts handed out", "suất", 5_000),
    ("houses_built", "Nhà làm mới, sửa chữa", "Houses built or repaired", "nhà", 200),
    ("lamp_posts", "Cột đèn đường", "Street lamps", "cột", 1_000),
    ("toilets_built", "Nhà vệ sinh làm mới", "Toilets built", "công trình", 200),
    ("road_metres", "Đường làm mới, sửa chữa", "Road built or repaired", "mét", 50_000),
    ("trees_planted", "Cây trồng", "Trees planted", "cây", 100_000),
    ("dossiers", "Hồ sơ, giấy tờ hỗ trợ người dân", "Dossiers helped with", "hồ sơ", 5_000),
    ("job_applications", "Hồ sơ lao động đi làm việc", "Job applications", "hồ sơ", 1_000),
    ("books", "Sách vở, đồ dùng học tập", "Books and school things", "bộ", 20_000),
]


def missing_measures(measure: type[Row]) -> list[Row]:
    """Return the measures that are not stored yet, unsaved. `measure`: the model, in a migration as that sees it."""
    known = set(measure._default_manager.values_list("code", flat=True))
    return [
        measure(code=code, name=name, name_en=name_en, unit=unit, most_at_once=most, sort_key=text_sort_key(name))
        for code, name, name_en, unit, most in MEASURES
        if code not in known
    ]
