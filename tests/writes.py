"""Where records are written: `guard` catches it while tests run, `bare_writes` reads it in the source.

Records are written by the verbs of `plumbing.history`, which keep the history in the same transaction, and the verbs
that write are called by the actions of the apps: a form and a list write the same way.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps

from plumbing.models import Record

ROOT = Path(__file__).resolve().parent.parent
APPS = ("plumbing", "teams", "households", "activities", "reports", "config")
TABLES = {m._meta.db_table for m in apps.get_models() if issubclass(m, Record)}
OTHER_MODELS = {m.__name__ for m in apps.get_models() if not issubclass(m, Record)}

_STATEMENT = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# Who may write rows of records itself, and why.
WRITERS = {
    ("plumbing/history.py", ""): "the verbs",
    ("plumbing/bulk.py", ""): "how the verbs write many rows",
    ("reports/demo/history_writer.py", ""): "two years of made-up history, each entry dated when it happened",
    ("plumbing/management/commands/rotate_field_key.py", ""): "the same values under another key",
    ("households/models/poverty.py", "supersede"): "the day until which an assessment holds is derived",
    ("teams/models/accounts.py", "store_passwords"): "of a password the history keeps only that it was set",
    ("plumbing/stays.py", "settle"): "where a household or cadre is at first follows from its own row",
    ("teams/models/accounts.py", "note_tour_seen"): "that the tour was shown is no change of an account",
}


class PastTheHistory(AssertionError):
    """A row of a record was written by other means than the verbs of the history."""


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wrap the database's execute: refuse a statement that the portal's own code sends past the verbs."""
    found = _STATEMENT.match(sql)
    if found and found[1] in TABLES and (writer := _writer()):
        raise PastTheHistory(f"{writer}: {sql[:120]}")
    return execute(sql, params, many, context)


def _writer() -> str:
    """Return which code of the portal sends the statement; "" when it is a verb, a migration, Django or a test."""
    frame = sys._getframe(2)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if frame.f_code.co_name == "update_last_login":
            return ""  # Django's, of whoever signs in
        place = path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path("elsewhere")
        if place.parts[0] == "tests" or "migrations" in place.parts:
            return ""
        if place.parts[0] in APPS:
            file, function = place.as_posix(), frame.f_code.co_name
            if (file, "") in WRITERS or (file, function) in WRITERS:
                return ""
            return f"{file}:{frame.f_lineno} ({function})"
        frame = frame.f_back
    return ""


# --- in the source -------------------------------------------------------------------------------------------------

_WRITING = {"save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITING = _WRITING | {f"a{name}" for name in _WRITING}
VERBS = {"create", "change", "create_many", "change_many", "save_many", "void", "void_many", "restore_many"}
# Names under which rows that are no records are written, by file. Only what cannot be told from the source itself.
NO_RECORDS = {
    "plumbing/background_exports.py": {"export"},
    "plumbing/importing/loading.py": {"batch"},
    "plumbing/importing/staging.py": {"batch", "old"},
    "plumbing/importing/undoing.py": {"batch"},
    "plumbing/importing/work.py": {"batch"},
    "plumbing/management/commands/import_list.py": {"batch"},
    "plumbing/views/import_parts.py": {"batch"},
    "plumbing/views/imports.py": {"batch", "form"},
    "plumbing/jobs.py": {"self"},
    "plumbing/models/jobs.py": {"held"},
    "reports/models/rollups.py": {"cls"},
    "reports/rollups/waiting.py": {"state"},
    "reports/data_checks.py": {"held"},
    "reports/demo/months.py": {"self"},
    "teams/actions/slips.py": {"sheet", "held"},
    "teams/actions/sessions.py": {"found"},
    # Rows that belong to a record: the verb puts their values into the owner's history.
    "activities/actions/activities.py": {"activity"},
    "activities/actions/meetings.py": {"meeting"},
}


def bare_writes(source: str, file: str) -> Iterator[str]:
    """Yield each call in `source` that writes rows of records past the verbs, however many lines it covers."""
    if (file, "") in WRITERS:
        return
    tree = ast.parse(source)
    allowed = {id(node) for node in _allowed(tree, file)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and id(node) not in allowed:
            root = _root(node.func.value)
            is_known = root == "history" or root in OTHER_MODELS or root in NO_RECORDS.get(file, ())
            if node.func.attr in WRITING and _may_write(node) and not is_known:
                yield f"{file}:{node.lineno}: {ast.unparse(node.func)}"


def _allowed(tree: ast.AST, file: str) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (file, node.name) in WRITERS:
            yield from ast.walk(node)


def _may_write(node: ast.Call) -> bool:
    """Tell a queryset's update from a dictionary's, its delete from a cache's."""
    name = node.func.attr.removeprefix("a")  # type: ignore[attr-defined]
    if name == "update":
        return bool(node.keywords) and not node.args
    return not (name == "delete" and node.args)


def _root(node: ast.AST) -> str:
    """Return the name with which `a.b.filter(…).c` begins."""
    while not isinstance(node, ast.Name):
        node = getattr(node, "value", None) or getattr(node, "func", None) or ast.Name("")
    return node.id


def verbs_used(source: str) -> Iterator[str]:
    """Yield the verbs of the history that `source` uses to write."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in VERBS and getattr(node.value, "id", "") == "history":
            yield f"{node.lineno}: history.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module == "plumbing.history":
            yield from (f"{node.lineno}: {alias.name}" for alias in node.names if alias.name in VERBS)
