"""A task, given between meetings or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.actions.tasks import Outcome
from activities.forms.teams import TeamRecordForm
from activities.models import Task
from plumbing.fields import LineField
from plumbing.forms import PlainForm
from teams.choosing import PeopleSelect
from teams.models import Cadre, Membership

if TYPE_CHECKING:
    from teams.models import Team

# What can become of a task that was due; the same words in the log and on the month's page.
OUTCOMES = [
    (Task.State.DONE, pgettext_lazy("task", "Done")),
    (Task.State.NOT_DONE, pgettext_lazy("task", "Not done, give up")),
    (Task.State.CARRIED, pgettext_lazy("task", "Carry over to next month")),
]


class TaskForm(TeamRecordForm):
    """A new task of a team."""

    class Meta(TeamRecordForm.Meta):
        model = Task
        fields = ["team", "title", "assignee", "due_on"]
        widgets = {"assignee": PeopleSelect}

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, team=team, **kwargs)
        team_id = self.instance.team_id or (team.pk if team else self.user.team_id)
        members = Membership.objects.current().filter(team=team_id).values("cadre")
        known = Cadre.objects.filter(pk__in=members) | Cadre.objects.filter(pk=self.instance.assignee_id)
        self.fields["assignee"].queryset = known.select_related("agency")


class TaskEditForm(TaskForm):
    """A task as it stands, with what became of it."""

    class Meta(TaskForm.Meta):
        fields = ["team", "title", "assignee", "due_on", "state", "finished_on", "not_done_reason"]

    def clean(self) -> dict[str, Any]:
        """A task that is not done has no day on which it was finished."""
        data = super().clean() or self.cleaned_data
        if data.get("state") != Task.State.DONE:
            data["finished_on"] = None
        if data.get("state") != Task.State.NOT_DONE:
            data["not_done_reason"] = ""
        return data


class SettleForm(PlainForm):
    """What became of an open task."""

    outcome = forms.ChoiceField(label=_("What became of it"), choices=OUTCOMES, widget=forms.RadioSelect)
    reason = LineField(
        label=_("Why it was not done"), required=False, max_length=300, help_text=_("Needed when it is given up.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def said_of(self, task: Task) -> Outcome:
        data = self.cleaned_data
        return Outcome(task.pk, data["outcome"], data["reason"], data["version"])
