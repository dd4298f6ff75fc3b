"""Entries of the ledger, their correction and handing over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.actions.contributions import complete
from activities.forms.teams import TeamRecordForm
from activities.models import Activity, Contribution
from plumbing.fields import LineField
from plumbing.forms import DayField


class ContributionForm(TeamRecordForm):
    """What somebody gave. For money the value is the amount, so it is not asked."""

    class Meta(TeamRecordForm.Meta):
        model = Contribution
        fields = [
            "team",
            "activity",
            "donor",
            "kind",
            "description",
            "amount",
            "unit",
            "value",
            "pledged_on",
            "received_on",
        ]
        labels = {"pledged_on": _("Pledged"), "received_on": _("Received")}
        help_texts = {
            "amount": _("Money in đồng, labour in days, land in m², goods in the unit below."),
            "unit": _("For goods only: kg, suất, chiếc…"),
            "value": _("What goods, labour or land are worth, if somebody has put a value on it."),
            "received_on": _("Empty while it is only pledged."),
        }

    def __init__(self, *args: Any, activity: Activity | None = None, day: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Activity.objects.visible_to(self.user).live()
        self.fields["activity"].queryset = chosen
        # Which activity it was given for is known from the page that the form was opened on.
        self.fields["activity"].widget = forms.HiddenInput()
        if activity is not None:
            self.initial |= {"activity": activity.pk, "team": activity.team_id}
        if not self.instance.pk:
            self.initial.setdefault("received_on", activity.held_on if activity else day or timezone.localdate())

    def validate_constraints(self) -> None:
        complete(self.instance)
        super().validate_constraints()


class CorrectionForm(ContributionForm):
    """The right entry in place of a wrong one, or nothing but the counter-entry."""

    reason = LineField(label=_("Why is it corrected?"), max_length=500)
    only_cancel = forms.BooleanField(
        label=_("Only take it back; nothing was given"), required=False, widget=forms.CheckboxInput
    )

    field_order = ["reason", "only_cancel"]

    @classmethod
    def opened_on(cls, row: Contribution, *, user: Any, data: Any = None) -> CorrectionForm:
        """Return the form filled with the entry that is wrong."""
        names = cls.Meta.fields
        initial = {name: getattr(row, name) for name in names if name not in ("team", "activity")}
        return cls(data, user=user, team=row.team, activity=row.activity, initial=initial)


class HandOverForm(forms.Form):
    """When something was handed over, and to whom."""

    handed_over_on = DayField(label=_("Handed over on"), initial=dt.date.today)
    recipient = LineField(label=_("Handed over to"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
