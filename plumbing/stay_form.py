"""The form by which something goes elsewhere from a day on, or is said never to have been where it was entered."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.forms import DayField, PlainForm
from plumbing.problems import Problem, show_in


class StayForm(PlainForm):
    """A form adds where to; `went` and `was_wrong` say what happened in the words of what goes."""

    WENT, WRONG = "went", "wrong"
    went: ClassVar[str | Promise]
    was_wrong: ClassVar[str | Promise]

    how = forms.ChoiceField(label=gettext_lazy("What happened"), widget=forms.RadioSelect, initial=WENT)
    on = DayField(
        label=gettext_lazy("From (day)"),
        required=False,
        help_text=gettext_lazy("The first day in the new place. What was before that day stays where it was."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = [(self.WENT, self.went), (self.WRONG, self.was_wrong)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("how") == self.WENT and not data.get("on") and "on" not in self.errors:
            show_in(self, [Problem(_("Give the first day in the new place."), "on")])
        return data
