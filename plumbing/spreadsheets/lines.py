"""What a line under a header is when it is no row: a title, a total, a note, a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plumbing.spreadsheets.sheets import Cell
from plumbing.text import nfc, search_key

# The cells of a line that hold something, by column.
Filled = Sequence[tuple[int, Cell]]

_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-Z])\)?|\(?\d{1,2}\)?\s*=.*")
_GROUP_ORDINAL = re.compile(r"(?:(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})|[A-H])[.)]?")
_GROUP_TITLE = re.compile(r"(?:[IVX]+|[A-Z])\s*[.)/-]\s*(?=\S{2})")
_GROUP_COUNT = re.compile(r"\s*[:(–-]\s*\d+\s*(?:hộ|người|khẩu|thành viên|tổ|đ/c|đồng chí)\b.*$", re.IGNORECASE)
# What a heading without an ordinal begins with.
_PLACE_TITLE = re.compile(
    r"(?:bản|thôn|xóm|khu|tổ(?! (?:trưởng|phó|viên)\b)|điểm|đội|clb|câu lạc bộ|xã|phường|thị trấn)\s+(?=\w)",
    re.IGNORECASE,
)
# A class of rows that a list is divided into: "1 | Hộ nghèo".
_CLASS_TITLE = re.compile(r"(?:danh sách\s+|các\s+)?hộ\s+(?:\w+\s+)?nghèo\b", re.IGNORECASE)
_HIGHER_TITLE = re.compile(r"(?:xã|phường|thị trấn)\s", re.IGNORECASE)
# "Tổng công ty" is a company and "Cống" a name: totals are told by the letters with their marks, or by the whole cell.
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|toàn xã|cộng dồn)\b|(?:cộng|tổng)\s*(?:[:(.]|$)|tong cong$|tong so\b|cong:?$"
)
# "Cộng bản Huổi Hoi | 11 | 3" and "Toàn khu vực | 160": totals too, when only numbers stand beside them.
_SUBTOTAL = re.compile(r"(?:cộng|tổng|toàn|trong đó)\b|trong do:")
_FOOTER = re.compile(
    r"\(?(?:danh sach (?:nay|tren) co|danh sach (?:gom|co)\b|tong danh sach|an dinh danh sach)|nguoi lap|lap bieu"
    r"|nguoi tong hop|can bo lap|nguoi ra soat|noi nhan|t/m\b|tm\.|kt\.|tl\.|thu truong|xac nhan cua|dai dien"
    r"|ghi chu\s*:|\(ky\b"
)
_SIGNER = re.compile(r"(?:pho )?(?:chu tich|bi thu|giam doc|truong ban|truong thon)\b.*$|.*\bngay\s.*thang\s.*nam\b")
# What somebody wrote between the rows: it opens no group.
_NOTE = re.compile(r"(?:luu y|chu y|chu thich|ghi chu|nb|p/s)\b|\*|\(\*\)|-\s|→")


def is_number(cell: Cell) -> bool:
    """Tell whether a cell holds an ordinal: 7, "7." or "07"."""
    return (isinstance(cell, int) and not isinstance(cell, bool)) or (
        isinstance(cell, str) and re.fullmatch(r"\s*\d{1,5}[.)]?\s*", cell) is not None
    )


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Tell whether these are the numbers of the columns, (1) (2) (3), under a header."""
    texts = [text for cell in cells if (text := nfc(cell))]
    if len(texts) < 3 or not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(digits[0]) for text in texts if (digits := re.search(r"\d+", text))]
    return len(numbers) >= 2 and numbers == sorted(set(numbers)) and numbers[0] <= 2


def is_total(filled: Filled) -> bool:
    """Tell by the first two cells: a total has its word where the ordinal or the name would stand."""
    if not isinstance(filled[0][1], str):
        # A row with a number of its own is counted, whatever it is called.
        return False
    first = [nfc(cell).casefold() if isinstance(cell, str) else "" for _column, cell in filled[:2]]
    if any(_TOTAL.match(key) for key in first):
        return True
    if not any(_SUBTOTAL.match(key) for key in first):
        return False
    keys = [nfc(cell).casefold() if isinstance(cell, str) else "" for _column, cell in filled]
    words = [key for key in keys if any(char.isalpha() for char in key) and len(key) > 3]
    return len(words) == 1 and words[0] in keys[:2] and bool(_SUBTOTAL.match(words[0]))


def is_footer(filled: Filled) -> bool:
    """Tell whether the signatures begin, or a note: such lines have few cells, and a person's row has more."""
    if len(filled) > 3:
        return False
    keys = [search_key(cell) if isinstance(cell, str) else "" for _column, cell in filled]
    return bool(_FOOTER.match(keys[0])) or all(_FOOTER.match(key) or _SIGNER.match(key) for key in keys)


def is_note(filled: Filled) -> bool:
    """Tell whether the line is one sentence that somebody wrote between the rows."""
    return len(filled) == 1 and isinstance(filled[0][1], str) and bool(_NOTE.match(search_key(filled[0][1])))


def group_title(filled: Filled, *, is_wide: bool, is_full: bool) -> str:
    """Return the title when the line only opens a group, as "I | BẢN HUỔI HOI" does; else "".

    `is_wide`: its last text spans several columns; `is_full`: it has as many cells as rows have.
    """
    if is_full and len(filled) > 2 and not isinstance(filled[0][1], str):
        return ""
    texts = [(column, nfc(cell)) for column, cell in filled if isinstance(cell, str) and not is_number(cell)]
    ordinal = nfc(filled[0][1]) if len(filled) > 1 else ""
    if not texts or len(texts) > 2 or len(ordinal) > 4:
        # A title without an ordinal, its counts beside it, has no short first cell.
        return _clean_title(texts[0][1]) if _is_heading(texts, is_full=is_full) else ""
    title = texts[-1][1]
    numbered = bool(_GROUP_ORDINAL.fullmatch(ordinal)) and len(texts) == 2
    if len(filled) > 2:
        # "I | BẢN HUỔI HOI | 12 | 60": a group with its subtotals, which may have as many cells as a row.
        titled = numbered and (title.isupper() or not is_full or bool(_PLACE_TITLE.match(title)))
        return _clean_title(title) if titled or _is_heading(texts, is_full=is_full) else ""
    own = len(filled) == 1 and bool(_GROUP_TITLE.match(title))
    return _clean_title(title) if numbered or is_wide or own or _is_heading(texts, is_full=is_full) else ""


def _is_heading(texts: Sequence[tuple[int, str]], *, is_full: bool) -> bool:
    """Tell whether the only words of a line are the name of a place or a team: "Bản Huổi Hoi | 12 | 60"."""
    if is_full or len(texts) != 1:
        return False
    return bool(_PLACE_TITLE.match(texts[0][1]) or _CLASS_TITLE.match(texts[0][1]))


def _clean_title(text: str) -> str:
    return _GROUP_COUNT.sub("", _GROUP_TITLE.sub("", text, count=1)).strip()


def kind_of_title(title: str) -> str:
    """Return what a title stands for: a higher unit, a place or team, another thing."""
    return "higher" if _HIGHER_TITLE.match(title) else "place" if _PLACE_TITLE.match(title) else "other"
