"""Layouts of lists that offices keep, each saying the same rows (see variants.py)."""

from __future__ import annotations

import unicodedata

from tests.plumbing.variants import (
    CAUSES,
    HOUSEHOLDS,
    by_sex,
    code,
    in_words,
    sheet_rows,
    text_file,
    tick,
    xlsx,
    year,
)

BLOCKS = [
    ["ĐẢNG ỦY XÃ NÀ HỲ", None, None, None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
    ["*", None, None, None, None, "Nà Hỳ, ngày 14 tháng 12 năm 2025"],
    [],
    ["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2025"],
    [],
]
PLAIN = {
    "STT": code("tt"),
    "Họ tên chủ hộ": code("name"),
    "Ngày sinh": code("birth"),
    "Giới tính": code("sex"),
    "Dân tộc": code("ethnicity"),
    "CCCD": code("national_id"),
    "Bản": code("village"),
    "Xã": code("commune"),
    "Số khẩu": code("size"),
    "Phân loại": in_words,
    "Ngày rà soát": code("day"),
}


def _order(columns, *names):
    return {name: columns[name] for name in names} | {k: v for k, v in columns.items() if k not in names}


def _grouped(commune=False, ordinal=True, counts=False):
    """Rows under one heading for each village, and one for each commune above it."""
    rows, seen, seen_communes = [], [], []
    for row in HOUSEHOLDS:
        if commune and row["commune"] not in seen_communes:
            seen_communes.append(row["commune"])
            rows.append(["AB"[len(seen_communes) - 1], f"XÃ {row['commune'].upper()}"])
        if row["village"] not in seen:
            seen.append(row["village"])
            name = f"Bản {row['village']}"
            title = [["I", "II"][len(seen) - 1], name] if ordinal else [None, name.upper()]
            rows.append([*title, None, None, 3] if counts else title)
        rows.append(row)
    return rows


def _subtotals(word="Cộng bản"):
    rows = [*HOUSEHOLDS[:3], [None, f"{word} Huổi Hoi", None, None, None, None, None, None, 11]]
    rows += [*HOUSEHOLDS[3:], [None, f"{word} Mẫu Hòa", None, None, None, None, None, None, 13]]
    return rows


def made(columns, rows=HOUSEHOLDS, *, above=(), below=(), numbered=False, **also):
    cells, merges = sheet_rows(columns, rows, above=above, below=below, numbered=numbered)
    return xlsx(cells, [*merges, *also.pop("merges", ())], **also)


def lines(columns, rows=HOUSEHOLDS, **also):
    return sheet_rows(columns, rows, **also)[0]


def without(columns, *names):
    return {name: cell for name, cell in columns.items() if name not in names}


_TWO_SEXES = {
    "TT": code("tt"),
    "Họ và tên chủ hộ": code("name"),
    "Giới tính / Nam": tick("sex", "Nam"),
    "Giới tính / Nữ": tick("sex", "Nữ"),
    "Năm sinh": year,
    "Thôn, bản": code("village"),
    "Xã, phường": code("commune"),
    "Nhân khẩu": code("size"),
    "Kết quả rà soát": in_words,
}
_BIRTH_BY_SEX = {
    "TT": code("tt"),
    "Chủ hộ": code("name"),
    "Năm sinh / Nam": by_sex("Nam", year),
    "Năm sinh / Nữ": by_sex("Nữ", year),
    "Địa chỉ / Thôn (bản)": code("village"),
    "Địa chỉ / Xã": code("commune"),
    "Số NK": code("size"),
    "Phân loại hộ / HN": tick("result", "poor", "1"),
    "Phân loại hộ / HCN": tick("result", "near_poor", "1"),
    "Điểm / B1": code("b1"),
    "Điểm / B2": code("b2"),
}
_CAUSE_COLUMNS = without(PLAIN, "Ngày rà soát") | {
    "Nguyên nhân nghèo / Thiếu đất sản xuất": tick("cause", CAUSES[0]),
    "Nguyên nhân nghèo / Thiếu vốn": tick("cause", CAUSES[2]),
    "Nguyên nhân nghèo / Thiếu lao động": tick("cause", CAUSES[1]),
    "Nguyên nhân nghèo / Nguyên nhân khác": tick("cause", CAUSES[3]),
}
_THREE_LEVELS = {
    "Số TT": code("tt"),
    "Thông tin chủ hộ / Họ và tên": code("name"),
    "Thông tin chủ hộ / Năm sinh / Nam": by_sex("Nam", code("birth")),
    "Thông tin chủ hộ / Năm sinh / Nữ": by_sex("Nữ", code("birth")),
    "Thông tin chủ hộ / Số định danh cá nhân": code("national_id"),
    "Địa chỉ / Bản": code("village"),
    "Địa chỉ / Xã": code("commune"),
    "Số nhân khẩu": code("size"),
    "Kết quả rà soát / Hộ nghèo": tick("result", "poor", "X"),
    "Kết quả rà soát / Hộ cận nghèo": tick("result", "near_poor", "X"),
}
_ADDRESS = without(PLAIN, "Bản", "Xã") | {"Địa chỉ": lambda row: f"Bản {row['village']}, xã {row['commune']}"}
_ADDRESS_DASH = without(PLAIN, "Bản", "Xã") | {"Nơi ở": lambda row: f"{row['village']} - {row['commune']}"}
FOOTERS = {
    "nguoi_lap": ["NGƯỜI LẬP", None, None, None, "CHỦ TỊCH"],
    "tong_hop": [None, "Người tổng hợp", None, None, "T/M ỦY BAN NHÂN DÂN"],
    "xac_nhan": ["XÁC NHẬN CỦA UBND XÃ", None, None, "Người lập danh sách"],
    "truong_ban": [None, "Trưởng bản", None, None, "Bí thư chi bộ"],
    "can_bo": [None, "Cán bộ lập biểu", None, None, "Chủ tịch UBND xã"],
    "ngay": [None, None, None, None, "Nà Hỳ, ngày 14 tháng 12 năm 2025"],
    "dai_dien": ["ĐẠI DIỆN THÔN", None, None, "CÁN BỘ GIẢM NGHÈO"],
    "tong": [None, "Tổng cộng: 05 hộ"],
    "tong_so_ho": ["Tổng số hộ: 5 hộ, 24 khẩu"],
    "cong": ["Cộng", None, None, None, None, None, None, None, 24],
    "an_dinh": ["(Ấn định danh sách có 05 hộ./.)"],
    "ghi_chu": ["Ghi chú: Danh sách lập theo kết quả rà soát cuối năm."],
    "danh_sach": ["Tổng danh sách có 05 hộ (năm hộ)."],
    "nguoi_rs": [None, "Người rà soát", None, None, None, "Trưởng thôn"],
    "ky_ten": [None, None, "(Ký, ghi rõ họ tên)", None, None, "(Ký tên, đóng dấu)"],
}
SIGNED = [[], ["x"], [], [None, "Người Ký Giả Lập", None, None, "Người Khác Giả Lập"]]


def household_layouts():
    """Yield a name and a file (with its file name) for each layout."""
    yield "plain", made(PLAIN), "a.xlsx"
    yield "titles", made(PLAIN, above=BLOCKS, numbered=True), "a.xlsx"
    yield "reversed", made(dict(reversed(PLAIN.items()))), "a.xlsx"
    yield "village first", made(_order(PLAIN, "Xã", "Bản", "Phân loại")), "a.xlsx"
    yield "two sexes", made(_TWO_SEXES, above=BLOCKS), "a.xlsx"
    yield "birth by sex", made(_BIRTH_BY_SEX, above=BLOCKS, numbered=True), "a.xlsx"
    yield "three levels", made(_THREE_LEVELS, above=BLOCKS, numbered=True), "a.xlsx"
    yield "cause columns", made(_CAUSE_COLUMNS, above=BLOCKS), "a.xlsx"
    yield "one address", made(_ADDRESS, above=BLOCKS), "a.xlsx"
    yield "one address, dash", made(_ADDRESS_DASH, above=BLOCKS), "a.xlsx"
    yield "groups", made(without(PLAIN, "Bản"), _grouped(), above=BLOCKS), "a.xlsx"
    yield "groups, counts", made(without(PLAIN, "Bản"), _grouped(counts=True), above=BLOCKS), "a.xlsx"
    yield "groups without ordinal", made(without(PLAIN, "Bản"), _grouped(ordinal=False), above=BLOCKS), "a.xlsx"
    yield "groups of communes", made(without(PLAIN, "Bản", "Xã"), _grouped(commune=True), above=BLOCKS), "a.xlsx"
    yield (
        "groups of communes, column of villages",
        made(without(PLAIN, "Xã"), _grouped(commune=True), above=BLOCKS),
        "a.xlsx",
    )
    rows = [["XÃ NÀ HỲ"], *HOUSEHOLDS[:3], ["XÃ NẬM CHUA"], *HOUSEHOLDS[3:]]
    yield "communes in column A", made(without(PLAIN, "Xã"), rows), "a.xlsx"
    yield "communes merged", made(without(PLAIN, "Xã"), rows, merges=[(2, 1, 2, 9), (6, 1, 6, 9)]), "a.xlsx"
    yield "subtotals", made(PLAIN, _subtotals(), below=[["Tổng cộng"]]), "a.xlsx"
    yield "subtotals, plain word", made(PLAIN, _subtotals("Cộng"), below=[["Tổng cộng"]]), "a.xlsx"
    yield "subtotals, total word", made(PLAIN, _subtotals("Tổng"), below=[["Tổng toàn xã"]]), "a.xlsx"
    rows = [*HOUSEHOLDS[:3], ["Tổng cộng bản Huổi Hoi", *[None] * 7, 11], *HOUSEHOLDS[3:], ["Tổng cộng bản Mẫu Hòa"]]
    yield "totals of villages", made(PLAIN, rows, below=[["Tổng cộng toàn xã"]]), "a.xlsx"
    rows = [*HOUSEHOLDS[:3], ["Cộng", *[None] * 7, 11], *HOUSEHOLDS[3:], ["Cộng", *[None] * 7, 13]]
    yield "two totals", made(PLAIN, rows, below=[["Tổng cộng", *[None] * 7, 24]]), "a.xlsx"
    down = [HOUSEHOLDS[0]] + [row | {"village": None, "commune": None} for row in HOUSEHOLDS[1:3]]
    down += [HOUSEHOLDS[3], HOUSEHOLDS[4] | {"village": None, "commune": None}]
    yield (
        "villages merged down",
        made(PLAIN, down, merges=[(2, 7, 4, 7), (2, 8, 4, 8), (5, 7, 6, 7), (5, 8, 6, 8)]),
        "a.xlsx",
    )
    blank = {}
    for index, (name, cell) in enumerate(PLAIN.items()):
        blank |= {name: cell, " " * (index + 1): lambda row: None} if index % 3 == 0 else {name: cell}
    yield "blank columns", made(blank), "a.xlsx"
    yield "hidden column", made(PLAIN, hidden_columns="F"), "a.xlsx"
    yield (
        "extra columns",
        made(PLAIN | {"Mã số thuế": lambda r: None, "Số tivi": code("size"), "Tôn giáo": lambda r: "x"}),
        "a.xlsx",
    )
    yield "second sheet", made(PLAIN, before=[("Bìa", [["DANH SÁCH"], ["Năm 2025"]], "visible")]), "a.xlsx"
    summary = [["Tổng hợp theo bản"], ["TT", "Bản", "Xã", "Số hộ", "Số khẩu"], [1, "Huổi Hoi", "Nà Hỳ", 3, 11]]
    yield "summary first", made(PLAIN, before=[("Tổng hợp", summary, "visible")]), "a.xlsx"
    yield "hidden sheet first", made(PLAIN, before=[("DM", lines(PLAIN), "hidden")]), "a.xlsx"
    for name, (separator, encoding) in {
        "csv ;": (";", "utf-8"),
        "csv bom ,": (",", "utf-8-sig"),
        "csv tab utf-16": ("\t", "utf-16"),
    }.items():
        yield name, text_file(lines(PLAIN), separator, encoding), "a.csv"
    loose = [[_cp1258(str(c)) if isinstance(c, str) else c for c in line] for line in lines(PLAIN)]
    yield "csv cp1258", text_file(loose, ";", "cp1258"), "a.csv"
    yield "csv titles", text_file(lines(PLAIN, above=BLOCKS), ",", "utf-8"), "a.csv"
    for key, line in FOOTERS.items():
        yield f"footer {key}", made(PLAIN, below=[[], line, *SIGNED]), "a.xlsx"
        yield f"footer at once {key}", made(PLAIN, below=[line]), "a.xlsx"


def _cp1258(text):
    out = ""
    for char in text:
        try:
            char.encode("cp1258")
            out += char
        except UnicodeEncodeError:
            d = unicodedata.normalize("NFD", char)
            base = unicodedata.normalize("NFC", d[0] + "".join(m for m in d[1:] if m in "\u0302\u0306\u031b"))
            out += base + "".join(m for m in d[1:] if m not in "\u0302\u0306\u031b")
    return out


def divided_layouts():
    """Yield lists divided by class and place, and tables with something under or between their rows."""
    no_class = without(PLAIN, "Phân loại")
    poor = [row for row in HOUSEHOLDS if row["result"] == "poor"]
    near = [row for row in HOUSEHOLDS if row["result"] != "poor"]
    first, second = HOUSEHOLDS[:3], HOUSEHOLDS[3:]
    yield "classes", made(no_class, [["I", "HỘ NGHÈO"], *poor, ["II", "HỘ CẬN NGHÈO"], *near])
    yield "classes, one cell", made(no_class, [["I. Hộ nghèo"], *poor, ["II. Hộ cận nghèo"], *near])
    yield (
        "classes, counted",
        made(no_class, [["I", "Hộ nghèo", None, 3], *poor, ["II", "Hộ cận nghèo", None, 2], *near]),
    )
    rows = [["XÃ NÀ HỲ"], ["I", "Bản Huổi Hoi"], ["1", "Hộ nghèo"], *first[:2], ["2", "Hộ cận nghèo"], first[2]]
    rows += [["XÃ NẬM CHUA"], ["II", "Bản Mẫu Hòa"], ["1", "Hộ nghèo"], second[0], ["2", "Hộ cận nghèo"], second[1]]
    yield "communes, villages, classes", made(without(no_class, "Bản", "Xã"), rows)
    rows = [["A", "HỘ NGHÈO"], ["I", "Bản Huổi Hoi"], *first[:2], ["II", "Bản Mẫu Hòa"], second[0]]
    rows += [["B", "HỘ CẬN NGHÈO"], ["I", "Bản Huổi Hoi"], first[2], ["II", "Bản Mẫu Hòa"], second[1]]
    yield "classes, villages", made(without(no_class, "Bản"), rows)
    rows = [["Bản Huổi Hoi, xã Nà Hỳ"], *first, ["Bản Mẫu Hòa - xã Nậm Chua"], *second]
    yield "headings with both", made(without(PLAIN, "Bản", "Xã"), rows)
    both = PLAIN | {"Bản": lambda row: f"Bản {row['village']} - xã {row['commune']}"}
    yield "the commune in the village's cell too", made(both)
    yield "numbers without rows", made(PLAIN, [*HOUSEHOLDS, *[[number] for number in range(6, 20)]])
    yield "header on every page", made(PLAIN, [*first, [], ["Trang 2"], list(PLAIN), *second])
    below = [[], ["Tổng hợp"], ["TT", "Bản", "Số hộ", "Số khẩu"], [1, "Huổi Hoi", 3, 11], [2, "Mẫu Hòa", 2, 13]]
    yield "summary below", made(PLAIN, below=below)
    below = [[], ["Ghi chú: HN: hộ nghèo"], ["- HCN: hộ cận nghèo"], [None, "HN", "Hộ nghèo"], [None, "HCN"]]
    yield "legend below", made(PLAIN, below=below)
    yield (
        "no ordinals",
        made(without(PLAIN, "STT"), below=[["Tổng cộng", *[None] * 6, 24], ["Người lập"], ["Lò Văn Ký"]]),
    )
    yield (
        "headers in capitals, NFD",
        made({unicodedata.normalize("NFD", name.upper()): cell for name, cell in PLAIN.items()}),
    )
    yield "headers broken into lines", made({name.replace(" ", "\n"): cell for name, cell in PLAIN.items()})
