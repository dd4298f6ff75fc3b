"""What the filter bar shows of a django-filter form: its fields, and a chip for each one that is set."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plumbing import dates, numbers


@dataclass(frozen=True)
class Part:
    """One field of the bar."""

    field: BoundField
    widget: SafeString
    is_search: bool
    is_hidden: bool
    is_check: bool


@dataclass(frozen=True)
class Chip:
    """One filter that is set: its words, and the address without it."""

    label: str
    value: str
    url: str


def parts(form: forms.Form) -> list[Part]:
    return [_part(form[name]) for name in form.fields]


def _part(field: BoundField) -> Part:
    widget = field.field.widget
    is_check = isinstance(widget, forms.CheckboxInput)
    return Part(field, field.as_widget(attrs=_attrs(field)), field.name == "q", field.is_hidden, is_check)


def _attrs(field: BoundField) -> dict[str, str | bool]:
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return {"class": "form-check-input"}
    if isinstance(widget, forms.Select):
        return {"class": "form-select"}
    attrs: dict[str, str | bool] = {"class": "form-control"}
    if field.name == "q":
        widget.input_type = "search"
        attrs |= {"placeholder": _("Search, with or without accents"), "autocomplete": "off"}
    return attrs


def chips(form: forms.Form, data: QueryDict) -> list[Chip]:
    """Return a chip for each filter that is set and valid."""
    cleaned = getattr(form, "cleaned_data", None)
    if cleaned is None:
        cleaned = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return [
        Chip(str(form[name].label), _words(form.fields[name], value), _without(form, name, data))
        for name, value in cleaned.items()
        if name in form.fields and _is_set(value) and not form[name].is_hidden
    ]


def _is_set(value: Any) -> bool:
    if isinstance(value, slice):
        return value.start is not None or value.stop is not None
    if hasattr(value, "exists"):
        return bool(value)
    return value not in (None, "", [], False)


def _words(field: forms.Field, value: Any) -> str:
    """Return the value as its reader knows it: the choice's label, a day, a number."""
    if isinstance(value, slice):
        return f"{_plain(value.start)} – {_plain(value.stop)}"
    if isinstance(field, forms.ModelChoiceField):
        chosen = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
        return ", ".join(field.label_from_instance(one) for one in chosen)
    if isinstance(field, forms.ChoiceField):
        return _choice_words(field, value)
    return _plain(value)


def _choice_words(field: forms.ChoiceField, value: Any) -> str:
    labels: dict[str, Any] = {}
    for key, label in cast(Iterable[Any], field.choices):
        labels.update({str(k): v for k, v in label} if isinstance(label, (list, tuple)) else {str(key): label})
    values = value if isinstance(value, (list, tuple)) else [value]
    return ", ".join(str(labels.get(str(one), one)) for one in values)


def _plain(value: Any) -> str:
    if value is None:
        return "…"
    if value is True:
        return _("yes")
    if isinstance(value, date):
        return dates.format_date(value)
    if isinstance(value, int | float | Decimal):
        return numbers.format_number(value)
    return str(value)


def _without(form: forms.Form, name: str, data: QueryDict) -> str:
    """Return the address's query without the field `name` (a range has several parameters) and back on page 1."""
    gone = form.add_prefix(name)
    kept = data.copy()
    for key in list(kept):
        if key == "page" or key == gone or (key.startswith(f"{gone}_") and key not in form.fields):
            del kept[key]
    return f"?{kept.urlencode()}"
