"""Layouts of lists of teams, each saying the rows of variants.MEMBERS."""

from __future__ import annotations

from tests.plumbing.layouts import FOOTERS, SIGNED, lines, made, without
from tests.plumbing.variants import MEMBERS, code, party, role, text_file

TEAM_BLOCKS = [
    ["HUYỆN ỦY NẬM PỒ", None, None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
    ["*", None, None, None, "Nậm Pồ, ngày 05 tháng 01 năm 2022"],
    ["DANH SÁCH THÀNH VIÊN CÁC TỔ DÂN VẬN"],
    ["(Kèm theo Quyết định số 000-QĐ/HU, ngày 05/01/2022)"],
]
TEAM = {
    "TT": code("tt"),
    "Tên tổ": code("team"),
    "Bản": code("village"),
    "Xã": code("commune"),
    "Họ và tên": code("name"),
    "Ngày sinh": code("birth"),
    "Dân tộc": code("ethnicity"),
    "Đảng viên": party,
    "Chức vụ": code("position"),
    "Chức danh trong tổ": role,
    "Số điện thoại": code("phone"),
}


def _made_teams(columns, rows=MEMBERS, **also):
    return made(columns, rows, **also)


def team_layouts():
    yield "plain", _made_teams(TEAM), "t.xlsx"
    yield "titles", _made_teams(TEAM, above=TEAM_BLOCKS, numbered=True), "t.xlsx"
    yield "reversed", _made_teams(dict(reversed(TEAM.items())), above=TEAM_BLOCKS), "t.xlsx"
    two = without(TEAM, "Chức vụ") | {"Đơn vị công tác": code("agency"), "Chức vụ": code("position")}
    yield "agency and position", _made_teams(two, above=TEAM_BLOCKS), "t.xlsx"
    three = without(TEAM, "Chức vụ", "Chức danh trong tổ") | {
        "Chức vụ": code("position"),
        "Đơn vị": code("agency"),
        "Chức vụ trong tổ": role,
    }
    yield "two kinds of Chức vụ", _made_teams(three, above=TEAM_BLOCKS), "t.xlsx"
    pair = without(TEAM, "Chức vụ", "Chức danh trong tổ") | {
        "Chức vụ / Chuyên môn": code("position"),
        "Chức vụ / Trong tổ": role,
    }
    yield "Chức vụ of two levels", _made_teams(pair, above=TEAM_BLOCKS), "t.xlsx"
    by_sex_ = without(TEAM, "Ngày sinh") | {
        "Năm sinh / Nam": lambda r: None if "Thị" in r["name"] else r["birth"],
        "Năm sinh / Nữ": lambda r: r["birth"] if "Thị" in r["name"] else None,
    }
    yield "birth by sex", _made_teams(by_sex_, above=TEAM_BLOCKS, numbered=True), "t.xlsx"
    no_team = without(TEAM, "Tên tổ")
    yield "no team column", _made_teams(no_team), "t.xlsx"
    no_village = without(TEAM, "Bản")
    yield "village in team's name", _made_teams(no_village), "t.xlsx"
    full = without(TEAM, "Bản", "Xã", "Tên tổ") | {"Tên tổ": lambda r: f"{r['team']}, xã {r['commune']}"}
    yield "place in team's name", _made_teams(full), "t.xlsx"
    area = without(TEAM, "Bản", "Xã") | {"Địa bàn phụ trách": lambda r: f"Bản {r['village']}, xã {r['commune']}"}
    yield "one area column", _made_teams(area), "t.xlsx"
    where = without(TEAM, "Bản", "Xã") | {"Địa chỉ": lambda r: f"{r['village']} - {r['commune']}"}
    yield "one address column", _made_teams(where), "t.xlsx"
    rows = [["I", "Tổ dân vận bản Pá Mẫu"], *MEMBERS[:3], ["II", "Tổ dân vận bản Nà Thử 2"], *MEMBERS[3:]]
    columns = without(TEAM, "Bản", "Tên tổ")
    yield "groups of teams", _made_teams(columns, rows, above=TEAM_BLOCKS), "t.xlsx"
    rows = [
        ["I", "XÃ NÀ HỲ"],
        ["1", "Tổ dân vận bản Pá Mẫu"],
        *MEMBERS[:3],
        ["II", "XÃ SI PA PHÌN"],
        ["1", "Tổ dân vận bản Nà Thử 2"],
        *MEMBERS[3:],
    ]
    columns = without(TEAM, "Bản", "Tên tổ", "Xã")
    yield "groups of communes and teams", _made_teams(columns, rows, above=TEAM_BLOCKS), "t.xlsx"
    rows = [["I", "BẢN PÁ MẪU, XÃ NÀ HỲ"], *MEMBERS[:3], ["II", "BẢN NÀ THỬ 2, XÃ SI PA PHÌN"], *MEMBERS[3:]]
    yield "groups with both", _made_teams(columns, rows, above=TEAM_BLOCKS), "t.xlsx"
    rows = [
        ["I. TỔ DÂN VẬN BẢN PÁ MẪU - XÃ NÀ HỲ (03 người)"],
        *MEMBERS[:3],
        ["II. TỔ DÂN VẬN BẢN NÀ THỬ 2 - XÃ SI PA PHÌN (03 người)"],
        *MEMBERS[3:],
    ]
    yield "groups with both, one cell", _made_teams(columns, rows, above=TEAM_BLOCKS), "t.xlsx"
    rows = [["Xã Nà Hỳ"], ["Bản Pá Mẫu"], *MEMBERS[:3], ["Xã Si Pa Phìn"], ["Bản Nà Thử 2"], *MEMBERS[3:]]
    yield "groups without ordinal", _made_teams(columns, rows, above=TEAM_BLOCKS), "t.xlsx"
    down = [
        MEMBERS[0],
        *[r | {"team": None, "village": None, "commune": None} for r in MEMBERS[1:3]],
        MEMBERS[3],
        *[r | {"team": None, "village": None, "commune": None} for r in MEMBERS[4:]],
    ]
    merges = [(t, c, t + 2, c) for t in (2, 5) for c in (2, 3, 4)]
    yield "all merged down", _made_teams(TEAM, down, merges=merges), "t.xlsx"
    yield "blanks mean the same, no merges", _made_teams(TEAM, down), "t.xlsx"
    yield (
        "merged ordinals",
        _made_teams(TEAM, [r | {} for r in down], merges=[*merges, (2, 1, 4, 1), (5, 1, 7, 1)]),
        "t.xlsx",
    )
    for key, line in FOOTERS.items():
        yield f"footer {key}", _made_teams(TEAM, below=[[], line, *SIGNED]), "t.xlsx"
    yield "csv", text_file(lines(TEAM, MEMBERS), ";", "utf-8"), "t.csv"
