"""Vietnamese text: cleaning, keys to search and sort by, names of people and places."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from plumbing.legacy import from_legacy, legacy_charset

__all__ = [
    "from_legacy",
    "legacy_charset",
    "name_key",
    "nfc",
    "place_key",
    "search_key",
    "sort_key",
    "text_sort_key",
    "tidy_name",
]

_SOFT_HYPHEN = "\u00ad"
_INVISIBLE = dict.fromkeys(
    [
        *range(0x00, 0x09),
        *range(0x0E, 0x1C),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
    ]
)


def nfc(text: object) -> str:
    """Return a cell's text in NFC, without invisible characters, spaces squeezed. Nothing becomes ""."""
    if isinstance(text, str):
        return _nfc(text)
    if text is None:
        return ""
    if isinstance(text, float) and text.is_integer():
        return str(int(text))
    if isinstance(text, dt.date):
        return text.strftime("%d/%m/%Y")
    return _nfc(str(text))


@lru_cache(maxsize=65536)
def _nfc(text: str) -> str:
    # The soft hyphen is a letter (ư) of TCVN3: it must live until the text has been converted.
    if _SOFT_HYPHEN in text and legacy_charset(text) != "tcvn3":
        text = text.replace(_SOFT_HYPHEN, "")
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


@lru_cache(maxsize=65536)
def search_key(text: str) -> str:
    """Return what a hurried person types: no marks, no capitals. "Nậm Pồ" and "NAM  PO" have one key."""
    decomposed = unicodedata.normalize("NFD", nfc(text).casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    # ð and ɖ are look-alikes of đ that some keyboards write.
    plain = plain.replace("đ", "d").replace("ð", "d").replace("ɖ", "d")
    return " ".join(unicodedata.normalize("NFC", plain).split())


_I_OR_Y = re.compile(r"\b(h|k|l|m|s|t|v|qu)y\b")


def name_key(text: str) -> str:
    """Return the key that two spellings of one person's name share: Lý and Lí, Mỹ and Mĩ, Hoà and Hòa."""
    return _I_OR_Y.sub(r"\1i", search_key(text))


# --- order ------------------------------------------------------------------------------------------------------

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODES = {letter: f"{position:02}" for position, letter in enumerate(_ALPHABET, start=10)}
# ngang, huyền, hỏi, ngã, sắc, nặng
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = frozenset("\u0302\u0306\u031b")
_END, _SPACE, _NUMBER, _OTHER = "00", "01", "02", "90"


@lru_cache(maxsize=4096)
def _code(char: str) -> tuple[str, str]:
    """Return the code of a character and the digit of its tone."""
    base, *marks = list(unicodedata.normalize("NFD", char))
    letter = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark in _SHAPES))
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "0")
    if char == " ":
        return _SPACE, tone
    return _LETTER_CODES.get(letter) or f"{_OTHER}{ord(base):07}", tone


def _number_code(digits: str) -> str:
    digits = digits.lstrip("0")[:99]
    return f"{_NUMBER}{len(digits):02}{digits}"


def text_sort_key(text: str) -> str:
    """Return a key that puts texts in Vietnamese order from the first word on; "Mẫu 2" comes before "Mẫu 10".

    Digits only, so that every database collation compares it alike: the letters of all words, then their tones.
    """
    letters: list[str] = []
    tones: list[str] = []
    for part in re.split("([0-9]+)", nfc(text).lower()):
        if part[:1] in "0123456789" and part:
            letters.append(_number_code(part))
            continue
        codes = [_code(char) for char in part]
        letters.extend(code for code, _ in codes)
        tones.extend(tone for _, tone in codes)
    return "".join(letters) + _END + "".join(tones) if letters else ""


@lru_cache(maxsize=65536)
def sort_key(name: str) -> str:
    """Return a key that puts people in the order of Vietnamese lists: by given name, then by the rest."""
    rest, _, given = nfc(name).rpartition(" ")
    return text_sort_key(given) + text_sort_key(rest)


# --- places -----------------------------------------------------------------------------------------------------

