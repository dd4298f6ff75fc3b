"""A task, given between meetings or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from activities.forms.teams import TeamRecordForm
from activities.models import Task
from teams.choosing import PeopleSelect
from teams.models import Cadre, Membership

if TYPE_CHECKING:
    from teams.models import Team


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
