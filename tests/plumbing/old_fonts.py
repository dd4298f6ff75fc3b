"""Typing text with an old font, as offices did before Unicode."""

import unicodedata

from plumbing.legacy import _TCVN3

_SIGNS = {letter: sign for sign, letter in _TCVN3.items()}


def to_tcvn3(text: str) -> str:
    """Return the letters that stand for a text in .VnTime; its capitals with marks are typed small."""
    return "".join(_SIGNS.get(c) or _SIGNS.get(c.lower(), c) for c in unicodedata.normalize("NFC", text))
