"""What one row of a list would do, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from plumbing.legacy import may_be
from plumbing.models import ImportRow
from plumbing.numbers import read_mark
from plumbing.problems import Problem
from plumbing.reading import Reading, Unreadable, is_nothing, read_name
from plumbing.spreadsheets import Row, Table
from plumbing.text import from_legacy, legacy_charset, nfc

T = TypeVar("T")
_NAME_REMARK = re.compile(r"(?<=\w)\s*(?:[(\[].*|[-–,]\s*(?:đã|mới|chết|mất|chuyển)\b.*)$", re.IGNORECASE)
_TWO_NAMES = re.compile(r"\S\s*[/;,+&]\s*\S")
# What a program puts for a letter that it does not know: "Gi?ng A Th?".
_LOST_LETTER = re.compile(r"\w\?+\w|\ufffd|\w\?+\s+\w")
Outcome = ImportRow.Outcome
# A common warning is the same for many rows, and is shown once above them.
ERROR, WARNING, COMMON = "error", "warning", "common"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a row: the column's code, its header as it stands ("" when there is none), a sentence."""

    field: str
    label: str
    reason: str
    level: str = ERROR

    def as_json(self) -> dict[str, str]:
        return {"field": self.field, "label": self.label, "reason": self.reason, "level": self.level}


@dataclass(slots=True)
class CheckedRow:
    """One row of a list, checked. `plan` is what the kind wants to write for it."""

    row: Row
    table: Table
    title: str = ""
    outcome: str = Outcome.NEW
    findings: list[Finding] = field(default_factory=list)
    # {column title: [old, new]}, as people read them.
    differences: dict[str, list[str]] = field(default_factory=dict)
    plan: Any = None
    # The old charset of cells that wait for the clerk's consent: {column code: the reading offered}.
    legacy: dict[str, str] = field(default_factory=dict)
    # The stored household that the row is about, or that what is wrong with it names.
    about: int | None = None
    # What else the row would add, by name: a village that the list mentions for the first time.
    introduces: str = ""

    @property
    def is_rejected(self) -> bool:
        return self.outcome == Outcome.REJECTED

    @property
    def writes(self) -> bool:
        return self.outcome in (Outcome.NEW, Outcome.CHANGED)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == WARNING]

    def reject(self, code: str, reason: str) -> None:
        """Keep the row out, and say why."""
        self.findings.append(Finding(code, self.table.header_text(code), reason, ERROR))
        self.outcome = Outcome.REJECTED

    def warn(self, code: str, reason: str) -> None:
        """Let the row pass with something to look at."""
        self.findings.append(Finding(code, self.table.header_text(code), reason, WARNING))

    def add(self, problems: Iterable[Problem], code: str = "") -> None:
        """Take over what a rule found."""
        for problem in problems:
            field = problem.field or code
            if code and not self.table.header_text(field):
                field = code
            (self.warn if problem.is_warning else self.reject)(field, problem.text)


