"""Forms for records: read what a Vietnamese office types, save through the history, meet a second editor."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import construct_instance
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing import history, undo
from plumbing.dates import format_date, read_date
from plumbing.fields import DerivedKey, LineField
from plumbing.models import Record
from plumbing.numbers import format_number, read_decimal, read_int
from plumbing.problems import Refused, show_in
from plumbing.reading import Unreadable
from plumbing.twins import says_the_same, sent_before


class DayField(forms.DateField):
    """A day as it is written here: 05/11/2025, 5-11-2025, 5.11.25, 05112025."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "placeholder": gettext_lazy("dd/mm/yyyy"), "autocomplete": "off"}
    )

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, str) and value.strip().isdigit() and len(value.strip()) == 8:
            text = value.strip()
            value = f"{text[:2]}/{text[2:4]}/{text[4:]}"
        try:
            read = read_date(value, allow_future=True).value
        except Unreadable as problem:
            raise ValidationError(str(problem)) from problem
        return read.date if read else None

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, dt.date) else value


class AmountField(forms.DecimalField):
    """A number as it is written here: 1.234,5."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    # The stubs let a decimal field give whole numbers only.
    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        try:
            return read_decimal(value, is_from_page=True).value
        except Unreadable as problem:
            raise ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int | Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class WholeField(forms.IntegerField):
    """A whole number as it is written here: 1.234."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        try:
            return read_int(value).value
        except Unreadable as problem:
            raise ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


FIELDS: dict[type[models.Field], type[forms.Field]] = {
    models.DateField: DayField,
    models.DecimalField: AmountField,
    models.BigIntegerField: WholeField,
    models.IntegerField: WholeField,
}


def formfield(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Return the form field of a model field, with our own reading of dates and numbers."""
    if not field.choices:
        for kind, form_class in FIELDS.items():
            if isinstance(field, kind) and not isinstance(field, models.DateTimeField):
                kwargs.pop("widget", None)
                return field.formfield(form_class=form_class, **kwargs)
    return field.formfield(**kwargs)


def name_the_blank(field: forms.Field) -> None:
    """Say "Choose…" where nothing is chosen yet: Django's row of dashes reads as a value."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None and not str(field.empty_label).strip("-"):
            field.empty_label = _("Choose…")
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.MultipleChoiceField):
        choices = list(field.choices)
        if choices and choices[0] == BLANK_CHOICE_DASH[0]:
            field.choices = [("", _("Choose…")), *choices[1:]]


def lay_out(form: forms.BaseForm) -> FormHelper:
    """Return crispy's helper for a form whose tag, token and buttons stand in the page's template."""
    helper = FormHelper(form)
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class PlainForm(forms.Form):
    """A form about no single record, laid out like the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            name_the_blank(field)
        self.helper = lay_out(self)


class ReasonForm(PlainForm):
    """Why a row is taken out."""

    reason = LineField(
        label=gettext_lazy("Reason"),
        max_length=300,
        min_length=3,
        widget=forms.TextInput,
        help_text=gettext_lazy("It stays in the history with your name. Example: entered twice."),
    )


class RecordForm(forms.ModelForm):
    """A form about one record. `class Meta(RecordForm.Meta)` names model and fields.

    Carries the row's `uuid`, so that sending it twice makes one record, and the `version` it was opened with.
    """

    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        formfield_callback = formfield

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            name_the_blank(field)
        self.initial["uuid"] = self.instance.uuid or uuid.uuid4()
        self.initial["version"] = self.instance.version
        self.helper = lay_out(self)

    def existing(self) -> Record | None:
        """Return the record that this very form already made, when it was sent before."""
        key = self.cleaned_data.get("uuid")
        if self.instance.pk or not key:
            return None
        return type(self.instance)._default_manager.filter(uuid=key).first()

    def save_record(self, *, reason: str = "") -> Record:
        """Save through the history. Return the record. Raises StaleVersion when somebody else saved it meanwhile."""
        if self.instance.pk:
            history.change(self.instance, by=self.user, version=self.cleaned_data["version"], reason=reason)
            return self.instance
        if key := self.cleaned_data.get("uuid"):
            self.instance.uuid = key
        try:
            with transaction.atomic():
                return self.existing() or history.create(self.instance, by=self.user, reason=reason)
        except IntegrityError:
            # The same form arrived twice at once: the first one won.
            if (twin := self.existing()) is not None:
                return twin
            raise

    def _post_clean(self) -> None:
        """Check the model's rules, unless this very form has already made its record: then that is the answer,
        or, when something else was typed after "back", a refusal that loses nothing.
        """
        if (twin := self.existing()) is not None:
            construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
            if not says_the_same(self.instance, twin, self.filled_in()):
                show_in(self, [sent_before(twin, self.user)])
            return
        super()._post_clean()
        if not self.errors:
            self.check_hidden_constraints()

    def filled_in(self) -> set[str]:
        """Return the fields in which something was typed: what was left empty may have been filled in since."""
        return {name for name in self.fields if self[name].data not in (None, "", [])}

    def check_hidden_constraints(self) -> None:
        """Check the constraints that Django leaves out because they look at columns that no form shows: whether a
        row is voided, and its keys for searching."""
        derived = [f for f in self.instance._meta.concrete_fields if isinstance(f, DerivedKey)]
        for field in derived:
            field.pre_save(self.instance, False)
        exclude = self._get_validation_exclusions() - {"voided_at", *(f.name for f in derived)}
        try:
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as broken:
            self._update_errors(broken)


@dataclass(frozen=True)
class ConflictRow:
    """One field that two people filled in differently, in words."""

    name: str
    label: str
    mine: str
    theirs: str


def spoken(field: forms.BoundField, value: Any) -> str:
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
        said, saved = spoken(mine[name], mine[name].value()), spoken(theirs[name], theirs[name].value())
        if said != saved:
            rows.append(ConflictRow(mine.add_prefix(name), str(mine[name].label), said, saved))
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


def edit_page(
    request: HttpRequest,
    *,
    make_form: Callable[..., RecordForm],
    template: str,
    success_url: Callable[[Any], str],
    message: str,
    instance: Record | None = None,
    context: dict[str, Any] | None = None,
    save: Callable[[Any], Record] | None = None,
    can_undo: bool = False,
) -> HttpResponse:
    """Show a record's form, or save it and go on; a second editor sees both versions.

    `can_undo`: a change can be taken back, for nothing else is worked out from the row's fields.
    `make_form(data=None, instance=None)` builds the form; `save(form)` replaces form.save_record for actions.
    """
    data = None
    if request.method == "POST":
        data = resolved(request.POST, make_form(instance=instance)) if instance else request.POST
    form = make_form(data=data, instance=instance)
    if data is not None and form.is_valid():
        try:
            with undo.watch(request) as watched:
                row = (save or RecordForm.save_record)(form)
        except history.StaleVersion as stale:
            return conflict_page(request, conflict_rows(form, make_form(instance=stale.current)), stale.current)
        except Refused as refused:
            show_in(form, refused.problems)
        else:
            # The next page wipes the draft that the device kept under this address (components/messages.html).
            if can_undo and instance:
                undo.say_done(request, message, watched, draft=request.path)
            else:
                messages.success(request, message, extra_tags=request.path)
            return HttpResponseRedirect(success_url(row))
    return render(request, template, {"form": form, **(context or {})}, status=422 if data is not None else 200)