# Written form → short form, which is kept where only one word or a number follows ("Bản Phủ", "Tổ 5", "Phường 3").
_VILLAGE_WORDS = {
    "bản": "ban", "bàn": "ban", "b.": "ban", "thôn": "thon", "th.": "thon", "tổ dân phố": "to", "tdp": "to",
    "tdp.": "to", "khu": "khu", "điểm": "diem", "xóm": "xom", "ấp": "ap", "buôn": "buon", "khối": "khoi",
    "tiểu khu": "tieu khu", "tk.": "tieu khu",
}  # fmt: skip
_HIGHER_WORDS = {
    "xã": "xa", "x.": "xa", "phường": "phuong", "p.": "phuong", "thị trấn": "thi tran", "tt.": "thi tran",
    "tt": "thi tran", "huyện": "huyen", "h.": "huyen", "quận": "quan", "q.": "quan", "thị xã": "thi xa",
    "tx.": "thi xa", "tx": "thi xa", "thành phố": "thanh pho", "tp.": "thanh pho", "tp": "thanh pho",
    "tỉnh": "tinh", "t.": "tinh",
}  # fmt: skip
_PLACE_WORDS = _VILLAGE_WORDS | _HIGHER_WORDS
# Typed without any marks, a word stands for the same thing.
_UNMARKED = {search_key(word): word for word in reversed(_PLACE_WORDS) if word != "bàn"}
_BRACKETS = re.compile(r"\([^)]*(\)|$)|\[[^\]]*(\]|$)")
_PUNCTUATION = re.compile(r"[^\w\s]|_")


def _leading_word(text: str) -> tuple[str, str] | None:
    """Split "xã na hỳ" into the administrative word and the rest; "xá nhè" has none, "xa nhe" neither."""
    for size in (3, 2, 1):
        head, _, rest = _partition_words(text, size)
        word = head if head in _PLACE_WORDS else _UNMARKED.get(head)
        if word is None or not rest:
            continue
        unsure = head.isascii() and head == search_key(word) and word != head and " " not in rest
        if unsure and not rest.isdigit():
            # "xa nhe" may be Xá Nhè itself: without marks the word goes only when two words are left.
            return None
        return word, rest
    return None


def _partition_words(text: str, size: int) -> tuple[str, str, str]:
    words = text.split(" ")
    return " ".join(words[:size]), " ", " ".join(words[size:])


@lru_cache(maxsize=65536)
def place_key(text: str) -> str:
    """Return the key that two spellings of one place share: "X. Nam Chua", "Nậm Chua (nay là xã Nà Hỳ)".

    The administrative word in front goes. It stays where the name would be left with a number, or a village's with
    one word, because then it may belong to the name: "Bản Phủ" → "ban phu", "Tổ dân phố 5" → "to 5".
    """
    rest = nfc(_BRACKETS.sub(" ", nfc(text))).casefold()
    # "X.Nậm Chua" and "B.Mốc 4": the dot ends the word.
    rest = re.sub(r"^(\w{1,3})\.\s*(?=\w)", r"\1. ", rest)
    kept = ""
    while found := _leading_word(rest):
        word, after = found
        if after.isdigit() or (word in _VILLAGE_WORDS and " " not in after):
            kept = _PLACE_WORDS[word] + " "
            rest = after
            break
        rest = re.sub(r"^(\w{1,3})\.\s*(?=\w)", r"\1. ", after)
    return search_key(kept + _PUNCTUATION.sub(" ", rest))


# --- people -----------------------------------------------------------------------------------------------------

_HONORIFIC = re.compile(
    r"^(?:(?:hộ(?=\s+(?:ông|bà)\b)|\((?:ông|bà)\)"
    r"|đ\s*/\s*c|đ\.\s*c\.?|đồng chí|ông\s*[/(]\s*bà\s*\)?|ông|bà)(?:\s*[:.]\s*|\s+))+(?=\S+\s+\S)",
    re.IGNORECASE,
)
# "1. Giàng A Mẫu": the ordinal was typed into the cell.
_ORDINAL = re.compile(r"^\d{1,4}\s*[.)/-]\s*(?=\D{3})")
# Look-alikes of Đ that some keyboards write.
_LIKE_D = str.maketrans("ÐƉð", "ĐĐđ")
_WORD_START = re.compile(r"(^|[\s\-'’.])(\w)")


@lru_cache(maxsize=65536)
def tidy_name(text: str) -> str:
    """Return a person's name as it is shown: without "Đ/c", "Ông", "Bà"; not in capitals only."""
    name = _ORDINAL.sub("", nfc(text)).translate(_LIKE_D)
    name = _HONORIFIC.sub("", name).strip(" .,;:-*?+@")
    capitals = sum(char.isupper() for char in name)
    if name.isupper() or name.islower() or capitals > 0.8 * sum(char.isalpha() for char in name) > 4:
        return _WORD_START.sub(lambda match: match[1] + match[2].upper(), name.lower())
    return name
