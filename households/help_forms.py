"""Forms about plans of help, who carries a household, and proposals."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import help_rules
from households.actions.assignments import Helper, save_plans
from households.carrying import known_about
from households.models import Assignment, AssignmentProposal, HelpPlan, Household
from plumbing.choosing import Chooser
from plumbing.fields import LineField
from plumbing.forms import DayField, PlainForm, RecordForm
from plumbing.problems import Problem, show_in
from teams.choosing import AnyCadre
from teams.models import Account, Agency, Area, Cadre, Membership

_MONTHS = re.compile(r"\d{1,3}(?:\s*[,; ]\s*\d{1,3})*")


class MonthsField(forms.CharField):
    """A few numbers of months: 3, 6, 12."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if text and not _MONTHS.fullmatch(text):
            raise forms.ValidationError(_("Give months from 1 to 60 in their order, as in 3, 6, 12."))
        return [int(number) for number in re.findall(r"\d+", text)]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value


class PlanForm(RecordForm):
    """A plan of help and its rules."""

    write = staticmethod(save_plans)
    follow_up_months = MonthsField(
        label=gettext_lazy("Follow-up visits after an exit (months)"),
        required=False,
        help_text=gettext_lazy("After how many months a household that left poverty is visited again: 3, 6, 12."),
    )

    class Meta(RecordForm.Meta):
        model = HelpPlan
        fields = [
            "number",
            "title",
            "issuer",
            "valid_from",
            "valid_to",
            "area",
            "must_help_poor",
            "must_help_near_poor",
            "months_after_exit",
            "households_per_helper",
            "visits_poor",
            "visits_near_poor",
            "visits_after_exit",
            "follow_up_months",
            "answer_days",
        ]
        help_texts = {
            "area": gettext_lazy("Empty when the plan holds everywhere."),
            "months_after_exit": gettext_lazy("For how long a household keeps its helper after it left poverty."),
        }
        widgets = {"area": Chooser}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Area.objects.live().in_scope_of(self.user).exclude(level=Area.Level.VILLAGE)
        self.fields["area"].queryset = places.active_on(dt.date.today()).order_by("level", "sort_key")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            plan = HelpPlan(**{name: value for name, value in data.items() if name in self._meta.fields})
            show_in(self, help_rules.plan_problems(plan))
        return data


def nearby(household: Household) -> set[int]:
    """Return the cadres who serve in the teams of the household's village today: they are offered first."""
    serving = Membership.objects.current().filter(team__village=household.village_id)
    return set(serving.values_list("cadre", flat=True))


def offer_helpers(form: Any, user: Account, near: Collection[int]) -> None:
    """Let a form choose a helper among the cadres that the user may see, and the agencies."""
    cadre, agency = form.fields["cadre"], form.fields["agency"]
    cadre.queryset = Cadre.objects.visible_to(user).live().select_related("agency").order_by("sort_key")
    cadre.widget.near = near
    agency.queryset = Agency.objects.visible_to(user).live().order_by("sort_key")
    cadre.required = agency.required = False


def cadre_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Cadre.objects.none(), label=gettext_lazy("Cadre"), widget=AnyCadre, required=False)


def agency_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Or an agency, a party cell"),
        widget=Chooser,
        required=False,
    )


class AskedOnce:
    """What a rule warns of is asked once; the tick lets it pass."""

    def ask_about(self, problems: Iterable[Problem]) -> None:
        form = cast("forms.Form", self)
        if form.errors or form.cleaned_data.get("all_the_same"):
            return
        for problem in problems:
            form.fields["all_the_same"].widget = forms.CheckboxInput()
            form.add_error(problem.field if problem.field in form.fields else None, problem.text)


class AssignmentForm(AskedOnce, RecordForm):
    """Who carries a household, from when on."""

    cadre = cadre_field()
    agency = agency_field()
    all_the_same = forms.BooleanField(
        label=gettext_lazy("Assign all the same"), required=False, widget=forms.HiddenInput
    )

    class Meta(RecordForm.Meta):
        model = Assignment
        fields = ["plan", "cadre", "agency", "is_main", "valid_from", "note"]
        help_texts = {
            "is_main": gettext_lazy("A household has one main helper at a time; others may help too."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = dt.date.today()
        offer_helpers(self, self.user, nearby(self.instance.household))
        self.fields["plan"].queryset = HelpPlan.objects.visible_to(self.user).live()
        running = HelpPlan.objects.visible_to(self.user).active_on(today).first()
        self.initial.setdefault("plan", running.pk if running else None)
        self.initial["valid_from"] = self.initial.get("valid_from") or today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            wanted = {name: data.get(name) for name in self._meta.fields or ()}
            row = Assignment(household=self.instance.household, **wanted)
            others = Assignment.objects.live().filter(household=row.household_id).exclude(uuid=data.get("uuid"))
            known = known_about(row)
            problems = help_rules.assignment_problems(row, others.select_related("cadre", "agency"), known)
            show_in(self, problems)
            self.ask_about(one for one in problems if one.is_warning)
        return data


class EndForm(PlainForm):
    """Until when somebody helped, and why no longer."""

    valid_to = DayField(label=gettext_lazy("Last day"))
    end_reason = forms.ChoiceField(
        label=gettext_lazy("Why it ended"), choices=[("", "---------"), *Assignment.EndReason.choices]
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class HandOverForm(PlainForm):
    """Who takes over, and from which day on."""

    cadre = cadre_field()
    agency = agency_field()
    day = DayField(label=gettext_lazy("Takes over on"))

    def __init__(self, *args: Any, user: Account, near: Collection[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_helpers(self, user, near)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        cadre, agency = data.pop("cadre", None), data.pop("agency", None)
        if (cadre is None) == (agency is None):
            show_in(self, [Problem(_("Name either a cadre or an agency."), "cadre")])
        helper: Helper | None = cadre or agency
        return {**data, "helper": helper}


class ProposalForm(RecordForm):
    """Whom to ask to take a household over."""

    cadre = cadre_field()
    agency = agency_field()

    class Meta(RecordForm.Meta):
        model = AssignmentProposal
        fields = ["cadre", "agency", "takes_over_on", "why"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_helpers(self, self.user, nearby(self.instance.household))
        self.initial["takes_over_on"] = self.initial.get("takes_over_on") or dt.date.today()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and (data.get("cadre") is None) == (data.get("agency") is None):
            show_in(self, [Problem(_("Name either a cadre or an agency."), "cadre")])
        return data


class AcceptForm(PlainForm):
    """From which day on the household is carried."""

    day = DayField(label=gettext_lazy("Takes over on"))


class AnswerForm(PlainForm):
    """Why somebody says no, or takes a proposal back."""

    answer = LineField(label=gettext_lazy("Reason"), max_length=300, min_length=3, widget=forms.TextInput)


class SpreadForm(PlainForm):
    """Under which plan households get helpers, and from which day on."""

    plan = forms.ModelChoiceField(HelpPlan.objects.none(), label=gettext_lazy("Plan of help"), empty_label=None)
    day = DayField(label=gettext_lazy("From"))

    def __init__(self, *args: Any, user: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = HelpPlan.objects.visible_to(user).active_on(dt.date.today())
        self.initial["day"] = dt.date.today()

    def answers(self) -> tuple[HelpPlan | None, dt.date]:
        """Return the plan and the day that were chosen, else the newest plan and today."""
        newest, today = self.fields["plan"].queryset.first(), dt.date.today()
        if not self.is_bound:
            return newest, today
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return data.get("plan") or newest, data.get("day") or today
