"""The form of a step of a month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.month_parts import PARTS
from plumbing.fields import LinesField
from plumbing.forms import PlainForm


class StepForm(PlainForm):
    """A step of a month: the version that was looked at, and the reason where the step needs one."""

    reason = LinesField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    asked_for = forms.MultipleChoiceField(
        label=_("What is to be mended"),
        choices=[(code, label) for code, (label, _place) in PARTS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The team is led to what is ticked here."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, needs_reason: bool = True, asks_parts: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
        if not asks_parts:
            del self.fields["asked_for"]
