"""Forms about accounts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plumbing.choosing import Chooser
from plumbing.forms import RecordForm
from plumbing.problems import show_in
from plumbing.text import nfc
from teams import rules
from teams.choosing import AnyCadre, AreaTreeField
from teams.forms.sign_in import NewPasswordForm
from teams.models import Account, Area, Cadre, Team
from teams.places import CommuneGroupsField

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,59}")


def clean_username(typed: str) -> str:
    """Return a user name as it is kept: small letters, digits and . _ - @ +, which every keyboard has."""
    username = nfc(typed).lower()
    if not USERNAME.fullmatch(username):
        raise forms.ValidationError(_("At least 3 characters: letters without accents, digits, dots or hyphens."))
    return username


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
        super().__init__(*args, **kwargs)
        self.fields["team"].help_text = _("For team leaders and members.")
        self.fields["area"].queryset = Area.objects.live().exclude(level=Area.Level.VILLAGE).filter(valid_to=None)
        self.fields["agency"].queryset = self.fields["agency"].queryset.live()
        # Hundreds of cadres do not fit into a select: they are found by name, or the account is made from the
        # cadre's own page.
        free = Cadre.objects.visible_to(self.user).live().filter(account=None)
        own = Cadre.objects.filter(pk=self.instance.cadre_id)
        self.fields["cadre"].queryset = (free | own).select_related("agency")
        self.fields["cadre"].help_text = _(
            "Find the cadre by name, or open the cadre's page and make the account there."
        )
        if cadre is not None:
            self.initial |= {"cadre": cadre.pk, "full_name": cadre.name}

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
