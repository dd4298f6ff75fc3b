"""Names that look right and cannot be anybody's: Giàng A Mẫu Hai Mươi Ba, bản Huổi Ví Dụ."""

# ruff: noqa: SIM905 -- lists of many short words are read as words

from __future__ import annotations

import random

from teams.models.cadres import Sex

_DIGITS = "Không Một Hai Ba Bốn Năm Sáu Bảy Tám Chín".split()
_GIVEN = ["Mẫu", "Thử", "Ví Dụ", "Giả Định"]
FAMILIES = {
    "Mông": "Giàng Vàng Sùng Thào Hờ Mùa Hạng Chang Cứ Ly".split(),
    "Thái": "Lò Quàng Lường Cà Tòng Điêu".split(),
    "Dao": "Tẩn Chảo Phàn".split(),
    "Khơ-mú": "Moong Lò Quàng".split(),
    "Kháng": "Lò Quàng Lềm".split(),
    "Hoa": "Hoàng Lù".split(),
    "Cống": "Chang Lò Hù".split(),
    "Si La": "Hù Pờ Lỳ".split(),
    "Kinh": "Nguyễn Trần Phạm Vũ".split(),
}
# What one meets in the villages of the area, in hundredths.
VILLAGE_PEOPLES = {"Mông": 69, "Thái": 18, "Dao": 5, "Khơ-mú": 2, "Kháng": 2, "Hoa": 2, "Cống": 1, "Si La": 1}
CADRE_PEOPLES = {"Mông": 40, "Thái": 30, "Kinh": 24, "Dao": 4, "Hoa": 2}

_PLACE_FIRST = "Huổi Nà Nậm Pá Phìn Hô Co Pú Nong Sín".split()
_PLACE_LAST = [
    "Mẫu", "Thử", "Ví Dụ", "Giả Định", "Mô Phỏng", "Minh Họa", "Làm Thử", "Dạng Mẫu", "Tập Dượt", "Phỏng Theo",
    "Hình Mẫu", "Tưởng Tượng", "Không Có",
]  # fmt: skip


def number_in_words(number: int) -> str:
    """Return 1 to 99 as a name: "Hai Mươi Ba"."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    first = "Mười" if tens == 1 else f"{_DIGITS[tens]} Mươi"
    if ones == 0:
        return first
    last = {1: "Mốt" if tens > 1 else "Một", 5: "Lăm"}.get(ones, _DIGITS[ones])
    return f"{first} {last}"


def choose_people(rng: random.Random, shares: dict[str, int]) -> str:
    """Return an ethnic group by its share."""
    return rng.choices(list(shares), weights=list(shares.values()))[0]


def person_name(rng: random.Random, people: str, sex: str, family: str = "") -> str:
    """Return a full name. Few families and few numbers: as in life, several people share one name."""
    family = family or rng.choice(FAMILIES[people])
    middle = "Thị" if sex == Sex.FEMALE else ("A" if people in {"Mông", "Dao", "Si La"} else "Văn")
    # Low numbers come more often, so that a village has its two men of one name.
    number = min(rng.randint(1, 99), rng.randint(1, 99))
    return f"{family} {middle} {rng.choice(_GIVEN)} {number_in_words(number)}"


def village_names(rng: random.Random, count: int) -> list[str]:
    """Return so many different names of villages."""
    plain = [f"{first} {last}" for first in _PLACE_FIRST for last in _PLACE_LAST]
    rng.shuffle(plain)
    rounds = -(-count // len(plain))
    return [name if turn == 0 else f"{name} {turn + 1}" for turn in range(rounds) for name in plain][:count]
