"""Forms about teams, memberships, cadres and agencies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plumbing.choosing import Chooser
from plumbing.dates import format_date
from plumbing.fields import LineField
from plumbing.forms import DayField, PhonesField, PlainForm, RecordForm
from plumbing.problems import Problem, show_in
from plumbing.stay_form import StayForm
from teams import rules
from teams.actions.agencies import save_agencies
from teams.actions.cadres import save_cadres
from teams.actions.teams import save_teams
from teams.choosing import AreaTreeField, PeopleSelect
from teams.models import Agency, Area, Cadre, Membership, Team
from teams.places import village_field
from teams.tree import first_day


class TeamForm(RecordForm):
    """A team; it stays with its village."""

    write = staticmethod(save_teams)
    village = village_field()

    class Meta(RecordForm.Meta):
        model = Team
        fields = ["village", "kind", "name", "founding_decision", "active_from", "active_to"]
        help_texts = {
            "name": _("As in the decision, for example “Tổ dân vận bản Huổi Thủng 1”."),
            "founding_decision": _("Number and date of the decision."),
            "active_to": _("Empty while the team works."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["village"].queryset = Area.objects.filter(pk=self.instance.village_id)
            self.fields["village"].limit_to(Area.objects.filter(pk=self.instance.village_id))
            self.fields["village"].disabled = True
        else:
            self.fields["village"].limit_to(Area.objects.villages().in_scope_of(self.user).active_on(dt.date.today()))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        village = data.get("village")
        show_in(self, rules.village_problems(village))
        # A day that stood before this was asked does not keep the team from being edited.
        if village is not None and "active_from" in self.changed_data:
            show_in(self, rules.existence_problems(village, first_day(village), data.get("active_from"), "active_from"))
        return data


class MembershipForm(RecordForm):
    """How and when a cadre serves in a team; team and cadre are given by the page."""

    class Meta(RecordForm.Meta):
        model = Membership
        fields = ["role", "valid_from", "valid_to"]
        help_texts = {"valid_to": _("The last day of service; empty while it goes on.")}


class HandOverForm(PlainForm):
    """Who leads the team from which day on."""

    cadre = forms.ModelChoiceField(
        Cadre.objects.none(),
        label=_("New leader"),
        widget=PeopleSelect,
        help_text=_("One of the present members. Somebody else must become a member first."),
    )
    day = DayField(label=_("Leads from"))
    former_stays = forms.BooleanField(label=_("The former leader stays as a member"), required=False)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = team.memberships.current().exclude(role=Membership.Role.LEADER)
        self.fields["cadre"].queryset = (
            Cadre.objects.filter(pk__in=current.values("cadre")).select_related("agency").order_by("sort_key")
        )
        self.fields["day"].initial = dt.date.today()


class CadreForm(RecordForm):
    """A cadre's own data."""

    write = staticmethod(save_cadres)

    class Meta(RecordForm.Meta):
        model = Cadre
        fields = [
            "name",
            "agency",
            "position",
            "phone",
            "email",
            "birth_date",
            "birth_precision",
            "party_status",
            "ethnicity",
        ]
        help_texts = {"phone": _("Several numbers: separate them with a semicolon.")}
        field_classes = {"phone": PhonesField}
        widgets = {"agency": Chooser}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.live() if not self.instance.agency_id else Agency.objects.all()
        self.fields["agency"].queryset = agencies.order_by("sort_key")
        if self.instance.pk:
            # They go to another agency on a page of its own, from a day on.
            del self.fields["agency"]
            self.helper.layout = self.helper.build_default_layout(self)

    def clean_birth_date(self) -> dt.date | None:
        day = self.cleaned_data["birth_date"]
        if day is not None and day > dt.date.today():
            raise forms.ValidationError(_("%(day)s lies in the future.") % {"day": format_date(day)})
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("name") and self.namesakes(data).exists():
            sentence = _(
                "A cadre of this name, agency and position is already there. Somebody else? Add the birth year."
            )
            show_in(self, [Problem(str(sentence), "name")])
        return data

    def namesakes(self, data: dict[str, Any]) -> Any:
        """Return cadres who would be confused with this one: the same name, agency, position and birth date."""
        same = Cadre.objects.live().filter(
            name__iexact=data["name"],
            agency=data.get("agency", self.instance.agency),
            position=data.get("position", ""),
        )
        same = same.exclude(pk=self.instance.pk).exclude(uuid=data.get("uuid") or self.instance.uuid)
        return same.filter(birth_date=data.get("birth_date"))


class CadrePhoneForm(RecordForm):
    """The telephone of a cadre alone, which changes more often than the rest."""

    write = staticmethod(save_cadres)

    class Meta(CadreForm.Meta):
        fields = ["phone"]


class CadreMoveForm(StayForm):
    """That a cadre works for another agency: from a day on, or it was entered wrongly."""

    went = _("The cadre goes there")
    was_wrong = _("The agency was entered wrongly: the cadre did not work there")
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), widget=Chooser)
    position = LineField(label=_("Position"), max_length=200, required=False)
    field_order = ("agency", "position", "how", "on")

    def __init__(self, *args: Any, cadre: Cadre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.live().order_by("sort_key")
        self.fields["agency"].queryset = others.exclude(pk=cadre.agency_id) if cadre.agency_id else others
        self.fields["position"].initial = cadre.position


class AgencyForm(RecordForm):
    """An agency or unit."""

    write = staticmethod(save_agencies)

    area = AreaTreeField(
        Area.objects.none(),
        label=_("Area"),
        required=False,
        help_text=_("The area that the agency works for; may stay empty."),
    )

    class Meta(RecordForm.Meta):
        model = Agency
        fields = ["name", "kind", "area"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = (
            Area.objects.live().exclude(level=Area.Level.VILLAGE).order_by("level", "sort_key")
        )

    def clean_name(self) -> str:
        return self.cleaned_data["name"].strip()