class Cells:
    """Reads the cells of one row; what cannot be read rejects the row, and every doubt becomes a warning."""

    def __init__(self, checked: CheckedRow, *, convert_legacy: bool = False) -> None:
        self.checked = checked
        self.values: dict[str, Any] = dict(checked.row.cells)
        self._find_legacy(convert_legacy)
        for code, error in checked.row.gaps.items():
            sentence = _("The cell has a formula without a value. Open the file in Excel and save it again.")
            if error:
                sentence = _("The cell holds Excel's error %(error)s. Correct the formula, or type the value.")
            checked.reject(code, sentence % {"error": error})
        for code, sentence in checked.row.errors.items():
            checked.reject(code, sentence)
        for code, sentence in checked.row.warnings.items():
            checked.warn(code, sentence)
        if checked.row.carried:
            code = next(code for code in checked.row.cells if code in checked.row.carried)
            checked.warn(code, _("The cell is blank; “%(text)s” was taken from above.") % {"text": self.text(code)})
        if checked.row.hidden:
            checked.warn("", _("The row is hidden in the file; it was read all the same."))

    def _find_legacy(self, convert: bool) -> None:
        for code, value in self.values.items():
            if not isinstance(value, str) or value.isascii():
                continue
            usual = self.checked.table.charset
            charset = legacy_charset(value) or (usual if usual and may_be(value, usual) else None)
            if charset is None:
                continue
            reading = nfc(from_legacy(value if charset == "utf8" else nfc(value), charset))
            words = {"text": nfc(value), "charset": charset.upper(), "reading": reading}
            # The rest of the row is checked with the reading, so that all its faults are said at once.
            self.values[code] = reading
            if convert:
                self.checked.warn(code, _("“%(text)s” was converted from %(charset)s to “%(reading)s”.") % words)
                continue
            self.checked.legacy[code] = reading
            sentence = _(
                "“%(text)s” is typed in an old font (%(charset)s); it reads “%(reading)s”. "
                "Agree to the conversion, or type it again."
            )
            if charset == "utf8":
                sentence = _("“%(text)s” is garbled; it reads “%(reading)s”. Agree to the repair, or type it again.")
            self.checked.reject(code, sentence % words)

    def has(self, code: str) -> bool:
        """Tell whether the cell says anything."""
        return not is_nothing(self.values.get(code))

    def text(self, code: str, *, longest: int = 200) -> str:
        """Return the cell's text, tidy; "" when it says nothing."""
        value = self.values.get(code)
        if value is None or is_nothing(value):
            return ""
        text = nfc(value)
        if len(text) > longest:
            self.checked.reject(
                code, _("The text is longer than %(count)s characters; shorten it.") % {"count": longest}
            )
        return text[:longest]

    def read(self, code: str, reader: Callable[..., Reading[T]], **options: Any) -> T | None:
        """Return what `reader` makes of the cell, or None; its doubts and refusals go to the row."""
        if code in self.checked.row.gaps:
            return None
        try:
            reading = reader(self.values.get(code), **options)
        except Unreadable as problem:
            self.checked.reject(code, str(problem))
            return None
        for warning in reading.warnings:
            self.checked.warn(code, warning)
        return reading.value

    def mark(self, code: str) -> bool:
        """Tell whether the cell is ticked."""
        value = self.values.get(code)
        if value is None:
            return False
        try:
            return read_mark(value)
        except Unreadable as problem:
            self.checked.reject(code, str(problem))
            return False

    def name(self, code: str, missing: str) -> str:
        """Return a person's name, tidy; what a clerk wrote behind it ("đã chết") is told and left out."""
        text = self.required(code, missing, longest=120)
        if _LOST_LETTER.search(text):
            self.checked.reject(code, _("“%(text)s” has lost letters; type the name again.") % {"text": text})
            return text
        remark = _NAME_REMARK.search(text)
        try:
            name = read_name(text[: remark.start()] if remark else text).value or ""
        except Unreadable as problem:
            self.checked.reject(code, str(problem))
            return text
        if remark:
            words = {"remark": remark[0].strip(" -–,()"), "name": name}
            self.checked.warn(
                code, _("“%(remark)s” stands behind the name %(name)s; look whether the row still holds.") % words
            )
        elif _TWO_NAMES.search(name):
            self.checked.warn(code, _("“%(text)s” looks like two names; a row is for one person.") % {"text": name})
        return name

    def required(self, code: str, reason: str, *, longest: int = 200) -> str:
        """Return the cell's text; an empty cell rejects the row with `reason`."""
        text = self.text(code, longest=longest)
        if not text and code not in self.checked.row.gaps:
            self.checked.reject(code, reason)
        return text


def settle(checked: CheckedRow, differences: dict[str, list[str]], *, is_new: bool) -> None:
    """Write down what the row does, unless it is rejected: new, changed or nothing."""
    if checked.is_rejected:
        return
    if is_new:
        checked.outcome = Outcome.NEW
    elif differences:
        checked.outcome, checked.differences = Outcome.CHANGED, differences
    else:
        checked.outcome = Outcome.UNCHANGED
