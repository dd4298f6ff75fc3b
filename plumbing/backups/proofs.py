"""The proof that what came back is whole. Higher apps register what they can prove, such as the figures."""

from __future__ import annotations

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _

from plumbing.backups.databases import Counts, row_counts
from plumbing.fields import Encrypted

# Each returns sentences about what is not as it should be.
proofs: list[Callable[[], list[str]]] = []


def wrong_counts(expected: Counts) -> list[str]:
    """Return a sentence for each table that has not as many rows as the backup says."""
    with connection.cursor() as cursor:
        found = row_counts(cursor)
    return [
        _("Table %(table)s has %(found)s rows; the backup has %(expected)s.")
        % {"table": name, "found": found.get(name, 0), "expected": number}
        for name, number in expected.items()
        if found.get(name) != number
    ]


def unreadable_values() -> list[str]:
    """Read one encrypted value of each column; return a sentence for each that these keys do not open."""
    problems = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, Encrypted):
                continue
            try:
                model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True).first()
            except InvalidTag:
                label = f"{model._meta.label}.{field.name}"
                problems.append(_("%(field)s cannot be read with these keys.") % {"field": label})
    return problems
