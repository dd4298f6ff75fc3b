"""The choice of the team that a record belongs to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plumbing.forms import RecordForm
from teams.models import Team
from teams.places import CommuneGroupsField


class TeamRecordForm(RecordForm):
    """A form about a team's record. When it arrives a second time its action compares what it says with the record
    that it made: what was typed after "back" is refused with a sentence, never dropped.
    """

    team = CommuneGroupsField(Team.objects.none(), label=_("Team"))

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fix_team(self, team)

    def existing(self) -> None:
        """Leave it to the action: it knows the parts of the record too, such as its quantities."""


def fix_team(form: RecordForm, team: Team | None) -> None:
    """Offer the user's teams. A record keeps its team, and whoever has one team is not asked."""
    field = form.fields["team"]
    if form.instance.pk:
        field.disabled = True
        field.limit_to(Team.objects.filter(pk=form.instance.team_id))
        return
    field.limit_to(Team.objects.visible_to(form.user))
    if team is not None:
        form.initial["team"] = team.pk
    if form.user.team_id:
        field.widget = forms.HiddenInput()
        form.initial["team"] = form.user.team_id
