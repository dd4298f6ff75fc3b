"""The words of poverty lists: classes, causes and transitions as offices write them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from households.models import PovertyCause, Result
from plumbing.reading import Reading, is_nothing
from plumbing.text import nfc, search_key

_POOR = r"(?:ngheo|hn)\b"
_NEAR = r"(?:can ngheo|hcn|cn)\b"
_KINDS = r"(?:cac |nhom |danh sach )?(?:ho |h )?(?:tai |moi |phat sinh |gia dinh )*"
_CLASSES = (
    # Who leaves poverty for the line above it is near-poor.
    (re.compile(r"(?:ho )?(?:moi )?thoat ngheo\b.*\bcan ngheo\b"), Result.NEAR_POOR),
    (
        re.compile(
            r"(?:ho )?(?:(?:moi )?(?:da )?thoat (?:can )?ngheo|khong (?:thuoc )?(?:dien )?(?:ho )?(?:can )?ngheo"
            r"|vuot chuan|trung binh|(?:co )?muc song trung binh|binh thuong|khong$|kha$|neither$)"
        ),
        Result.NEITHER,
    ),
    (re.compile(rf"{_KINDS}{_NEAR}(?!.*\b(?:ngheo|hn)\b)|near_poor$"), Result.NEAR_POOR),
    (re.compile(rf"{_KINDS}{_POOR}(?!.*\b(?:can ngheo|hcn|thoat)\b)|hndc$|poor$"), Result.POOR),
)


def result_of(text: str) -> str | None:
    """Return the class that words mean, "Hộ nghèo (phát sinh mới)" or "HCN"; None when they are unknown or both."""
    key = re.sub(r"[^\w]+", " ", re.sub(r"\([^)]*\)", " ", search_key(text))).strip()
    return next((result for pattern, result in _CLASSES if pattern.match(key)), None)


def result_in_title(notes: tuple[str, ...]) -> str | None:
    """Return the class of all rows when the title names one alone: "DANH SÁCH HỘ CẬN NGHÈO"."""
    titles = [key for note in notes if (key := search_key(note)).startswith(("danh sach", "ket qua"))]
    for title in titles:
        near, rest = "can ngheo" in title, title.replace("can ngheo", "")
        poor = "ho ngheo" in rest
        if near != poor:
            return Result.NEAR_POOR if near else Result.POOR
    return None


_CAUSES = {
    "khong co dat san xuat": PovertyCause.NO_LAND,
    "khong co von san xuat": PovertyCause.NO_CAPITAL,
    "khong co von": PovertyCause.NO_CAPITAL,
    "khong co lao dong": PovertyCause.NO_LABOUR,
    "khong co cong cu/phuong tien san xuat": PovertyCause.NO_TOOLS,
    "khong co kien thuc ve san xuat": PovertyCause.NO_KNOWLEDGE,
    "khong co ky nang lao dong, san xuat": PovertyCause.NO_SKILLS,
    "khong co ky nang lao dong": PovertyCause.NO_SKILLS,
    "co nguoi om dau, benh nang, tai nan": PovertyCause.ILLNESS,
    "nguyen nhan khac": PovertyCause.OTHER,
}
# Lists with a column for each cause, ticked with "x".
CAUSE_COLUMNS = {
    PovertyCause.NO_LAND: ("Không có đất sản xuất", "Thiếu đất sản xuất", "Không có đất", "Thiếu đất"),
    PovertyCause.NO_CAPITAL: ("Không có vốn sản xuất", "Không có vốn", "Thiếu vốn sản xuất", "Thiếu vốn"),
    PovertyCause.NO_LABOUR: ("Không có lao động", "Thiếu lao động"),
    PovertyCause.NO_TOOLS: (
        "Không có công cụ/phương tiện sản xuất", "Thiếu công cụ/phương tiện sản xuất", "Thiếu phương tiện sản xuất",
        "Không có phương tiện sản xuất", "Thiếu công cụ sản xuất",
    ),
    PovertyCause.NO_KNOWLEDGE: (
        "Không có kiến thức về sản xuất", "Thiếu kiến thức về sản xuất", "Thiếu kiến thức sản xuất", "Thiếu kiến thức",
    ),
    PovertyCause.NO_SKILLS: (
        "Không có kỹ năng lao động, sản xuất", "Không có kỹ năng lao động", "Thiếu kỹ năng lao động", "Thiếu kỹ năng",
    ),
    PovertyCause.ILLNESS: (
        "Có người ốm đau, bệnh nặng, tai nạn", "Ốm đau, bệnh nặng, tai nạn", "Có người ốm đau", "Ốm đau, bệnh tật",
        "Ốm đau",
    ),
    PovertyCause.OTHER: ("Nguyên nhân khác", "Nguyên nhân / Khác", "Nguyên nhân nghèo / Khác"),
}  # fmt: skip
# Skills before labour: "kỹ năng lao động" speaks of skills only.
_CAUSE_PARTS = (
    (re.compile(r"ky nang(?: lao dong)?|tay nghe"), PovertyCause.NO_SKILLS),
    (re.compile(r"\bdat\b"), PovertyCause.NO_LAND),
    (re.compile(r"\bvon\b"), PovertyCause.NO_CAPITAL),
    (re.compile(r"cong cu|phuong tien"), PovertyCause.NO_TOOLS),
    (re.compile(r"kien thuc|kinh nghiem"), PovertyCause.NO_KNOWLEDGE),
    (re.compile(r"\bom\b|om dau|benh|tai nan|tan tat|khuyet tat"), PovertyCause.ILLNESS),
    (re.compile(r"lao dong|\bld\b"), PovertyCause.NO_LABOUR),
    (re.compile(r"\bkhac\b"), PovertyCause.OTHER),
)


def read_causes(raw: object) -> Reading[list[str]]:
    """Read the causes of poverty in a cell, "Ko có đất SX; ốm đau". What is not understood becomes "other cause"."""
    if is_nothing(raw):
        return Reading(None)
    text = nfc(raw)
    whole = _CAUSES.get(search_key(text))
    if whole is not None:
        return Reading([str(whole)])
    parts = [part for part in re.split(r"[;\n]|\s\+\s", text) if part.strip()]
    found = dict.fromkeys(cause for part in parts for cause in _causes_in(search_key(part)))
    causes = [str(cause) for cause in PovertyCause.values if cause in found]
    if not causes:
        sentence = _("“%(text)s” is none of the known causes; it was counted as “other cause”.")
        return Reading([str(PovertyCause.OTHER)], (sentence % {"text": text[:80]},))
    if all(search_key(part) in _CAUSES for part in parts):
        return Reading(causes)
    parsed = "; ".join(str(PovertyCause(cause).label) for cause in causes)
    return Reading(causes, (_("“%(text)s” was read as: %(causes)s.") % {"text": text[:80], "causes": parsed},))


def _causes_in(key: str) -> list[str]:
    if key in _CAUSES:
        return [_CAUSES[key]]
    found: list[str] = []
    for pattern, cause in _CAUSE_PARTS:
        if pattern.search(key):
            found.append(cause)
            key = pattern.sub(" ", key)
    return found


# What a note claims about the class before this review; None stands for "nothing known".
_TRANSITIONS: tuple[tuple[re.Pattern[str], frozenset[str | None]], ...] = (
    (re.compile(r"\btai (?:can )?ngheo\b"), frozenset({Result.NEITHER})),
    (re.compile(r"\bphat sinh\b"), frozenset({Result.NEITHER, None})),
    (
        re.compile(r"(?:tu|h)\s*(?:ho )?(?:hn|ngheo) (?:sang|xuong|thanh) (?:ho )?(?:hcn|can ngheo)"),
        frozenset({Result.POOR}),
    ),
    (re.compile(r"(?:hcn|can ngheo) (?:sang|xuong|thanh) (?:ho )?(?:hn|ngheo)\b"), frozenset({Result.NEAR_POOR})),
    (re.compile(r"\bthoat ngheo\b"), frozenset({Result.POOR})),
    (re.compile(r"\bthoat can ngheo\b"), frozenset({Result.NEAR_POOR})),
)


def transition_warning(note: str, previous: str | None) -> str | None:
    """Return a sentence when a note such as "Tái nghèo" cannot be confirmed by the result before this review."""
    key = search_key(note)
    allowed = next((results for pattern, results in _TRANSITIONS if pattern.search(key)), None)
    if allowed is None or previous in allowed:
        return None
    if previous is None:
        sentence = _("The note says “%(note)s”, but no earlier result of this household is known to compare.")
        return sentence % {"note": note}
    words = {"note": note, "result": Result(previous).label}
    return _("The note says “%(note)s”, but the result before was “%(result)s”.") % words
