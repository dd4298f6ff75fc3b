"""The 54 official ethnic groups, and the spellings in which lists have them."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext as _

from plumbing.reading import Reading, is_nothing
from plumbing.text import nfc, search_key

_OFFICIAL = (
    "Kinh|Tày|Thái|Hoa|Khơ-me|Mường|Nùng|Mông|Dao|Gia-rai|Ngái|Ê-đê|Ba-na|Xơ-đăng|Sán Chay|Cơ-ho|Chăm|Sán Dìu|Hrê"
    "|Mnông|Ra-glai|Xtiêng|Bru-Vân Kiều|Thổ|Giáy|Cơ-tu|Gié-Triêng|Mạ|Khơ-mú|Co|Ta-ôi|Chơ-ro|Kháng|Xinh-mun|Hà Nhì"
    "|Chu-ru|Lào|La Chí|La Ha|Phù Lá|La Hủ|Lự|Lô Lô|Chứt|Mảng|Pà Thẻn|Cơ Lao|Cống|Bố Y|Si La|Pu Péo|Brâu|Ơ-đu|Rơ-măm"
)
_VARIANTS = {
    "hmong": "Mông", "meo": "Mông", "monghoa": "Mông", "mongtrang": "Mông", "mongden": "Mông", "mongdo": "Mông",
    "viet": "Kinh", "han": "Hoa", "zao": "Dao", "thaiden": "Thái", "thaitrang": "Thái", "taythai": "Thái",
    "khmu": "Khơ-mú", "xa": "Khơ-mú", "sinhmun": "Xinh-mun", "puoc": "Xinh-mun", "caolan": "Sán Chay",
    "daodo": "Dao", "daokhau": "Dao", "daoquanchet": "Dao", "xaphang": "Hoa", "hoaxaphang": "Hoa",
    "unhi": "Hà Nhì", "laochi": "La Chí", "khome": "Khơ-me", "khmer": "Khơ-me", "lu": "Lự",
}  # fmt: skip


def _key(text: str) -> str:
    return re.sub(r"[^a-z]", "", search_key(text))


# In the order of the official codes: 01 Kinh … 08 Mông.
_NAMES = _OFFICIAL.split("|")
_BY_KEY = {_key(name): name for name in _NAMES} | _VARIANTS


def read_ethnicity(raw: object) -> Reading[str]:
    """Read an ethnic group: "H'Mông", "mông" and "HMông" are "Mông". An unknown one is kept, with a warning."""
    if is_nothing(raw):
        return Reading(None)
    text = nfc(raw)[:40]
    if text.isdecimal() and 0 < int(text) <= len(_NAMES):
        name = _NAMES[int(text) - 1]
        return Reading(name, (_("The code %(code)s was read as %(name)s.") % {"code": text, "name": name},))
    known = _known(text)
    if known is not None:
        return Reading(known)
    return Reading(text, (_("“%(text)s” is not one of the official ethnic groups; it was kept.") % {"text": text},))


@lru_cache(maxsize=1024)
def _known(text: str) -> str | None:
    return _BY_KEY.get(_key(re.sub(r"^(dân tộc|người)\s+", "", text, flags=re.IGNORECASE)))
