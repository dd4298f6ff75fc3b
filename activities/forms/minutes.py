"""The words of a meeting alone: to mend one of them nobody walks through the month's log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.actions.meetings import MeetingContent
from activities.forms.meetings import text_field
from activities.models import Meeting
from activities.rules import not_done_problems
from plumbing.forms import RecordForm
from plumbing.problems import show_in


class MinutesForm(RecordForm):
    """What was done, what was not and why, and the minutes."""

    done = text_field(_("What was done"), 6)
    not_done = text_field(_("What was not done"), 3)
    not_done_reason = text_field(_("Why not"), 2)
    minutes = text_field(_("Minutes and remarks"), 6)

    class Meta(RecordForm.Meta):
        model = Meeting
        fields = ["done", "not_done", "not_done_reason", "minutes"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        show_in(self, not_done_problems(data.get("not_done", ""), data.get("not_done_reason", "")))
        return data

    def content(self) -> MeetingContent:
        """Return the meeting with these words; day, place and who attended stay as they are."""
        words = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return MeetingContent(held_on=self.instance.held_on, present=None, location=self.instance.location, **words)
