"""Load a list: `manage.py import_list KIND FILE [--dry-run] [--only-good-rows] [--date YYYY-MM-DD] [--json]`."""

from __future__ import annotations

import datetime as dt
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plumbing import history
from plumbing.dates import format_date
from plumbing.importing.kinds import ListKind, Loader, all_kinds, list_kind
from plumbing.importing.loading import Result, commit, new_batch, read_list
from plumbing.problems import Refused
from plumbing.spreadsheets import UnreadableFile


class Command(BaseCommand):
    help = "Load a list from Excel, OpenDocument or CSV. Exit 1 when rows are rejected and nothing was committed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", help=", ".join(kind.code for kind in all_kinds()))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Check only; write nothing.")
        parser.add_argument("--only-good-rows", action="store_true", help="Commit the good rows, leave the others out.")
        parser.add_argument("--date", type=dt.date.fromisoformat, help="The day of the list, where it says none.")
        parser.add_argument("--convert-legacy", action="store_true", help="Convert text typed in TCVN3 or VNI fonts.")
        parser.add_argument(
            "--swap-days",
            choices=("yes", "no"),
            help="Turn days back that Excel seems to have swapped with their months, or take them as they stand.",
        )
        parser.add_argument("--reason", default="", help="Why locked months are corrected, when the list changes any.")
        parser.add_argument("--all-sheets", action="store_true", help="Read all sheets that hold such a list as one.")
        parser.add_argument(
            "--left-out-not-poor",
            action="store_true",
            help="Write of households that the list of a year leaves out that they are neither poor nor near-poor.",
        )
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE), history.because(options["reason"]):
            self.load(options)

    def load(self, options: dict[str, Any]) -> None:
        kind = find_kind(options["kind"])
        path: Path = options["file"]
        swap = {"yes": True, "no": False, None: None}[options["swap_days"]]
        loader = Loader(
            given_day=options["date"],
            convert_legacy=options["convert_legacy"],
            swap_days=swap,
            all_sheets=options["all_sheets"],
            left_out_settled=options["left_out_not_poor"],
        )
        if loader.given_day and loader.given_day > loader.today:
            raise CommandError(_("%(day)s lies in the future.") % {"day": format_date(loader.given_day)})
        try:
            content = read_file(path)
            result = read_list(kind, content, path.name, loader)
            if not result.rows:
                raise UnreadableFile("empty", _("The table has a header, but no rows under it."))
            if result.list_day.is_asked_for:
                sentence = _("The list does not say of which day it is; %(day)s was taken. Give the day with --date.")
                result.rows[0].warn("", sentence % {"day": format_date(result.list_day.day)})
        except UnreadableFile as problem:
            self.refuse(str(problem), as_json=options["json"])
        stopped = bool(result.rejected) and not options["only_good_rows"]
        if not options["dry_run"] and not stopped:
            batch = new_batch(kind, content, path.name, None)
            batch.counts = result.counts()
            try:
                with transaction.atomic():
                    batch.save()
                    commit(kind, result.rows, loader, batch, result.left_out)
            except Refused as refused:
                # Something was closed since the check, such as a month.
                self.refuse(str(refused), as_json=options["json"])
            except history.StaleVersion:
                sentence = _("Somebody changed a row of the list meanwhile: nothing was written. Commit again.")
                self.refuse(sentence, as_json=options["json"])
        committed = not options["dry_run"] and not stopped
        self.report(result, committed=committed, as_json=options["json"])
        if result.rejected and not committed:
            sys.exit(1)

    def refuse(self, sentence: str, *, as_json: bool) -> None:
        """Say why nothing of the file was taken."""
        if as_json:
            rejected = [{"row": 0, "field": "", "reason": sentence}]
            empty = {"new": 0, "changed": 0, "unchanged": 0, "rejected": rejected, "warnings": [], "skipped": []}
            self.stdout.write(json.dumps(empty, ensure_ascii=False))
        else:
            self.stderr.write(sentence)
        sys.exit(1)

    def report(self, result: Result, *, committed: bool, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False))
            return
        common = result.common_warnings()
        for row in result.rows:
            for finding in row.findings:
                if finding.level == "warning" and (result.label(finding), finding.reason) in common:
                    continue
                sign = "✗" if finding.level == "error" else "!"
                place = _("row %(number)s") % {"number": row.row.number}
                label = f" [{name}]" if (name := result.label(finding)) else ""
                self.stdout.write(f"{sign} {place}{label}: {finding.reason}")
        for (label, reason), numbers in common.items():
            rows = ngettext("%(count)s row", "%(count)s rows", len(numbers)) % {"count": len(numbers)}
            self.stdout.write(f"! {rows}{f' [{label}]' if label else ''}: {reason}")
        for line in result.skipped:
            place = _("row %(number)s") % {"number": line.number}
            self.stdout.write(f"– {place}: {line.reason} {line.text}")
        for remark in result.remarks:
            self.stdout.write(f"! {remark}")
        summary = _("New: %(new)s. Changed: %(changed)s. Unchanged: %(unchanged)s.")
        rest = _("Rejected: %(rejected)s. Skipped: %(skipped)s.")
        self.stdout.write(f"{summary} {rest}" % result.counts())
        self.stdout.write(_("The list was committed.") if committed else _("Nothing was committed."))


def find_kind(code: str) -> ListKind:
    """Return the kind of list. Raises CommandError that names those that exist."""
    kind = list_kind(code)
    if kind is None:
        known = ", ".join(kind.code for kind in all_kinds())
        raise CommandError(
            _("There is no kind of list “%(code)s”. These exist: %(known)s.") % {"code": code, "known": known}
        )
    return kind


def read_file(path: Path) -> bytes:
    """Return the file's content, at most a little more than may be read."""
    try:
        with path.open("rb") as file:
            return file.read(settings.IMPORT_MAX_BYTES + 1)
    except OSError as problem:
        message = _("The file %(name)s cannot be opened: %(problem)s")
        raise UnreadableFile("missing", message % {"name": path, "problem": _why(problem)}) from problem


def _why(problem: OSError) -> str:
    """Return what the system says in English, in the office's words."""
    if isinstance(problem, FileNotFoundError):
        return _("there is no such file.")
    if isinstance(problem, PermissionError):
        return _("this account of the computer may not read it.")
    if isinstance(problem, IsADirectoryError):
        return _("it is a folder, not a file.")
    return _("the system reports error %(number)s.") % {"number": problem.errno}
