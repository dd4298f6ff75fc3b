"""Forms for records: read what a Vietnamese office types, save through the history, meet a second editor."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import construct_instance
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing import history
from plumbing.dates import format_date, read_date
from plumbing.fields import DerivedKey, LineField
from plumbing.identity import read_phones
from plumbing.models import Record
from plumbing.numbers import format_number, read_decimal, read_int
from plumbing.problems import show_in
from plumbing.reading import Unreadable
from plumbing.resubmission import already_saved, has_same_values


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


class PhonesField(LineField):
    """Telephone numbers as they are written here, several with a semicolon between them."""

    def to_python(self, value: Any) -> str:
        try:
            return "; ".join(read_phones(super().to_python(value)).value or ())
        except Unreadable as problem:
            raise ValidationError(str(problem)) from problem


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

    # The verb that writes rows of this kind, one or a whole list of (as it was, or None; as it is now). Rows that can
    # be loaded too name their app's own (<app>/actions), so that a form and a list write the same way.
    write: ClassVar[Callable[..., None]] = staticmethod(history.save_many)

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

    @transaction.atomic
    def save_record(self) -> Record:
        """Save through the history. Return the record. Raises StaleVersion when somebody else saved it meanwhile."""
        if self.instance.pk:
            stored = history.held(self.instance, self.cleaned_data["version"])
            self.write([(stored, self.instance)], by=self.user)
            return self.instance
        try:
            with transaction.atomic():
                if (earlier := self.existing()) is not None:
                    return earlier
                self.write([(None, self.instance)], by=self.user)
                return self.instance
        except IntegrityError:
            # The same form arrived twice at once: the first one won.
            if (earlier := self.existing()) is not None:
                return earlier
            raise

    def _post_clean(self) -> None:
        """Check the model's rules, unless this very form has already made its record: then that is the answer,
        or, when something else was typed after "back", a refusal that loses nothing.
        """
        if (earlier := self.existing()) is not None:
            construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
            if not has_same_values(self.instance, earlier, self.filled_in()):
                show_in(self, [already_saved(earlier, self.user)])
            return
        super()._post_clean()
        if not self.instance.pk and (key := self.cleaned_data.get("uuid")):
            self.instance.uuid = key
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
