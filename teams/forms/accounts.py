"""Forms about accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plumbing.choosing import Chooser
from plumbing.forms import RecordForm
from plumbing.problems import show_in
from teams import rules
from teams.access import Role, roles_given_by
from teams.actions.accounts import proposed_username
from teams.actions.ended_access import role_of_service
from teams.choosing import AnyCadre, AreaTreeField
from teams.forms.sign_in import NewPasswordForm
from teams.models import Account, Agency, Area, Cadre, Membership, Team, areas_given_by, is_unbounded
from teams.places import CommuneGroupsField
from teams.usernames import clean_username


class FirstAccountForm(NewPasswordForm):
    """The administrator of a new deployment."""

    full_name = forms.CharField(
        label=_("Your full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("You sign in with it. Letters without accents and digits, for example quantri."),
    )
    field_order = ["full_name", "username", "password", "password_again"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, account=Account(), **kwargs)

    def clean_username(self) -> str:
        return clean_username(self.cleaned_data["username"])

    def check_strength(self, password: str) -> None:
        self.account.full_name = self.cleaned_data.get("full_name", "")
        self.account.username = self.cleaned_data.get("username", "")
        super().check_strength(password)


class AccountForm(RecordForm):
    """An account: who, in which role, and what it sees."""

    area = AreaTreeField(
        Area.objects.none(),
        label=_("Area"),
        required=False,
        help_text=_("For office, leadership (empty: everything) and commune officers."),
    )
    team = CommuneGroupsField(Team, label=_("Team"), required=False)

    class Meta(RecordForm.Meta):
        model = Account
        fields = ["full_name", "username", "role", "area", "agency", "team", "cadre", "language", "is_active"]
        widgets = {"agency": Chooser, "cadre": AnyCadre}
        help_texts = {
            "agency": _("For agency leads."),
            "is_active": _("Take the tick away when somebody leaves: the account stays in the history."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        cadre: Cadre | None = kwargs.pop("cadre", None)
        team: Team | None = kwargs.pop("team", None)
        super().__init__(*args, **kwargs)
        self._limit_to_what_user_gives()
        # Hundreds of cadres do not fit into a select: they are found by name, or the account is made from the
        # cadre's own page.
        free = Cadre.objects.visible_to(self.user).live().filter(account=None)
        own = Cadre.objects.filter(pk=self.instance.cadre_id)
        self.fields["cadre"].queryset = (free | own).select_related("agency")
        self.fields["cadre"].help_text = _(
            "Find the cadre by name, or open the cadre's page and make the account there."
        )
        if cadre is not None:
            self.initial |= filled_for(cadre, self.user, team)

    def _limit_to_what_user_gives(self) -> None:
        """Offer the roles and scopes that this user may give, and no others."""
        given = roles_given_by(self.user)
        self.fields["role"].choices = [
            (role, label) for role, label in self.fields["role"].choices if role in {"", *given}
        ]
        areas = areas_given_by(self.user)
        self.fields["area"].queryset = areas.filter(valid_to=None)
        agencies = Agency.objects.live()
        if not is_unbounded(self.user):
            agencies = agencies.filter(area__in=areas.values("pk"))
        self.fields["agency"].queryset = agencies
        self.fields["team"].limit_to(Team.objects.visible_to(self.user))
        self.fields["team"].help_text = _("For team leaders and members.")
        if not given & {Role.LEADERSHIP, Role.COMMUNE_OFFICER, Role.AGENCY_LEAD}:
            del self.fields["area"], self.fields["agency"]

    def clean_username(self) -> str:
        return clean_username(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("role"):
            show_in(
                self,
                rules.account_scope_problems(data["role"], data.get("area"), data.get("agency"), data.get("team")),
            )
        return data


def filled_for(cadre: Cadre, user: Account, team: Team | None = None) -> dict[str, Any]:
    """Return what the form of a cadre's account begins with: from the service in `team`, or in whichever there is."""
    services = Membership.objects.visible_to(user).current().filter(cadre=cadre)
    service = (services.filter(team=team) if team else services).in_order().first()
    filled: dict[str, Any] = {"cadre": cadre.pk, "full_name": cadre.name, "username": proposed_username(cadre)}
    if service is not None:
        filled |= {"role": role_of_service(service), "team": service.team_id}
    return filled
