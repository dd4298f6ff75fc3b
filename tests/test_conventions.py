"""Conventions that no linter knows. A new field, file or view that breaks one fails here."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from households.models import Household
from plumbing.models import Record
from tests.url_targets import PATTERNS
from tests.writes import bare_writes, verbs_used

ROOT = Path(__file__).resolve().parent.parent
APPS = ["plumbing", "teams", "households", "activities", "reports"]
FLOOR = {app: i for i, app in enumerate(APPS)} | {"config": len(APPS)}
SOURCES = [p for app in [*APPS, "config"] for p in sorted((ROOT / app).rglob("*.py"))]
CODE = [p for p in SOURCES if "migrations" not in p.parts]
OUR_MODELS = [m for m in apps.get_models() if m._meta.app_label in APPS]


def imports_of(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            found += [alias.name.split(".")[0] for alias in node.names]
    return found


def test_imports_go_down_only():
    assert len(CODE) > 300
    upwards = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in CODE
        for name in imports_of(path)
        if FLOOR.get(name, -1) > FLOOR[path.relative_to(ROOT).parts[0]]
    ]
    assert upwards == []


def test_nobody_imports_the_roof():
    assert [p for p in CODE if p.parts[-2] != "config" and "config" in imports_of(p)] == []


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_relations_go_down_only(model):
    """Also those given as strings, which no import shows. Plumbing may point at the account by the setting."""
    here = FLOOR[model._meta.app_label]
    for field in model._meta.concrete_fields:
        if field.related_model and field.related_model._meta.label != "teams.Account":
            assert FLOOR.get(field.related_model._meta.app_label, -1) <= here, field


def test_no_names_that_say_nothing():
    assert [p for p in CODE if p.stem in {"utils", "helpers", "services", "mixins", "managers", "common"}] == []


def test_files_and_functions_stay_readable():
    long_files = {str(p.relative_to(ROOT)) for p in CODE if len(p.read_text().splitlines()) > 400}
    long_functions = [
        f"{p.relative_to(ROOT)}:{node.name}"
        for p in CODE
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 50
    ]
    assert long_files == set()
    assert long_functions == []


# Dates that are words of the domain: a validity, a month.
DATE_NAMES = re.compile(r"(_on|_from|_to|^month|^month_before|^birth_date)$")


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_names_of_dates(model):
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateTimeField):
            assert field.name.endswith("_at") or field.name in {"at", "last_login", "leased_until"}, field
        elif isinstance(field, models.DateField):
            assert DATE_NAMES.search(field.name), field


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_every_field_is_sorted_by_how_personal_it_is(model):
    """A field that `privacy` does not name cannot be added. Who and when of a record need no word."""
    named = [*model.privacy.personal, *model.privacy.sensitive, *model.privacy.neither]
    assert len(named) == len(set(named))
    of_every_record = {f.name for f in Record._meta.get_fields()} if issubclass(model, Record) else set()
    assert {f.name for f in model._meta.concrete_fields} - {"id"} - of_every_record == set(named) - of_every_record


def test_rows_that_point_at_a_household_tell_of_it():
    """Whoever is shown one is written down (plumbing.viewings); a model without this word would be forgotten."""
    points = {m: [f.attname for f in m._meta.concrete_fields if f.related_model is Household] for m in OUR_MODELS}
    assert {m.__name__: m.privacy.tells_of for m in points if m.privacy.tells_of not in (points[m] or [""])} == {
        "Household": "id"
    }


def test_nothing_about_belief_or_loyalty_is_stored():
    forbidden = re.compile(r"religio|ton_giao|loyal|suspic|belief|opinion|church")
    assert [f for m in OUR_MODELS for f in m._meta.get_fields() if forbidden.search(f.name)] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Our views by their URL names; those of allauth are its own.
VIEWS = {name: inspect.unwrap(one.callback) for name, one in PATTERNS.items()}
VIEWS = {name: view for name, view in VIEWS.items() if view.__module__.partition(".")[0] in FLOOR}
# The URL name is Django's, or two addresses lead to one page.
NAMED_OTHERWISE = {"set_language": "language_set", "help": "help_guide", "help_role": "help_guide"}
# Pages that look alike share a template; the last three are other faces of one page.
SHARED_TEMPLATES = {
    "plumbing/list_page.html", "plumbing/form_page.html", "plumbing/bulk_page.html", "plumbing/void_page.html",
    "plumbing/conflict.html", "activities/activity_form.html", "activities/month_step.html",
    "plumbing/import_preview.html", "plumbing/export_reason.html",
    "reports/figure_parts.html", "teams/setup_elsewhere.html",
}  # fmt: skip


def test_a_page_has_one_name():
    """View = URL name = test file: `households:household_edit` is tested in tests/households/test_household_edit.py."""
    other_view = {n: v.__name__ for n, v in VIEWS.items() if v.__name__ != NAMED_OTHERWISE.get(n, n.rpartition(":")[2])}
    files = {n: f"tests/{v.__module__.partition('.')[0]}/test_{v.__name__}.py" for n, v in VIEWS.items()}
    assert other_view == {}
    assert {name: file for name, file in files.items() if not (ROOT / file).exists()} == {}


def test_a_template_has_the_name_of_its_page():
    """templates/<app>/ holds pages and the shared ones; what is a part of a page lies in a folder below."""
    pages = {f"{view.__module__.partition('.')[0]}/{view.__name__}.html" for view in VIEWS.values()}
    there = {p.relative_to(ROOT / "templates").as_posix() for app in APPS for p in (ROOT / "templates" / app).glob("*")}
    assert {name for name in there if name.endswith(".html")} - pages - SHARED_TEMPLATES == set()
    assert SHARED_TEMPLATES - there == set()


def test_records_are_written_by_the_verbs_of_the_history():
    """Bare saves would leave the history and the figures behind. tests/test_writes.py breaks this for each way."""
    written = {path.relative_to(ROOT).as_posix(): path.read_text() for path in CODE}
    found = {where: list(bare_writes(text, where)) for where, text in written.items()}
    assert {where: writes for where, writes in found.items() if writes} == {}


# Who may call the verbs that write, beside the actions of the apps.
CALLERS = {
    "plumbing": "forms, undo and restore write any kind of record",
    "reports/demo": "writes what happened over two years",
    "teams/moves.py": "a part of the actions on areas",
    "teams/imports/area_writing.py": "a list of areas writes them, what they lie in and what follows",
    "teams/imports/villages.py": "the same for villages that a list mentions for the first time",
    "teams/imports/places.py": "the same",
}


def test_the_verbs_that_write_are_called_by_actions():
    """A form and a list write the same way: by the action of the app."""
    used = {}
    for path in CODE:
        where = path.relative_to(ROOT).as_posix()
        if path.parts[-2] != "actions" and not where.startswith(tuple(CALLERS)):
            used |= {f"{where}:{verb}": "" for verb in verbs_used(path.read_text())}
    assert list(used) == []
