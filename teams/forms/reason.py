"""Small forms that records share."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from plumbing.fields import LineField
from plumbing.forms import name_the_blank


class PlainForm(forms.Form):
    """A form about no single record, laid out like the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            name_the_blank(field)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class ReasonForm(PlainForm):
    """Why a row is taken out."""

    reason = LineField(
        label=_("Reason"),
        max_length=300,
        min_length=3,
        widget=forms.TextInput,
        help_text=_("It stays in the history with your name. Example: entered twice."),
    )
