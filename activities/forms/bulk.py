"""What is asked once for many tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plumbing.forms import DayField, PlainForm
from teams.models import Cadre


class FinishForm(PlainForm):
    """The day on which the tasks were finished."""

    finished_on = DayField(label=_("Finished on"), initial=timezone.localdate)


class MoveForm(PlainForm):
    """The new day by which the tasks are due."""

    due_on = DayField(label=_("New day by which they are due"))


class AssignForm(PlainForm):
    """Who does the tasks from now on."""

    assignee = forms.ModelChoiceField(label=_("Who does it"), queryset=Cadre.objects.none())

    def __init__(self, *args: Any, members: QuerySet[Cadre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = members
