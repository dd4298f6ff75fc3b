"""A list that waits in the database between its check and its commit."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Container
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from plumbing import history
from plumbing.identity import mask_ids
from plumbing.importing.checking import COMMON, WARNING, CheckedRow, Finding
from plumbing.importing.kinds import ListKind, Loader, Progress, list_kind, may_load
from plumbing.importing.loading import Result, commit, read_list
from plumbing.models import ImportBatch, ImportRow, Job
from plumbing.problems import REASON_FIELD, Refused
from plumbing.spreadsheets import Skipped, Table, UnreadableFile

State = ImportBatch.State
# Nothing is written yet, and nobody is about to.
WAITING = (State.READING, State.CHECKED, State.UNREADABLE)
# A job works on it.
BUSY = (State.READING, State.COMMITTING)
# A list that nobody commits is thrown away after so many days: it holds personal data.
DELETED_AFTER_DAYS = 7
# A national ID or a telephone number.
_LONG_NUMBER = re.compile(r"\d{9,}")


# A file whose reading was given up waits so long for whoever wants it read again.
RESUMED_WITHIN = dt.timedelta(hours=1)

# What a clerk is asked above a list.
ANSWERS = ("convert_legacy", "swap_days", "all_sheets", "left_out_settled")


class NotAllowed(Exception):
    """The account may not load this kind of list (any more)."""


def loader_of(batch: ImportBatch, progress: Progress) -> tuple[ListKind, Loader]:
    """Return the kind and the loader of a batch. Raises NotAllowed."""
    kind = list_kind(batch.kind)
    user = batch.uploaded_by
    if kind is None or user is None or not may_load(user, kind):
        raise NotAllowed
    # The wizard's answers have the names of the loader's fields.
    answers = {name: value for name, value in batch.options.items() if name in ANSWERS}
    day = dt.date.fromisoformat(given) if (given := batch.options.get("day")) else None
    return kind, Loader(user=user, given_day=day, progress=progress, **answers)


def check_batch(batch: ImportBatch, progress: Progress) -> None:
    """Read and check an uploaded file, and stage what each row would do."""
    try:
        kind, loader = loader_of(batch, progress)
        result = read_list(kind, bytes(batch.content), batch.filename, loader)
    except UnreadableFile as problem:
        batch.state, batch.problem, batch.content = State.UNREADABLE, str(problem)[:500], b""
        batch.save(update_fields=["state", "problem", "content"])
        return
    stage(batch, result)


@transaction.atomic
def stage(batch: ImportBatch, result: Result, problem: str = "") -> None:
    """Write down what each row would do, for the preview."""
    batch.rows.all().delete()
    common = result.common_warnings()
    staged = [
        *(_staged(batch, result, row, common) for row in result.rows),
        *(_passed_over(batch, s) for s in result.skipped),
    ]
    for position, row in enumerate(staged):
        row.position = position
    ImportRow.objects.bulk_create(staged, batch_size=1000)
    batch.reading = describe(result)
    batch.counts = result.counts()
    batch.state, batch.problem = State.CHECKED, problem[:500]
    batch.save()


def _kept(finding: Finding) -> dict[str, str]:
    """Return what is kept of a finding: a national ID stands in no sentence in full, only in the sealed cells."""
    said = finding.as_json()
    return said | {"reason": mask_ids(said["reason"], is_about_id=finding.field == "national_id")}


def _kept_differences(checked: CheckedRow) -> dict[str, list[str]]:
    return {title: [mask_ids(text) for text in pair] for title, pair in checked.differences.items()}


def _staged(batch: ImportBatch, result: Result, checked: CheckedRow, common: Container[tuple[str, str]]) -> ImportRow:
    problems = []
    for finding in checked.findings:
        problem = _kept(finding) | {"label": result.label(finding)}
        if finding.level == WARNING and (problem["label"], finding.reason) in common:
            problem["level"] = COMMON
        problems.append(problem)
    return ImportRow(
        batch=batch,
        number=checked.row.number,
        sheet=checked.row.sheet[:100],
        outcome=checked.outcome,
        title=mask_ids(checked.title)[:200],
        cells=pack(checked) if checked.is_rejected else b"",
        problems=problems,
        differences=_kept_differences(checked),
        about=checked.about,
    )


def _passed_over(batch: ImportBatch, line: Skipped) -> ImportRow:
    reason = {"field": "", "label": "", "reason": line.reason, "level": "skipped"}
    return ImportRow(
        batch=batch,
        number=line.number,
        sheet=line.sheet[:100],
        outcome=ImportRow.Outcome.SKIPPED,
        title=_LONG_NUMBER.sub("…", line.text),
        problems=[reason],
    )


def describe(result: Result) -> dict[str, Any]:
    """Return what was recognised in the file, as the preview shows it."""
    table: Table = result.table
    common = result.common_warnings()
    samples = [[row.row.number, mask_ids(text)] for row in result.rows for text in row.legacy.values()][:3]
    return {
        "sheet": table.sheet,
        "header_rows": list(table.header_rows),
        "columns": [[result.kind.column_title(code), table.header_text(code)] for code in table.mapping],
        "codes": list(table.mapping),
        "headers": [table.header_text(code) for code in table.mapping],
        "unmatched": list(table.unmatched),
        "notes": [mask_ids(note) for note in table.notes],
        "day": day.isoformat() if (day := result.list_day.known or result.list_day.proposed) else "",
        "day_matters": result.list_day.is_used,
        "asks_for_day": result.list_day.is_asked_for,
        "money_unit": table.money_unit,
        "legacy": samples,
        "remarks": result.remarks,
        "common": [[label, mask_ids(said), len(rows), rows[:5]] for (label, said), rows in common.items()],
        "other_sheets": list(table.other_sheets),
        "left_out": [[one.name, one.place, one.state, str(one.url)] for one in result.left_out],
        "left_out_keys": [one.pk for one in result.left_out],
        "introduced": [row.introduces for row in result.rows if row.introduces],
    }


def pack(checked: CheckedRow) -> bytes:
    """Return a row's cells as they stood, as JSON."""
    cells = {code: _plain(value) for code, value in checked.row.cells.items() if value is not None}
    return json.dumps({"cells": cells, "titles": checked.row.titles}).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return {"day": value.isoformat()[:10]}
    return value if isinstance(value, str | int | float | bool) else str(value)


