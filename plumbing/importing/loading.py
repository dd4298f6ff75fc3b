"""The one path of a list from file to rows: the wizard and `manage.py import_list` both come this way."""

from __future__ import annotations

import gc
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from plumbing import history
from plumbing.importing.checking import CheckedRow, Finding, Outcome
from plumbing.importing.kinds import LeftOut, ListKind, Loader
from plumbing.importing.list_day import ListDay, day_of
from plumbing.models import ImportBatch
from plumbing.spreadsheets import Skipped, Table, open_table
from plumbing.statistics import MANY_ROWS, analyze

# From so many rows on, the same warning is shown once with their count: it would hide the others.
MANY = 3


@dataclass
class Result:
    """A list that was read and checked."""

    kind: ListKind
    table: Table
    rows: list[CheckedRow]
    list_day: ListDay
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The lines of the list that are no rows."""
        return self.table.skipped

    @property
    def remarks(self) -> list[str]:
        """What is to be said of the list as a whole: what was not read of it."""
        remarks = []
        if self.table.other_sheets:
            others = ", ".join(f"“{name}”" for name in self.table.other_sheets)
            sentence = _("Only the sheet “%(sheet)s” was read. These hold lists too: %(others)s.")
            remarks.append(sentence % {"sheet": self.table.sheet, "others": others})
        if self.table.unread_sheets:
            names = ", ".join(f"“{name}”" for name in self.table.unread_sheets)
            remarks.append(
                _("On these sheets no such list was found; they were not read: %(names)s.") % {"names": names}
            )
        if self.table.unmatched:
            sentence = _("These columns were not read: %(columns)s.")
            remarks.append(sentence % {"columns": "; ".join(self.table.unmatched)})
        if self.left_out:
            names = "; ".join(f"{one.name} ({one.place})" for one in self.left_out[:20])
            sentence = _("The list leaves out %(count)s of whom such a list named until now: %(names)s.")
            remarks.append(sentence % {"count": len(self.left_out), "names": names})
        return remarks

    @property
    def rejected(self) -> list[CheckedRow]:
        return [row for row in self.rows if row.is_rejected]

    @property
    def writing(self) -> list[CheckedRow]:
        return [row for row in self.rows if row.writes]

    def label(self, finding: Finding) -> str:
        """Return the header of the column that a finding speaks of, or its usual name when the list has none."""
        return finding.label or (self.kind.column_title(finding.field) if finding.field else "")

    def common_warnings(self) -> dict[tuple[str, str], list[int]]:
        """Return the warnings (label, sentence) that many rows share, the most frequent first, with the rows."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in self.rows:
            for finding in row.warnings:
                found[self.label(finding), finding.reason].append(row.row.number)
        often = ((words, numbers) for words, numbers in found.items() if len(numbers) >= MANY)
        return dict(sorted(often, key=lambda pair: -len(pair[1])))

    def counts(self) -> dict[str, int]:
        """Return how many rows have each outcome, how many have warnings and how many wait for conversion."""
        counts = {str(outcome): 0 for outcome in Outcome.values}
        for row in self.rows:
            counts[str(row.outcome)] += 1
        counts[Outcome.SKIPPED] = len(self.skipped)
        common = self.common_warnings()
        own = [row for row in self.rows if any((self.label(f), f.reason) not in common for f in row.warnings)]
        counts["warnings"] = len(own)
        counts["swapped"] = self.table.swapped_days
        counts["legacy"] = sum(bool(row.legacy) for row in self.rows)
        return counts

    def as_json(self) -> dict[str, Any]:
        """Return the result as `import_list --json` prints it."""
        counts = self.counts()
        rejected = [
            {
                "row": row.row.number,
                "field": "; ".join(dict.fromkeys(filter(None, map(self.label, row.errors)))),
                "reason": " ".join(f.reason for f in row.errors),
            }
            for row in self.rejected
        ]
        warnings = [{"row": 0, "field": "", "reason": remark} for remark in self.remarks]
        warnings += [
            {"row": row.row.number, "field": self.label(f), "reason": f.reason}
            for row in self.rows
            for f in row.warnings
        ]
        return {
            "new": counts[Outcome.NEW],
            "changed": counts[Outcome.CHANGED],
            "unchanged": counts[Outcome.UNCHANGED],
            "rejected": rejected,
            "warnings": warnings,
            "skipped": [{"row": line.number, "reason": line.reason} for line in self.skipped],
        }


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Disable the garbage collector during an import: a list makes a million objects that all live until its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@without_garbage_collection()
def read_list(kind: ListKind, content: bytes, filename: str, loader: Loader) -> Result:
    """Read a file and check its rows; nothing is written. Raises UnreadableFile."""
    table = open_table(
        io.BytesIO(content),
        columns=kind.columns,
        filename=filename,
        max_bytes=settings.IMPORT_MAX_BYTES,
        swap_days=loader.swap_days,
        all_sheets=loader.all_sheets,
    )
    loader.list_day = day_of(table, loader.today, loader.given_day, by_decision=kind.by_decision)
    rows = kind.check(table, loader)
    return Result(kind, table, rows, loader.list_day, kind.left_out(rows, table, loader))


def new_batch(kind: ListKind, content: bytes, filename: str, user: Any) -> ImportBatch:
    """Return an unsaved batch for a file."""
    return ImportBatch(
        kind=kind.code,
        filename=filename[-200:],
        digest=hashlib.sha256(content).hexdigest(),
        uploaded_by=user,
    )


@without_garbage_collection()
@transaction.atomic
def commit(
    kind: ListKind, rows: Sequence[CheckedRow], loader: Loader, batch: ImportBatch, left_out: Sequence[LeftOut] = ()
) -> None:
    """Write the rows that are new or changed, all or none, and note in the history which file they came from."""
    writing = [row for row in rows if row.writes]
    if writing:
        kind.commit(writing, loader, batch.pk)
    if left_out and loader.left_out_settled:
        kind.settle_left_out(left_out, rows, loader, batch.pk)
    if len(writing) >= MANY_ROWS:
        analyze()
    batch.state, batch.committed_at = ImportBatch.State.COMMITTED, timezone.now()
    batch.save()
    history.note(
        history.Action.IMPORTED,
        by=loader.user,
        title=batch.filename,
        model=batch._meta.label_lower,
        object_id=batch.pk,
        after=batch.counts,
        batch_id=batch.pk,
    )
