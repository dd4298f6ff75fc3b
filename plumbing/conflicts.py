"""Two people who changed the same record: both versions field by field, and what was chosen between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from plumbing.models import Record


@dataclass(frozen=True)
class ConflictRow:
    """One field that two people filled in differently, in words."""

    name: str
    label: str
    mine: str
    theirs: str


def display_value(field: forms.BoundField, value: Any) -> str:
    """Return a form value as people read it: the label of a choice, a day, a number."""
    inner = field.field
    if value in (None, "", []):
        return ""
    if isinstance(inner, forms.ModelChoiceField):
        keys = value if isinstance(value, list | tuple) else [value]
        found = cast("QuerySet[Any]", inner.queryset).filter(pk__in=[getattr(k, "pk", k) for k in keys])
        return ", ".join(inner.label_from_instance(row) for row in found)
    if isinstance(inner, forms.ChoiceField):
        keys = value if isinstance(value, list | tuple) else [value]
        labels = {
            str(k): str(v) for k, v in list(cast("Iterable[Any]", inner.choices)) if not isinstance(v, list | tuple)
        }
        return ", ".join(labels.get(str(k), str(k)) for k in keys)
    if isinstance(inner, forms.BooleanField):
        return _("yes") if value in (True, "on", "true", "True") else _("no")
    return str(inner.prepare_value(value))


def conflict_rows(mine: forms.BaseForm, theirs: forms.BaseForm) -> list[ConflictRow]:
    """Return the fields in which a bound form differs from one opened on the row as it now stands."""
    rows = []
    for name, field in mine.fields.items():
        if isinstance(field.widget, forms.HiddenInput):
            continue
        typed, saved = display_value(mine[name], mine[name].value()), display_value(theirs[name], theirs[name].value())
        if typed != saved:
            rows.append(ConflictRow(mine.add_prefix(name), str(mine[name].label), typed, saved))
    return rows


def resolved(data: QueryDict, theirs: forms.BaseForm) -> QueryDict:
    """Return posted data in which each field marked `conflict_<name>=theirs` has the saved value."""
    if not any(key.startswith("conflict_") for key in data):
        return data
    data = data.copy()
    for name, field in theirs.fields.items():
        full = theirs.add_prefix(name)
        if data.get(f"conflict_{full}") != "theirs":
            continue
        value = field.prepare_value(theirs[name].value())
        data.pop(full, None)
        if isinstance(value, list | tuple):
            data.setlist(full, [str(getattr(v, "pk", v)) for v in value])
        elif value not in (None, False):
            data[full] = "on" if value is True else str(value)
    return data


def conflict_page(request: HttpRequest, rows: list[ConflictRow], current: Record) -> HttpResponse:
    """Show both versions field by field; what was typed goes along and nothing is overwritten unasked (409)."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "version"} and not name.startswith("conflict_")
        for value in values
    ]
    context = {"rows": rows, "current": current, "kept": kept, "version": current.version}
    return render(request, "plumbing/conflict.html", context, status=409)