def unpack(row: ImportRow) -> tuple[dict[str, Any], list[str]]:
    """Return a staged row's cells and the titles that it stood under."""
    packed = json.loads(bytes(row.cells) or b'{"cells": {}, "titles": []}')
    cells = {
        code: dt.date.fromisoformat(value["day"]) if isinstance(value, dict) else value
        for code, value in packed["cells"].items()
    }
    return cells, packed.get("titles", [])


# --- commit -----------------------------------------------------------------------------------------------------


def commit_batch(batch: ImportBatch, progress: Progress) -> None:
    """Commit a staged list. It is checked once more: what the clerk agreed to must still be what happens."""
    if batch.state != State.COMMITTING:
        return
    with history.because(batch.options.get(REASON_FIELD, "")):
        _commit(batch, progress)


def _commit(batch: ImportBatch, progress: Progress) -> None:
    kind, loader = loader_of(batch, progress)
    result = read_list(kind, bytes(batch.content), batch.filename, loader)
    rows = [_fingerprint(row.row.number, row.outcome, _kept_differences(row)) for row in result.rows]
    if agreed(batch) != rows or batch.reading.get("left_out", []) != describe(result)["left_out"]:
        stage(batch, result, _("The data changed since the list was checked. Look at the rows again, then commit."))
        return
    if result.rejected and not batch.options.get("only_good_rows"):
        stage(batch, result, _("Some rows are rejected, so nothing was committed."))
        return
    try:
        with transaction.atomic():
            batch.content = b""
            commit(kind, result.rows, loader, batch, result.left_out)
    except Refused as refused:
        batch.refresh_from_db()
        batch.state, batch.problem = State.CHECKED, str(refused)[:500]
        batch.options["asks_reason"] = any(problem.asks_reason for problem in refused.problems)
        batch.save(update_fields=["state", "problem", "options"])
    except history.StaleVersion:
        batch.refresh_from_db()
        batch.state = State.CHECKED
        batch.problem = _("Somebody changed a row of the list meanwhile: nothing was written. Commit again.")
        batch.save(update_fields=["state", "problem"])


def agreed(batch: ImportBatch) -> list[Any]:
    """Return what the preview showed of each row."""
    rows = batch.rows.exclude(outcome=ImportRow.Outcome.SKIPPED).values_list("number", "outcome", "differences")
    return [_fingerprint(*row) for row in rows]


def _fingerprint(number: int, outcome: str, differences: dict[str, list[str]]) -> tuple[int, str, str]:
    return number, str(outcome), json.dumps(differences, sort_keys=True)


def discard(batch: ImportBatch) -> bool:
    """Throw away a list that was never committed; return False when it is being committed or was."""
    with transaction.atomic():
        # Locked first: a commit in another tab waits, and then finds nothing to move on.
        waiting = ImportBatch.objects.select_for_update().filter(pk=batch.pk, state__in=WAITING).first()
        if waiting is not None:
            batch.delete()
    return waiting is not None


# --- what nobody looks after ------------------------------------------------------------------------------------


def release(batch: ImportBatch) -> bool:
    """Free a list whose work ended without a result: a commit that was interrupted wrote nothing, so it can be
    committed again. Return False when the work still runs, or there is none.
    """
    with transaction.atomic():
        held = ImportBatch.objects.select_for_update().filter(pk=batch.pk, state__in=BUSY).first()
        if held is None or (held.job is not None and held.job.state in Job.UNFINISHED):
            return False
        if held.state == State.COMMITTING:
            problem = _("The work was interrupted; nothing was written. Look at the rows and commit them again.")
            ImportBatch.objects.filter(pk=held.pk).update(state=State.CHECKED, problem=problem)
    batch.refresh_from_db()
    return True


def look_after_forgotten(now: dt.datetime) -> None:
    """Free lists that are stuck, and throw those away that nobody has committed for days: they hold personal data."""
    for batch in ImportBatch.objects.filter(state=State.COMMITTING).defer("content", "reading"):
        release(batch)
    # Whoever has it open presses "read again" meanwhile.
    given_up = ImportBatch.objects.filter(state=State.READING, uploaded_at__lt=now - RESUMED_WITHIN)
    for batch in given_up.defer("content", "reading"):
        if release(batch):
            problem = _("Reading this file was interrupted several times. Save it in Excel and load it again.")
            ImportBatch.objects.filter(pk=batch.pk, state=State.READING).update(
                state=State.UNREADABLE, problem=problem, content=b""
            )
    ImportBatch.objects.filter(uploaded_at__lt=now - dt.timedelta(days=DELETED_AFTER_DAYS), state__in=WAITING).delete()
