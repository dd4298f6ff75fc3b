"""Encrypt everything anew with the first key of FIELD_KEY, so that the keys behind it can go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.utils.translation import gettext as _

from plumbing.fields import BlindIndex, Encrypted, Sealed

AT_ONCE = 500
# Called too: each encrypts anew what a package keeps in columns of its own, and returns how many rows those were.
elsewhere: list[Callable[[], int]] = []


class Command(BaseCommand):
    help = "Encrypts what is stored with the first key of FIELD_KEY. Close the portal meanwhile (MAINTENANCE)."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        with transaction.atomic():
            for model in apps.get_models():
                if names := [f.attname for f in model._meta.concrete_fields if isinstance(f, Encrypted | Sealed)]:
                    total += encrypt_anew(model, names)
            total += sum(encrypt_others() for encrypt_others in elsewhere)
        self.stdout.write(_("%(count)s rows are encrypted with the first key now.") % {"count": total})


def encrypt_anew(model: Any, names: list[str]) -> int:
    """Write the encrypted columns of all rows again, with the fingerprints made of them. Return the number of rows."""
    indexes = [f for f in model._meta.concrete_fields if isinstance(f, BlindIndex) and set(f.sources) & set(names)]
    filled = models.Q()
    for name in names:
        filled |= ~models.Q(**{name: b"" if isinstance(model._meta.get_field(name), Sealed) else ""})
    rows = model._base_manager.filter(filled).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        part = list(rows.filter(pk__in=keys[start : start + AT_ONCE]).only(*names))
        for row in part:
            for field in indexes:
                setattr(row, field.attname, field.compute("".join(getattr(row, name) for name in field.sources)))
        model._base_manager.bulk_update(part, [*names, *(field.attname for field in indexes)])
    return len(keys)
