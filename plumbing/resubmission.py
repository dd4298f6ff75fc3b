"""A form that arrives a second time: does it say the same as the record that it made?"""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from plumbing.fields import Line, Lines
from plumbing.models import Record
from plumbing.problems import Problem


def has_same_values(one: Record, other: Record, names: Container[str] | None = None) -> bool:
    """Return whether two rows of one model would be stored alike, in the fields `names` (None: in all)."""
    fields = [field for field in one.history_fields() if names is None or field.name in names]
    return all(_stored(field, one) == _stored(field, other) for field in fields)


def _stored(field: models.Field[Any, Any], row: Record) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, Line | Lines):
        return field.get_prep_value(value)
    if isinstance(field, models.DecimalField) and value is not None:
        return Decimal(value)
    return value


def already_saved(earlier: Record, by: Any) -> Problem:
    """Say that this very form made a row before, which says something else. Only whoever made it learns its name."""
    if by is not None and earlier.created_by_id != by.pk:
        return Problem(_("This form has been saved already. Begin a new form."))
    text = _("This form has been saved already as “%(row)s”. Open that one to change it, or begin a new form.")
    return Problem(text % {"row": earlier})
