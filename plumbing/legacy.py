"""Text typed with fonts from before Unicode: TCVN3 (.VnTime, .VnArial) and VNI (VNI-Times).

A cell says nothing about its font here, so the letters themselves are judged: such text is recognised only
when its odd words are no Vietnamese syllables as they stand, and every one of them becomes a syllable once converted.
It is offered for conversion, never converted silently.
"""

# ruff: noqa: SIM905 -- lists of many short words are read as words

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

# "utf8": no font, but letters that a program took for those of another alphabet.
Charset = Literal["tcvn3", "vni", "utf8"]

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ",
        "ĂÂÊÔƠƯĐăâêôơưđàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
        strict=True,
    )
)

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
# VNI writes a letter, then one character that carries its marks.
_VNI_TONES = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_CIRCUMFLEX = {"â": "", "à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_VNI_BREVE = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_VNI_SINGLE = {"ñ": "đ", "ò": "ị", "æ": "ỉ", "ó": "ĩ", "î": "ỵ", "ô": "ơ", "ö": "ư"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for base in "aeiouyôö":
        letter = _VNI_SINGLE.get(base, base)
        table |= {base + sign: letter + mark for sign, mark in _VNI_TONES.items()}
    for base in "aeo":
        table |= {base + sign: base + _CIRCUMFLEX + mark for sign, mark in _VNI_CIRCUMFLEX.items()}
    table |= {"a" + sign: "a" + _BREVE + mark for sign, mark in _VNI_BREVE.items()}
    capitals = {key.upper(): value.upper() for key, value in table.items()}
    # A capital letter at the head of a word may be followed by a small mark: "Aùnh".
    mixed = {key[0].upper() + key[1:]: value[0].upper() + value[1:] for key, value in table.items()}
    return {key: unicodedata.normalize("NFC", value) for key, value in (table | capitals | mixed).items()}


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(map(re.escape, sorted(_VNI, key=len, reverse=True))))

_ONSETS = "ngh ng gh gi kh nh ph qu th tr ch b c d đ g h k l m n p r s t v x".split()
_RIMES = frozenset(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oc oi om on ong oong op ot "
    "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn "
    "uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp "
    "ươt ươu yêm yên yêng yêt yêu".split()
)
# Rimes of borrowed words and Thái place names: real ("Noong Hẹt"), but too rare to prove a conversion.
_BORROWED = frozenset(("ooc", "oong"))
_BEFORE_Y = frozenset(("", "h", "k", "l", "m", "s", "t", "v", "qu"))
_SYLLABLE = re.compile(rf"({'|'.join(_ONSETS)})?([aăâeêioôơuưy].*)", re.DOTALL)
_TONE_MARKS = str.maketrans("", "", _GRAVE + _ACUTE + _HOOK + _TILDE + _DOT)
_STOPS = ("c", "ch", "p", "t")

_UNICODE_VIETNAMESE = re.compile("[\u0102-\u0111\u0128\u0129\u0168\u0169\u01a0-\u01b0\u1ea0-\u1ef9]")
_HIGH_LATIN1 = re.compile("[\u00a1-\u00ff]")
# A word ends at a space, a digit or a plain sign; the odd signs of TCVN3 (µ § «) are letters here.
_WORDS = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_MEASURES = frozenset(("µm", "µg", "µl", "µs"))
# French and Dutch have these, so they prove nothing alone: Loïc, laïc, où.
_NATURAL = re.compile(r"^[a-z]*[aeo]ï[a-z]*$|^où$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _is_syllable(word: str, *, strict: bool) -> bool:
    """Tell whether a word is a Vietnamese syllable; `strict` also asks for the tone that its ending allows."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    plain = decomposed.translate(_TONE_MARKS)
    tones = len(decomposed) - len(plain)
    match = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain))
    if match is None or tones > 1:
        return False
    onset, rime = match[1] or "", match[2]
    if onset == "gi" and not rime.startswith(tuple("aăâeêoôơuư")):
        return False
    if rime == "y":
        return onset in _BEFORE_Y
    if rime not in _RIMES:
        # "gì", "giếng": the i belongs to the rime.
        return onset == "gi" and "i" + rime in _RIMES
    if strict and rime in _BORROWED:
        return False
    if strict and rime.endswith(_STOPS):
        return _ACUTE in decomposed or _DOT in decomposed
    return True


def _converts(words: list[str], charset: Charset) -> bool:
    return all(_is_syllable(from_legacy(word, charset), strict=True) for word in words)


@lru_cache(maxsize=4096)
def legacy_charset(text: str) -> Charset | None:
    """Return the old charset that a text was typed in, or None when it is ordinary text or in doubt."""
    if not text.isascii() and _ungarbled(text) is not None:
        return "utf8"
    text = unicodedata.normalize("NFC", text)
    if text.isascii() or _UNICODE_VIETNAMESE.search(text) or not _HIGH_LATIN1.search(text):
        return None
    words = [
        word
        for word in _WORDS.findall(text)
        if not word.isascii() and re.search("[A-Za-z]", word) and word not in _MEASURES
    ]
    odd = [word for word in words if not _is_syllable(word, strict=False)]
    if not odd:
        return None
    if all(char.isascii() or char in _TCVN3 for word in words for char in word) and _converts(words, "tcvn3"):
        return "tcvn3"
    if not all(_NATURAL.match(word) for word in odd) and _converts(words, "vni"):
        return "vni"
    return None


def may_be(text: str, charset: Charset) -> bool:
    """Tell whether a text among others of an old charset can be one of them, though it is no proof by itself."""
    if charset == "utf8" or _UNICODE_VIETNAMESE.search(text) or not _HIGH_LATIN1.search(text):
        return False
    return _converts([word for word in _WORDS.findall(text) if not word.isascii()], charset)


def _ungarbled(text: str) -> str | None:
    """Return "Giàng" for "GiÃ ng": UTF-8 that was read byte by byte; None when the text is nothing of the kind."""
    content = bytearray()
    for char in text:
        try:
            # Bytes without a letter of their own come through as they are.
            content += bytes((ord(char),)) if "\x80" <= char <= "\xa0" else char.encode("cp1252")
        except UnicodeEncodeError:
            return None
    try:
        reading = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return reading if reading != text else None


def from_legacy(text: str, charset: Charset) -> str:
    """Return the text in Unicode. TCVN3 has no accented capitals: a text all in capitals is raised again."""
    if charset == "utf8":
        return _ungarbled(text) or text
    if charset == "vni":
        return unicodedata.normalize("NFC", _VNI_PATTERN.sub(lambda match: _VNI[match[0]], text))
    converted = "".join(_TCVN3.get(char, char) for char in text)
    plain = re.sub("[^A-Za-z]", "", text)
    return converted.upper() if len(plain) > 3 and plain.isupper() else converted
