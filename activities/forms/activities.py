"""An activity with its quantities, and at first what was given for it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.teams import TeamRecordForm
from activities.models import Activity, Contribution, Measure
from activities.rules import activity_problems, quantity_problems
from plumbing.fields import LineField
from plumbing.forms import AmountField, WholeField
from plumbing.problems import show_in


class ActivityForm(TeamRecordForm):
    """An activity; each measure in use has a field of its own, so that a phone shows a number pad and no lists."""

    class Meta(TeamRecordForm.Meta):
        model = Activity
        fields = ["team", "held_on", "field", "title", "description", "attended"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, day: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attended"].required = False
        if not self.instance.pk:
            # A "0" would have to be wiped first on a phone.
            self.initial |= {"attended": None, "held_on": day or timezone.localdate()}
        self.amounts = self._stored_amounts()
        self.measures = list(Measure.objects.active() | Measure.objects.filter(pk__in=self.amounts))
        for measure in self.measures:
            label = _("%(measure)s (%(unit)s)") % {"measure": measure, "unit": measure.unit}
            self.fields[f"amount-{measure.pk}"] = AmountField(
                label=label, required=False, max_digits=14, decimal_places=2, initial=self.amounts.get(measure.pk)
            )

    def _stored_amounts(self) -> dict[int, Decimal]:
        return dict(self.instance.quantities.values_list("measure", "amount")) if self.instance.pk else {}

    def clean_attended(self) -> int:
        return self.cleaned_data["attended"] or 0

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if team := data.get("team"):
            # Asked here too, so that every mistake shows at once.
            show_in(self, activity_problems(team, data.get("held_on"), data.get("attended")))
        for measure in self.measures:
            field = f"amount-{measure.pk}"
            problems = quantity_problems(measure, data.get(field))
            for problem in problems:
                self.add_error(field, problem.text)
        return data

    def amount_fields(self) -> list[forms.BoundField]:
        return [self[f"amount-{measure.pk}"] for measure in self.measures]

    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]

    def quantities(self) -> dict[Measure, Decimal]:
        amounts = {measure: self.cleaned_data.get(f"amount-{measure.pk}") for measure in self.measures}
        return {measure: amount for measure, amount in amounts.items() if amount is not None}


class GiftForm(forms.Form):
    """What was given for a new activity; nothing is needed, but a gift without a donor or amount is none."""

    donor = LineField(label=gettext_lazy("Donor"), required=False, max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Contribution.Kind.choices, required=False)
    amount = AmountField(label=gettext_lazy("Amount"), required=False, max_digits=16, decimal_places=2)
    unit = LineField(
        label=gettext_lazy("Unit"), required=False, max_length=20, help_text=gettext_lazy("For goods only.")
    )
    value = WholeField(
        label=gettext_lazy("Value (đồng)"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("What goods, labour or land are worth, if somebody has put a value on it."),
    )
    description = LineField(label=gettext_lazy("What was given"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # What was given, or in what unit, is typed for a gift too: nothing of it may get lost.
        typed = any(data.get(name) for name in ("donor", "description", "unit"))
        is_begun = typed or any(data.get(name) is not None for name in ("amount", "value"))
        if is_begun and not data.get("donor") and "donor" not in self.errors:
            self.add_error("donor", _("Say who gave it."))
        if is_begun and data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Give the amount."))
        return data

    def contributions(self, activity: Activity) -> list[Contribution]:
        """Return the gift, received on the activity's day; nothing when the fields are empty."""
        if not self.cleaned_data.get("donor"):
            return []
        return [Contribution(team=activity.team, received_on=activity.held_on, **self.cleaned_data)]


def show_activity_problems(form: ActivityForm, gift: GiftForm, problems: list[Any]) -> None:
    """Put problems of the gift at its fields, all others at the activity's."""
    mine = [p for p in problems if p.field in gift.fields and p.field not in form.fields]
    show_in(gift, mine)
    show_in(form, [p for p in problems if p not in mine])
