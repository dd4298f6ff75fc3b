"""Forms about areas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from plumbing.choosing import Chooser
from plumbing.forms import DayField, PlainForm, RecordForm
from plumbing.problems import show_in
from teams import rules
from teams.actions.areas import communes_to_extend, regions_for
from teams.models import Area, AreaPath
from teams.village_codes import VillageCodes


class AreaForm(RecordForm):
    """Name and spellings of an area; it goes elsewhere on a page of its own, from a day on."""

    class Meta(RecordForm.Meta):
        model = Area
        fields = ["name", "other_names", "is_urban"]
        help_texts = {
            "name": _("When it changes, the former name stays among the other spellings."),
            "other_names": _("One a line. Imported lists find the area by any of them."),
            "is_urban": _("Decides which poverty limits count."),
        }
        widgets = {"other_names": forms.Textarea(attrs={"rows": 4})}


class VillageForm(RecordForm):
    """A village that is not in the list yet."""

    commune = forms.ModelChoiceField(Area.objects.none(), label=_("Commune"), widget=Chooser)
    region = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Region (former district)"),
        required=False,
        help_text=_("Only needed when the commune was put together from several former districts."),
    )

    class Meta(RecordForm.Meta):
        model = Area
        fields = ["name", "commune", "region", "code", "other_names", "valid_from"]
        help_texts = {
            "code": _("Official code. When there is none, leave it empty: the portal numbers the village."),
            "valid_from": _("Empty when the village has always been there."),
        }
        widgets = {"other_names": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes_to_extend(self.user)
        self.fields["region"].queryset = Area.objects.live().filter(level=Area.Level.REGION)
        self.fields["code"].required = self.fields["valid_from"].required = False
        self.initial["valid_from"] = None
        self.instance.level = Area.Level.VILLAGE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        commune = data.get("commune")
        if commune is not None:
            if not data.get("region"):
                regions = regions_for(commune, self.user)
                data["region"] = regions[0] if len(regions) == 1 else None
                show_in(self, rules.region_problems(regions))
            if not data.get("code"):
                taken = Area.objects.filter(code__startswith=f"{commune.code}.").values_list("code", flat=True)
                data["code"] = VillageCodes(taken).take(commune.code)
            namesakes = Area.objects.live().villages().within(commune).filter(name__iexact=data.get("name", ""))
            show_in(self, rules.village_name_problems(commune, namesakes.exclude(uuid=data.get("uuid")).exists()))
        return data

    def clean_valid_from(self) -> Any:
        return self.cleaned_data["valid_from"] or Area._meta.get_field("valid_from").default


class AreaMoveForm(PlainForm):
    """Where an area lies, from which day on."""

    parent = forms.ModelChoiceField(Area.objects.none(), label=_("Goes to"), widget=Chooser)
    day = DayField(
        label=_("From (day)"),
        help_text=_("The first day in the new place. What was before that day stays where it was."),
    )

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if area.level == Area.Level.VILLAGE:
            communes = communes_to_extend(user).values("pk")
            choices = Area.objects.filter(Q(pk__in=communes) | Q(pk__in=past_communes(area)))
        else:
            choices = Area.objects.live().in_scope_of(user).filter(level__in=rules.HIGHER.get(area.level, ()))
        self.fields["parent"].queryset = choices.exclude(pk=area.pk).order_by("sort_key", "valid_from")


def past_communes(village: Area) -> QuerySet[Area]:
    """Return the communes of the districts in which the village has lain: it may have changed between them."""
    above = AreaPath.objects.filter(descendant=village, ancestor__level=Area.Level.DISTRICT).values("ancestor")
    communes = AreaPath.objects.filter(ancestor__in=above, descendant__level=Area.Level.COMMUNE)
    return Area.objects.live().filter(pk__in=communes.values("descendant"))
