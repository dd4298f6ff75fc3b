"""Telephone numbers and national ID numbers, with what spreadsheets do to them."""

# ruff: noqa: SIM905 -- lists of many short words are read as words

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext as _

from plumbing.reading import Reading, Unreadable, is_nothing
from plumbing.text import nfc, search_key

# --- telephones -------------------------------------------------------------------------------------------------

_MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}", re.ASCII)
_LANDLINE = re.compile(r"02\d{9}", re.ASCII)
# In 2018 the eleven-digit numbers got ten: the old beginning → the new one.
_OLD_PREFIXES = {
    **{f"016{digit}": f"03{digit}" for digit in range(2, 10)},
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_SEPARATORS = re.compile(r"[;,/|\n\r]|\s(?:hoặc|và|-)\s", re.IGNORECASE)
_REMARK = re.compile(r"\([^()\d]*\)")
_LABEL = re.compile(r"^\s*(?:sđt|đt|dđ|tel|zalo|điện thoại)\s*[:.]?\s*", re.IGNORECASE)


def read_phones(raw: object) -> Reading[tuple[str, ...]]:
    """Read the telephone numbers of a cell as "0912345678"; "không có" gives an empty tuple."""
    if raw is None or raw == "":
        return Reading(None)
    if is_nothing(raw):
        return Reading(())
    if isinstance(raw, float) and not raw.is_integer():
        raise _not_a_phone(str(raw))
    text = str(int(raw)) if isinstance(raw, float) else str(raw)
    phones, converted = _read_phones(text)
    return Reading(phones, tuple(_old_number(old, new) for old, new in converted))


@lru_cache(maxsize=16384)
def _read_phones(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    phones: dict[str, None] = {}
    converted = []
    for part in _split_phones(text):
        phone, old = _normal_phone(part)
        if old:
            converted.append((old, phone))
        phones[phone] = None
    return tuple(phones), tuple(converted)


def _split_phones(text: str) -> list[str]:
    parts = []
    for piece in _SEPARATORS.split(_REMARK.sub(" ", text)):
        part = _LABEL.sub("", nfc(piece))
        if part:
            parts.extend(_split_pair(part))
    return parts


def _split_pair(part: str) -> list[str]:
    """Split two numbers that only a space or a dash keeps apart."""
    if len(re.sub(r"\D", "", part)) < 18:
        return [part]
    for gap in re.finditer(r"[\s\-–]+", part):
        halves = part[: gap.start()], part[gap.end() :]
        if all(_is_phone(_plain_phone(half)) for half in halves):
            return list(halves)
    return [part]


def _plain_phone(text: str) -> str:
    """Return the digits with the leading zero: +84 becomes 0, a zero that Excel dropped comes back."""
    digits = re.sub(r"[\s.\-–'’()]", "", text)
    digits = re.sub(r"^(?:\+|00)84(?:0(?=\d{9}))?", "0", digits)
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    if len(digits) in (9, 10) and digits[:1] in tuple("1235789"):
        digits = "0" + digits
    return digits


def _is_phone(digits: str) -> bool:
    return bool(_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits))


def _normal_phone(part: str) -> tuple[str, str]:
    """Return the number of today, and the old number when it was one of eleven digits."""
    digits = _plain_phone(part)
    if not _is_phone(digits):
        # "Vợ: 0912…", "0912… gặp anh A": words around a number say whose it is.
        digits = _plain_phone(re.sub(r"\.0$", "", re.sub(r"[^\W\d_]+\s*:?", "", part).strip()))
    if _is_phone(digits):
        return digits, ""
    prefix = _OLD_PREFIXES.get(digits[:4])
    if prefix and re.fullmatch(r"\d{11}", digits, re.ASCII):
        return prefix + digits[4:], digits
    raise _not_a_phone(part)


def _old_number(old: str, new: str) -> str:
    message = _("%(old)s is a number of 11 digits from before 2018; it was read as %(new)s.")
    return message % {"old": old, "new": new}


def _not_a_phone(text: str) -> Unreadable:
    return Unreadable(_("“%(text)s” is not a valid telephone number.") % {"text": text[:60]})


# --- national ID ------------------------------------------------------------------------------------------------

# The provinces where births were registered, by the codes in force until 2025.
_PROVINCES = frozenset(
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
    "089 091 092 093 094 095 096".split()
)
_SEX = {"male": 0, "m": 0, "nam": 0, "female": 1, "f": 1, "nu": 1}


def read_national_id(raw: object, *, sex: str | None = None, birth_year: int | None = None) -> Reading[str]:
    """Read a personal ID of 12 digits (or an old card of 9). `sex` ("male", "female") and `birth_year` are compared.

    The number: 3 digits province, 1 century and sex (0 man, 1 woman born 19xx; 2, 3 born 20xx), 2 year, 6 random.
    """
    if is_nothing(raw):
        return Reading(None)
    if isinstance(raw, float) and not raw.is_integer():
        raise _not_an_id(str(raw))
    text = str(int(raw)) if isinstance(raw, float) else nfc(raw)
    if _NO_CARD.match(search_key(text)):
        return Reading(None, (_("“%(text)s”: there is no ID number yet.") % {"text": text[:60]},))
    digits, warnings = _id_digits(text)
    if len(digits) in (8, 9):
        return _old_card(digits)
    if len(digits) < 12:
        if digits.startswith("0"):
            # Excel drops zeros, so a number that still has its first one lacks a digit elsewhere.
            message = _("“%(text)s” has %(count)s digits; an ID number has 12.")
            raise Unreadable(message % {"text": text[:60], "count": len(digits)})
        digits = digits.zfill(12)
        warnings.append(_("The ID number had lost its first zero; it was read as %(id)s.") % {"id": digits})
    warnings.extend(_contradictions(digits, sex, birth_year))
    return Reading(digits, tuple(warnings))


_NO_CARD = re.compile(r"(?:chua|dang|mat|that lac|lam lai|cho cap|khong)\b[^\d]*$")
_ID_LABEL = re.compile(r"^(?:so )?(?:cccd|cmnd|cmt|ddcn|cc|id)\s*(?:so\s*)?:?\s*|\s*\([^)\d]*\)$|(?<=\d{11})\.0$")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+")


def _id_digits(text: str) -> tuple[str, list[str]]:
    """Return the digits of an ID number, without what is written around it; of two numbers the new one."""
    if _SHORTENED.fullmatch(search_key(text)):
        message = _("“%(text)s”: Excel has shortened the number. Format the cell as text and type all 12 digits again.")
        raise Unreadable(message % {"text": text[:60]})
    parts = [re.sub(r"[\s.\-'’`‘]", "", _ID_LABEL.sub("", search_key(part))) for part in re.split(r"[;/|,]", text)]
    warnings = []
    if len(parts) == 2 and sorted(map(len, parts)) == [9, 12] and all(part.isdecimal() for part in parts):
        parts = [max(parts, key=len)]
        warnings.append(_("“%(text)s” holds two numbers; %(id)s was taken.") % {"text": text[:60], "id": parts[0]})
    if len(parts) != 1 or not re.fullmatch(r"[0-9]{8,12}", parts[0]) or len(set(parts[0])) == 1:
        raise _not_an_id(text)
    return parts[0], warnings


def _old_card(digits: str) -> Reading[str]:
    digits = digits.zfill(9)
    return Reading(digits, (_("%(id)s is an old card number of 9 digits; it was kept as it is.") % {"id": digits},))


def _contradictions(digits: str, sex: str | None, birth_year: int | None) -> list[str]:
    """Return what the number says against the other cells of the row."""
    warnings = []
    century, parity = divmod(int(digits[3]), 2)
    year = 1900 + 100 * century + int(digits[4:6])
    if digits[:3] not in _PROVINCES:
        warnings.append(_("ID %(id)s: no province has the code %(code)s.") % {"id": digits, "code": digits[:3]})
    expected = _SEX.get(search_key(sex)) if sex else None
    if expected is not None and expected != parity:
        person = _("a woman") if parity else _("a man")
        warnings.append(_("ID %(id)s belongs to %(person)s, unlike this row.") % {"id": digits, "person": person})
    if birth_year is not None and birth_year != year:
        message = _("ID %(id)s belongs to somebody born in %(year)s, but this row says %(birth_year)s.")
        warnings.append(message % {"id": digits, "year": year, "birth_year": birth_year})
    return warnings


def _not_an_id(text: str) -> Unreadable:
    return Unreadable(_("“%(text)s” is not an ID number of 12 digits.") % {"text": text[:60]})


# Twelve or nine digits in a row; in what was said about an ID also those with gaps, and numbers that are none.
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_ANY_NUMBER = re.compile(r"\d(?:[\s.\-–'’]*\d){7,}")


def mask_ids(text: str, *, is_about_id: bool = False) -> str:
    """Hide the national IDs in a sentence that is kept: all but the last four digits of each.

    `is_about_id`: the sentence was said about an ID, so whatever looks like a long number is hidden too.
    """
    return (_ANY_NUMBER if is_about_id else _ID_NUMBER).sub(lambda found: mask_id(found[0]), text)


def mask_id(number: str) -> str:
    """Hide all but the last four digits: "********0001"."""
    return "*" * max(len(number) - 4, 0) + number[-4:] if len(number) > 4 else "*" * len(number)
