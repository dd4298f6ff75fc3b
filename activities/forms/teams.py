"""The choice of the team that a record belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from teams.places import CommuneGroupsField

if TYPE_CHECKING:
    from plumbing.forms import RecordForm


def team_field() -> CommuneGroupsField:
    return CommuneGroupsField(Team.objects.none(), label=_("Team"), widget=forms.Select)


def fix_team(form: RecordForm, team: Any) -> None:
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
