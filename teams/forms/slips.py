"""For whom accounts are made in one step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from plumbing.choosing import Chooser
from plumbing.forms import PlainForm
from teams.models import Account, Area, Membership, Team
from teams.places import CommuneGroupsField, communes_for

LEADERS, WRITERS, EVERYBODY = "leaders", "writers", "everybody"
ROLES: dict[str, tuple[str, ...]] = {
    LEADERS: (Membership.Role.LEADER,),
    WRITERS: (Membership.Role.LEADER, Membership.Role.DEPUTY, Membership.Role.SECRETARY),
    EVERYBODY: tuple(Membership.Role.values),
}


class WhoForm(PlainForm):
    """Whose cadres are given accounts: a team's, a commune's, or all."""

    commune = forms.ModelChoiceField(
        Area.objects.none(), label=_("Commune"), required=False, widget=Chooser, empty_label=_("All")
    )
    team = CommuneGroupsField(Team, label=_("Team"), required=False, empty_label=_("All"))
    who = forms.ChoiceField(
        label=_("Who"),
        required=False,
        initial=LEADERS,
        choices=[
            (LEADERS, _("team leaders")),
            (WRITERS, _("leaders, deputies and secretaries")),
            (EVERYBODY, _("everybody who serves in a team")),
        ],
    )

    def __init__(self, *args: Any, user: Account, teams: QuerySet[Team] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.teams = user, teams
        if teams is not None:
            # They were ticked in the list.
            del self.fields["commune"], self.fields["team"]
            return
        self.fields["commune"].queryset = communes_for(user).order_by("sort_key")
        self.fields["team"].limit_to(Team.objects.visible_to(user))

    def services(self) -> QuerySet[Membership]:
        """Return the services of today that are meant, among those that the user sees."""
        rows = Membership.objects.visible_to(self.user).current().filter(team__voided_at__isnull=True)
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if self.is_bound and not chosen:
            return rows.none()
        rows = rows.filter(role__in=ROLES[chosen.get("who") or LEADERS])
        if self.teams is not None:
            return rows.filter(team__in=self.teams.values("pk"))
        if chosen.get("team"):
            return rows.filter(team=chosen["team"])
        if chosen.get("commune"):
            return rows.filter(team__in=Team.objects.in_area(chosen["commune"]).values("pk"))
        return rows
