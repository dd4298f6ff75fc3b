"""Forms about households, their people and what reviews found."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households import rules
from households.actions.assessments import save_reviews
from households.actions.households import save_households
from households.models import (
    Assessment,
    Breach,
    DataRequest,
    Household,
    Person,
    PovertyCause,
    PovertyStandard,
    Purpose,
    Review,
)
from plumbing.fields import LineField, blind_index
from plumbing.forms import DayField, PhonesField, PlainForm, ReasonForm, RecordForm
from plumbing.identity import read_national_id
from plumbing.problems import Problem, show_in
from plumbing.reading import Unreadable, read_name
from plumbing.stay_form import StayForm
from teams.models import Area
from teams.places import village_field
from teams.rules import existence_problems
from teams.tree import first_day


def cleaned_name(typed: str) -> str:
    """Return a person's name as lists read it, or the reason why it is none."""
    try:
        return read_name(typed).value or ""
    except Unreadable as problem:
        raise forms.ValidationError(str(problem)) from problem


def villages_of(user: Any) -> Any:
    """Return today's villages in which the user may enter households."""
    return Area.objects.villages().in_scope_of(user).active_on(dt.date.today())


class HouseholdForm(RecordForm):
    """A household; a new one is entered with its head."""

    write = staticmethod(save_households)
    village = village_field()
    head_name = LineField(label=_("Household head"), max_length=120)

    class Meta(RecordForm.Meta):
        model = Household
        fields = [
            "village",
            "code",
            "address",
            "ethnicity",
            "size",
            "phone",
            "arrived_on",
            "left_on",
            "leaving_reason",
            "note",
        ]
        help_texts = {
            "arrived_on": _("Empty when it has always lived here."),
            "phone": _("Several numbers: separate them with a semicolon."),
        }
        field_classes = {"phone": PhonesField}

    field_order = ["village", "head_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # It moves on a page of its own, from a day on. Here for the constraint that looks at its code.
            self.fields["village"].limit_to(Area.objects.filter(pk=self.instance.village_id))
            self.fields["village"].disabled = True
        else:
            self.offer_villages()
        # The rule speaks in the office's words; Django's own limits would speak first.
        self.fields["size"].validators = []
        if self.instance.pk:
            # The head is a person of the household and is edited there.
            del self.fields["head_name"]
        if self.instance.left_on is None:
            # Leaving has its own page; here a day that was wrong is corrected, or emptied.
            del self.fields["left_on"], self.fields["leaving_reason"]
        self.helper.layout = self.helper.build_default_layout(self)

    def offer_villages(self) -> None:
        self.fields["village"].limit_to(villages_of(self.user))
        choices = list(self.fields["village"].queryset[:2])
        if len(choices) == 1:
            self.initial.setdefault("village", choices[0].pk)

    def clean_head_name(self) -> str:
        return cleaned_name(self.cleaned_data["head_name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        today = dt.date.today()
        show_in(self, rules.size_problems(data.get("size")))
        show_in(self, self.arrival_problems(data, today))
        if "left_on" in self.fields:
            left = data.get("left_on"), data.get("leaving_reason", "")
            show_in(self, rules.leaving_problems(data.get("arrived_on"), *left, today))
        return data

    def arrival_problems(self, data: dict[str, Any], today: dt.date) -> list[Problem]:
        homes = list(self.instance.residences.live().select_related("village")) if self.instance.pk else []
        village = homes[0].village if homes else data.get("village")
        if village is None:
            return rules.future_problems("arrived_on", data.get("arrived_on"), today)
        return rules.arrival_problems(data.get("arrived_on"), homes, village, first_day(village), today)


class HouseholdPhoneForm(RecordForm):
    """The telephone of a household alone, which changes more often than the rest."""

    write = staticmethod(save_households)

    class Meta(HouseholdForm.Meta):
        fields = ["phone"]


class MoveForm(StayForm):
    """That a household lives in another village: from a day on, or it was entered wrongly."""

    went = _("It moved there")
    was_wrong = _("The village was entered wrongly: the household did not live there")
    village = village_field()
    field_order = ("village", "how", "on")

    def __init__(self, *args: Any, household: Household, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].limit_to(villages_of(user).exclude(pk=household.village_id))


class LeaveForm(PlainForm):
    """That a household left: when and why."""

    left_on = DayField(label=_("Left on"))
    leaving_reason = forms.ChoiceField(
        label=_("Why it left"), choices=[("", "---------"), *Household.LeavingReason.choices]
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PersonForm(RecordForm):
    """A person of a household. The national ID is never shown here: leave the field empty to keep it."""

    national_id = forms.CharField(
        label=_("National ID"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-no-draft": ""}),
    )
    forget_national_id = forms.BooleanField(label=_("Delete the stored national ID"), required=False)

    class Meta(RecordForm.Meta):
        model = Person
        fields = ["name", "relation", "sex", "birth_date", "birth_precision", "ethnicity"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_id = self.instance.national_id
        if self.stored_id:
            self.fields["national_id"].help_text = _(
                "Stored, ending in %(end)s. Leave it empty to keep it; type a number to replace it."
            ) % {"end": self.stored_id[-4:]}
        else:
            self.fields["national_id"].help_text = _("12 digits. Kept encrypted.")
            del self.fields["forget_national_id"]
            self.helper.layout = self.helper.build_default_layout(self)

    def clean_name(self) -> str:
        return cleaned_name(self.cleaned_data["name"])

    def clean_national_id(self) -> str:
        typed = self.cleaned_data["national_id"]
        if not typed:
            return self.stored_id
        try:
            return read_national_id(typed).value or ""
        except Unreadable as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        show_in(self, rules.birth_problems(data.get("birth_date"), dt.date.today()))
        number = "" if data.get("forget_national_id") else data.get("national_id", "")
        self.instance.national_id = number
        if number != self.stored_id:
            show_in(self, rules.national_id_problems(self.other_with(number)))
        return data

    def other_with(self, number: str) -> Person | None:
        """Return who else is registered with this number, among those whom the user may see."""
        seen = Person.objects.visible_to(self.user).live().select_related("household__village")
        others = seen.exclude(pk=self.instance.pk).exclude(uuid=self.cleaned_data.get("uuid"))
        return others.filter(blind_index=blind_index(number)).first() if number else None


class ShowIdForm(ReasonForm):
    """Why a national ID is shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "It stays in the history with your name. Example: to compare with the card before paying support."
        )


class AssessmentForm(RecordForm):
    """What a review found for a household."""

    causes = forms.MultipleChoiceField(
        label=_("Causes of poverty"), choices=PovertyCause.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    despite_points = forms.BooleanField(
        label=_("The review decided so although the points say otherwise"), required=False, widget=forms.HiddenInput
    )

    class Meta(RecordForm.Meta):
        model = Assessment
        fields = ["review", "assessed_on", "result", "b1", "b2", "income", "causes", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review"].queryset = Review.objects.live().select_related("standard")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        result, b1, b2 = data.get("result", ""), data.get("b1"), data.get("b2")
        day, village = data.get("assessed_on"), self.village_on(data.get("assessed_on"))
        problems = [
            *rules.assessed_on_problems(day, data.get("review"), dt.date.today()),
            *existence_problems(village, first_day(village), day, "assessed_on"),
            *rules.points_problems(b1, b2),
            *rules.income_problems(data.get("income")),
            *rules.cause_problems(data.get("causes", []), result),
            *rules.review_twice_problems(self.instance.household, data.get("review"), self.is_taken(data)),
        ]
        show_in(self, problems)
        if result and not self.errors and not data.get("despite_points"):
            self.ask_about(data, result)
        return data

    def village_on(self, day: dt.date | None) -> Area:
        household = self.instance.household
        return household.village_on(day) if day else household.village

    def is_taken(self, data: dict[str, Any]) -> bool:
        """Return whether the household already has a result in this review."""
        found = self.instance.household.assessments.live().filter(review=data.get("review"))
        return found.exclude(uuid=data.get("uuid")).exists()

    def ask_about(self, data: dict[str, Any], result: str) -> None:
        """Where points and decision differ, ask once more instead of saving; the tick box lets it pass."""
        review: Review | None = data.get("review")
        standard = review.standard if review else None
        village = self.village_on(data.get("assessed_on"))
        conflicts = rules.result_conflicts(result, data.get("b1"), data.get("b2"), standard, village.is_urban)
        for problem in conflicts:
            self.fields["despite_points"].widget = forms.CheckboxInput()
            self.add_error("result", problem.text)


class StandardForm(RecordForm):
    """A poverty standard and the days on which it holds."""

    class Meta(RecordForm.Meta):
        model = PovertyStandard
        fields = [
            "name",
            "valid_from",
            "valid_to",
            "rural_income",
            "urban_income",
            "rural_points",
            "urban_points",
            "deprivation_points",
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        show_in(self, rules.standard_problems(data.get("valid_from"), data.get("valid_to"), self.others()))
        return data

    def others(self) -> list[PovertyStandard]:
        key = self.cleaned_data.get("uuid") or self.instance.uuid
        return list(PovertyStandard.objects.live().exclude(pk=self.instance.pk).exclude(uuid=key))


class ReviewForm(RecordForm):
    """A poverty review."""

    write = staticmethod(save_reviews)
    year = forms.IntegerField(label=_("Year"), min_value=2010, max_value=2100)

    class Meta(RecordForm.Meta):
        model = Review
        fields = ["year", "kind", "standard", "decision"]
        help_texts = {"decision": _("Number and date of the decision that recognises the result.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].queryset = PovertyStandard.objects.live()
        self.fields["standard"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        same = Review.objects.live().filter(year=data.get("year"), kind=Review.Kind.YEARLY)
        same = same.exclude(pk=self.instance.pk).exclude(uuid=data.get("uuid") or self.instance.uuid)
        if data.get("kind") == Review.Kind.YEARLY and same.exists():
            show_in(self, [Problem(str(_("The yearly review of this year is already there.")), "year")])
        return data


class PurposeForm(RecordForm):
    """For what personal data is used, and how long it is kept."""

    class Meta(RecordForm.Meta):
        model = Purpose
        fields = ["name", "data", "legal_basis", "recipients", "kept_months"]


class DataRequestForm(RecordForm):
    """What somebody asks about their data, and what became of it."""

    class Meta(RecordForm.Meta):
        model = DataRequest
        fields = ["kind", "asked_by", "received_on", "answered_on", "done_on", "answer"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        days = [data.get(name) for name in ("received_on", "answered_on", "done_on")]
        show_in(self, rules.request_days_problems(*days, today=dt.date.today()))
        return data


class BreachForm(RecordForm):
    """A breach of personal data, and what was done about it."""

    class Meta(RecordForm.Meta):
        model = Breach
        fields = ["found_at", "what", "whose", "harm", "measures", "reported_at", "told_at"]
