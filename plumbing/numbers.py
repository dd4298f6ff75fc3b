"""Numbers and money as offices write them: "." groups thousands, "," starts the decimals."""

# ruff: noqa: SIM905 -- lists of many short words are read as words

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from plumbing.reading import Reading, Unreadable, is_nothing
from plumbing.text import nfc, search_key

Number = int | float | Decimal

_SCALES = {
    "nghin": 10**3, "ngan": 10**3, "k": 10**3, "trieu": 10**6, "tr": 10**6, "trd": 10**6, "ty": 10**9, "ti": 10**9,
}  # fmt: skip
_DONG = frozenset(("d", "dong", "vnd"))
_FORM = re.compile(r"([+\-−(]?)\s*([0-9][0-9.,\s]*?)\s*\)?\s*(%|[^\W\d_][^\d]*|m[23²³]|km[2²])?[.]?", re.DOTALL)
# A sum in đồng below this is no real sum: the clerk counted in thousands, or mistyped.
_SMALL_MONEY = 1000
# Nothing that offices count is larger; a larger number is another kind of cell (an ID, an account).
_LARGEST = 10**15 - 1
# "1.250.000 đ/người/tháng": what the sum is for leaves it as it is.
_PER = frozenset(("d", "dong", "vnd", "nguoi", "thang", "khau", "ho"))


# "1tr2", "1 triệu 200 nghìn": a sum said in two steps.
_TWO_STEPS = re.compile(r"(\d+)\s*(trieu|tr|ty)\s*(?:(\d)|(\d{3})\s*(?:nghin|ngan|k)?)")
_ABOUT = re.compile(r"^(?:khoảng|~|gần|trên dưới)\s*", re.IGNORECASE)
# "4 (2 nữ)": what stands in brackets behind a number explains it.
_REMARK = re.compile(r"(?<=[\d\w])\s*\([^)]*\)$")


class _Written:
    """A written number taken apart: its value, the unit behind it, and whether its grouping left a doubt."""

    __slots__ = ("is_ambiguous", "unit", "value")

    def __init__(self, value: Decimal, unit: str, is_ambiguous: bool) -> None:
        self.value = value
        self.unit = unit
        self.is_ambiguous = is_ambiguous


@lru_cache(maxsize=16384)
def _take_apart(text: str, whole: bool) -> _Written:
    """Read "1.250.000 đ"; `whole` says that no decimals are expected, so "1,234" is a grouped number."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise _not_a_number(text)
    unit = search_key(match[3] or "").replace(".", "").replace("/", " ").strip()
    scaled = unit.split(" ")[0] in _SCALES
    digits, is_ambiguous = _plain_digits(match[2].rstrip("., "), whole and not scaled)
    try:
        value = Decimal(digits)
    except InvalidOperation:
        raise _not_a_number(text) from None
    return _Written(-value if match[1] in ("-", "−", "(") else value, unit, is_ambiguous)


def _plain_digits(digits: str, whole: bool) -> tuple[str, bool]:
    """Return the digits as Python writes them; an empty text when the separators make no sense."""
    if " " in digits:
        digits = digits.replace(" ", "") if re.fullmatch(r"\d{1,3}( \d{3})+([.,]\d+)?", digits) else ""
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        decimal_sign = max(".,", key=digits.rfind)
        head, _sign, tail = digits.rpartition(decimal_sign)
        group_sign = "," if decimal_sign == "." else "."
        return (f"{head.replace(group_sign, '')}.{tail}", False) if _is_grouped(head, group_sign) else ("", False)
    if dots:
        return (digits.replace(".", "") if _is_grouped(digits, ".") else digits), False
    if commas and _is_grouped(digits, ",") and (commas > 1 or whole):
        return digits.replace(",", ""), commas == 1
    return digits.replace(",", "."), False


def _is_grouped(digits: str, sign: str) -> bool:
    return re.fullmatch(rf"[1-9]\d{{0,2}}(\{sign}\d{{3}})+", digits) is not None


def _read(raw: object, *, whole: bool) -> _Written:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal, str)):
        raise _not_a_number(nfc(raw))
    if isinstance(raw, str):
        written = _take_apart(nfc(raw), whole)
    else:
        written = _Written(raw if isinstance(raw, Decimal) else Decimal(repr(raw)), "", False)
    if not written.value.is_finite():
        raise _not_a_number(nfc(raw))
    _refuse_huge(written.value, nfc(raw))
    return written


def _not_a_number(text: str) -> Unreadable:
    return Unreadable(_("“%(text)s” is not a number.") % {"text": text[:60]})


def _refuse_huge(value: Number, text: str) -> None:
    if not -_LARGEST <= value <= _LARGEST:
        message = _("%(value)s is too large; the most is %(limit)s.")
        raise Unreadable(message % {"value": text[:60], "limit": format_number(_LARGEST)})


def _refuse_outside(value: Number, low: Number | None, high: Number | None) -> None:
    if low is not None and value < low:
        message = _("%(value)s is too small; the least is %(limit)s.")
        raise Unreadable(message % {"value": format_number(value), "limit": format_number(low)})
    if high is not None and value > high:
        message = _("%(value)s is too large; the most is %(limit)s.")
        raise Unreadable(message % {"value": format_number(value), "limit": format_number(high)})


def _warnings(raw: object, value: Number, written: _Written, is_cut: bool = False) -> tuple[str, ...]:
    if not (written.is_ambiguous or is_cut):
        return ()
    return (_("“%(text)s” was read as %(value)s.") % {"text": nfc(raw), "value": format_number(value)},)


def _scale(written: _Written) -> int:
    return _SCALES.get(written.unit.split(" ")[0], 1) if written.unit else 1


def read_int(raw: object, *, low: int | None = None, high: int | None = None) -> Reading[int]:
    """Read a whole number; a word behind it is allowed ("5 khẩu")."""
    if isinstance(raw, int) and not isinstance(raw, bool) and -_LARGEST <= raw <= _LARGEST:
        _refuse_outside(raw, low, high)
        return Reading(raw)
    if is_nothing(raw):
        return Reading(None)
    remark = _REMARK.search(raw) if isinstance(raw, str) else None
    written = _read(remark.string[: remark.start()] if remark else raw, whole=True)
    exact = written.value * _scale(written)
    _refuse_huge(exact, nfc(raw))
    value = int(exact)
    if value != exact:
        raise Unreadable(_("%(value)s is not a whole number.") % {"value": format_number(exact)})
    _refuse_outside(value, low, high)
    return Reading(value, _warnings(raw, value, written, remark is not None))


def read_decimal(
    raw: object, *, low: Number | None = None, high: Number | None = None, is_from_page: bool = False
) -> Reading[Decimal]:
    """Read a number with decimals; "10,63%" is 10.63, as it is written.

    `is_from_page`: it stood in a form, where an English page itself writes five hundred thousand as "500,000".
    """
    if is_nothing(raw):
        return Reading(None)
    written = _read(raw, whole=is_from_page and not _is_vietnamese())
    value = written.value * _scale(written)
    _refuse_huge(value, nfc(raw))
    _refuse_outside(value, low, high)
    return Reading(value)


def read_money(raw: object, *, unit: int = 1, low: int | None = None, high: int | None = None) -> Reading[int]:
    """Read a sum in đồng. `unit` is what one stands for in this column; a unit in the cell itself goes before it."""
    if is_nothing(raw):
        return Reading(None)
    spelled_out = _spelled_out(raw) if isinstance(raw, str) else raw
    written = _read(spelled_out, whole=unit == 1)
    scale = _money_scale(written.unit, unit, raw)
    exact = written.value * scale
    _refuse_huge(exact, nfc(raw))
    value = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    if value < 0:
        raise Unreadable(_("%(text)s: a sum of money cannot be negative.") % {"text": nfc(raw)})
    _refuse_outside(value, low, high)
    warnings = _warnings(raw, value, written, spelled_out is not raw)
    if value != exact:
        if value < _SMALL_MONEY:
            message = _("“%(text)s” cannot be a sum in đồng. Write the unit with it, as in “1,2 triệu”.")
            raise Unreadable(message % {"text": nfc(raw)})
        warnings += (_("%(text)s was rounded to whole đồng.") % {"text": nfc(raw)},)
    if scale == 1 and 0 < value < _SMALL_MONEY:
        message = _("%(value)s đồng is suspiciously little; it was kept as written. Is it in thousands of đồng?")
        warnings += (message % {"value": value},)
    return Reading(value, warnings)


def _spelled_out(raw: str) -> str:
    """Return "1tr2" as "1200000" and "khoảng 650.000/tháng" as "650.000 đ/tháng"; other sums as they are."""
    text = _ABOUT.sub("", nfc(raw))
    match = _TWO_STEPS.fullmatch(search_key(text))
    if match:
        scale = _SCALES[match[2]]
        rest = int(match[3]) * scale // 10 if match[3] else int(match[4]) * 1000
        return str(int(match[1]) * scale + rest)
    per = re.sub(r"(?<=\d)\s*/\s*(?=(?:người|khẩu|tháng)\b)", " đ/", text)
    return raw if per == nfc(raw) else per


def _money_scale(written: str, column: int, raw: object) -> int:
    """Return the đồng that one unit stands for: "tr.đ" and "triệu đồng" a million, "đ" one."""
    if not written:
        return column
    head, *rest = written.split(" ")
    if _PER.issuperset(rest):
        if head in _DONG:
            return 1
        if head in _SCALES:
            return _SCALES[head]
    raise Unreadable(_("“%(text)s” is not a sum of money.") % {"text": nfc(raw)[:60]})


# "ü" and "þ" are the ticks of the font Wingdings.
_YES = frozenset("x|v|✓|✔|√|☑|☒|✗|✘|ü|þ|*|+|1|co|dung|yes|true|y".split("|"))
_NO = frozenset("0|khong|k|sai|no|false|n|☐|□".split("|"))


def read_mark(raw: object) -> bool:
    """Tell whether a cell is ticked ("x", "v", "✓", "1", "có"); an empty one is not."""
    if isinstance(raw, bool):
        return raw
    if raw in (0, 1):
        return raw == 1
    if is_nothing(raw):
        return False
    text = nfc(raw)
    key = text.casefold().strip(" .()[]")
    if key in _YES or search_key(key) in _YES:
        return True
    if key in _NO or search_key(key) in _NO:
        return False
    raise Unreadable(_("“%(text)s” is neither a mark “x” nor empty.") % {"text": text[:60]})


# --- writing ----------------------------------------------------------------------------------------------------


_SWAPPED = str.maketrans(",.", ".,")


def _in_own_signs(text: str) -> str:
    """Write 1,234.5 with the signs of the reader's language."""
    return text.translate(_SWAPPED) if _is_vietnamese() else text


def _is_vietnamese() -> bool:
    return (get_language() or "vi").startswith("vi")


def format_number(value: Number | None, decimals: int | None = None) -> str:
    """Write 1234567.5 as "1.234.567,5" ("1,234,567.5" in English); without `decimals` as many as it has."""
    if value is None:
        return ""
    if type(value) is int and not decimals:
        return _in_own_signs(f"{value:,}")
    number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{number:,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if number == 0:
        text = text.lstrip("-")
    return _in_own_signs(text)


def format_money(value: Number | None) -> str:
    """Write a sum: "1.234.567 đồng"."""
    if value is None:
        return ""
    return _("%(amount)s đồng") % {"amount": format_number(value, 0)}


def format_share(fraction: Number | None, decimals: int = 1) -> str:
    """Write a fraction from 0 to 1 as a percentage: 0.1063 is "10,6%"."""
    if fraction is None:
        return ""
    return f"{format_number(Decimal(str(fraction)) * 100, decimals)}%"


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Return a number as `format_number` shows it."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def roman(number: int) -> str:
    """Write a number from 1 to 3999 in Roman numerals, as quarters and groups of lists are counted."""
    if not 0 < number < 4000:
        raise ValueError(f"{number} has no Roman numeral")
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
