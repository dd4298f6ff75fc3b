"""The columns of the lists about helpers, and what is added to their rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import BooleanField, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from households.help_rules import way_out
from households.models import Assessment, Assignment, HelpPlan, Household, Result, Trouble
from plumbing import tables
from plumbing.listing import DayColumn, ListTable, NumberColumn, StateColumn
from plumbing.templatetags import ui
from teams.access import Permission, may
from teams.models import Account, Cadre
from teams.places import commune_name

LONG_AGO = dt.date(1900, 1, 1)


class ClassColumn(tables.Column):
    """A household's class as a badge; Excel gets its words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(_("Class today"), accessor="result", order_by=("result", "pk"), **options)

    def render(self, value: Any, record: Any) -> Any:
        return ui.status(value, Result(value).label)

    def value(self, value: Any, record: Any) -> Any:
        return Result(value).label


class HelperColumn(tables.Column):
    """A cadre with the agency, or an agency."""

    def __init__(self, label: tables.Text = "", **options: Any) -> None:
        order = ("cadre__sort_key", "agency__sort_key", "pk")
        super().__init__(label or _("Helper"), accessor="helper", order_by=order, td_class="text-wrap", **options)

    def render(self, value: Any, record: Any) -> Any:
        if record.cadre_id is None or record.cadre.agency is None:
            return str(value)
        return format_html("{} <small>{}</small>", value, record.cadre.agency)

    def value(self, value: Any, record: Any) -> Any:
        return str(value)


def of_household(label: tables.Text = "", **options: Any) -> tables.Column:
    """Return the column with the name of a household's head, which opens nothing."""
    return tables.Column(
        label or _("Household head"), accessor="head_name", order_by=("head_sort", "pk"), empty_values=(), **options
    )


def household_link(lookup: str = "household_id") -> tuple[str, dict[str, str]]:
    return ("households:household_detail", {"pk": lookup})


def with_place(rows: QuerySet[Any], village: str = "household__village") -> QuerySet[Any]:
    """Add the commune in which each row's household lives today.

    What a helper is called by is read through properties, so the list must not leave out what no column names.
    """
    return (
        rows.defer("uuid")
        .annotate(commune=commune_name(village))
        .alias(commune_sort=commune_name(village, value="sort_key"))
    )


class HouseholdNamed(ListTable):
    """Lists of rows about a household: it is called by its head, or by its number."""

    def render_head(self, value: str | None, record: Any) -> str:
        return value or str(getattr(record, "household", record))

    def value_head(self, value: str | None, record: Any) -> str:
        return self.render_head(value, record)


class PlanTable(ListTable):
    order_by = ("-valid_from",)
    empty_text = _("No plan of help has been entered yet.")

    number = tables.Column(_("Number"))
    title = tables.Column(_("Title"), td_class="text-wrap")
    issuer = tables.Column(_("Issuer"), td_class="text-wrap")
    valid_from = DayColumn(_("From"))
    valid_to = DayColumn(_("Until"))
    area = tables.Column(_("Area"), accessor="area__name", default="")
    households_per_helper = NumberColumn(_("Households a person"))
    running = NumberColumn(_("Households helped today"), orderable=False)


class EditablePlanTable(PlanTable):
    number = tables.Column(_("Number"), link=("households:plan_edit", {"pk": "pk"}))


def with_running(rows: QuerySet[HelpPlan]) -> QuerySet[HelpPlan]:
    """Add how many households each plan's helpers carry today."""
    carried = Assignment.objects.current().filter(plan=OuterRef("pk")).order_by().values("plan")
    counted = carried.annotate(n=Count("household", distinct=True)).values("n")
    return rows.select_related("area").annotate(running=Coalesce(Subquery(counted), 0))


class AssignmentTable(HouseholdNamed):
    order_by = ("village",)
    empty_text = _("Nobody carries a household here.")

    head = of_household()
    village = tables.Column(
        _("Village"), accessor="household__village__name", order_by=("household__village__sort_key", "head_sort", "pk")
    )
    commune = tables.Column(_("Commune (today)"), order_by=("commune_sort", "household__village__sort_key", "pk"))
    result = ClassColumn()
    helper = HelperColumn()
    valid_from = DayColumn(_("From"))
    valid_to = DayColumn(_("Until"))
    optional = {
        "plan": tables.Column(_("Plan of help"), accessor="plan__number"),
        "is_main": tables.Column(_("Main helper")),
        "end_reason": tables.Column(_("Why it ended")),
        "note": tables.Column(_("Note"), orderable=False),
    }

    def render_is_main(self, value: bool, record: Any) -> Any:
        return _("yes") if value else _("no")


class LinkedAssignmentTable(AssignmentTable):
    """For those who may open the households."""

    head = of_household(link=household_link())


class SettlementTable(AssignmentTable):
    empty_text = _("Nothing is to be settled.")

    head = of_household(link=household_link())
    trouble = tables.Column(_("Why"), td_class="text-wrap")
    way_out = tables.Column(_("Proposed way out"), orderable=False, empty_values=(), td_class="text-wrap")
    sequence = ("head", "village", "commune", "helper", "trouble", "way_out")
    optional = {
        **{name: AssignmentTable.columns_by_name[name] for name in ("result", "valid_from")},
        **{name: AssignmentTable.optional[name] for name in ("plan", "note")},
    }

    def render_trouble(self, value: str, record: Any) -> Any:
        return ui.status("warning", Trouble(value).label)

    def value_trouble(self, value: str, record: Any) -> Any:
        return Trouble(value).label

    def render_way_out(self, value: Any, record: Any) -> Any:
        url = reverse("households:settlement_end_many")
        return format_html('<a href="{}?row={}">{}</a>', url, record.pk, self.value_way_out(value, record))

    def value_way_out(self, value: Any, record: Any) -> Any:
        day, _reason = way_out(record, dt.date.today())
        if day < record.valid_from:
            return _("void it: it would end before it began")
        return _("end it on %(day)s") % {"day": ui.day(day)}


class OwnTable(HouseholdNamed):
    """What a helper needs on the phone: whom, where, and the number to call."""

    order_by = ("village",)
    empty_text = _("No household has been given to you.")

    head = of_household(link=household_link())
    result = ClassColumn()
    village = AssignmentTable.columns_by_name["village"]
    commune = AssignmentTable.columns_by_name["commune"]
    phone = tables.Column(_("Call"), accessor="household__phone", orderable=False)
    valid_from = DayColumn(_("Helped since"))

    def render_phone(self, value: str, record: Any) -> Any:
        numbers = ((number, number) for number in value.replace(" ", "").split(";") if number)
        return format_html_join(" ", '<a class="btn btn-sm" href="tel:{}">{}</a>', numbers)

    def value_phone(self, value: str, record: Any) -> str:
        return value


class PlainOwnTable(OwnTable):
    """For roles that may not open a household's page."""

    head = of_household()


def with_nobody_since(rows: Any, day: dt.date) -> QuerySet[Household]:
    """Add `since`: the day on which the last helper stopped, or from which a household must have one and had none."""
    ledger = Assessment.objects.live().filter(household=OuterRef("pk"), assessed_on__lte=day).order_by()
    above = ledger.filter(result=Result.NEITHER, superseded_on__lte=day).values("household")
    first = ledger.exclude(result=Result.NEITHER).values("household")
    ended = Assignment.objects.live().filter(household=OuterRef("pk"), valid_to__lt=day).order_by().values("household")
    begins = HelpPlan.objects.active_on(day).aggregate(day=Min("valid_from"))["day"] or LONG_AGO
    return rows.annotate(
        helped_until=Subquery(ended.annotate(day=Max("valid_to")).values("day")),
        needed_from=Greatest(
            Coalesce(Subquery(above.annotate(day=Max("superseded_on")).values("day")), Value(LONG_AGO)),
            Coalesce(Subquery(first.annotate(day=Min("assessed_on")).values("day")), Value(LONG_AGO)),
            Value(begins),
        ),
    ).annotate(since=Greatest(Coalesce(F("helped_until"), Value(LONG_AGO)), F("needed_from")))


class UnhelpedTable(HouseholdNamed):
    order_by = ("since",)
    empty_text = _("Every household that must have a helper has one.")

    head = of_household(link=household_link("pk"))
    village = tables.Column(_("Village"), accessor="village__name", order_by=("village__sort_key", "head_sort", "pk"))
    commune = tables.Column(_("Commune (today)"), order_by=("commune_sort", "village__sort_key", "head_sort"))
    result = ClassColumn()
    since = DayColumn(_("Without a helper since"), order_by=("since", "pk"))
    optional = {
        "size": NumberColumn(_("People")),
        "helped_until": DayColumn(_("Last helped until"), orderable=False),
        "code": tables.Column(_("Household code")),
    }

    def render_since(self, value: dt.date, record: Any) -> str:
        return ui.day(self.value_since(value, record))

    def value_since(self, value: dt.date, record: Any) -> dt.date:
        # On the last helper's last day it still had one.
        return value + dt.timedelta(days=1) if value == record.helped_until else value


def with_load(cadres: Any, user: Account, day: dt.date) -> QuerySet[Cadre]:
    """Add how many households each cadre carries, whether that is more than the plan allows, and whether they serve.

    Whoever assigns helpers is told of all that somebody carries; others of what they may see.
    """
    all_of_them = Assignment.objects.all()
    seen = all_of_them if may(user, Permission.EDIT_ASSIGNMENTS) else all_of_them.visible_to(user)
    carried = seen.active_on(day).filter(cadre=OuterRef("pk"), household__voided_at__isnull=True)
    counted = carried.order_by().values("cadre").annotate(n=Count("household", distinct=True)).values("n")
    serving = Cadre.objects.in_service_on(day).filter(pk=OuterRef("pk"))
    loaded = cadres.select_related("agency").annotate(load=Coalesce(Subquery(counted), 0), is_serving=Exists(serving))
    return loaded.annotate(
        is_over=Exists(carried.filter(plan__households_per_helper__lt=OuterRef("load")), output_field=BooleanField())
    ).filter(Q(voided_at__isnull=True) | Q(load__gt=0))


class HelperTable(ListTable):
    order_by = ("-load",)
    empty_text = _("No cadre was found. Try fewer filters.")

    name = tables.Column(_("Cadre"), link=("teams:cadre_detail", {"pk": "pk"}), order_by=("sort_key", "pk"))
    agency = tables.Column(_("Agency"), accessor="agency__name", order_by=("agency__sort_key", "sort_key"))
    position = tables.Column(_("Position"))
    load = NumberColumn(_("Households"), order_by=("load", "sort_key", "pk"))
    state = tables.Column(_("State"), accessor="is_over", orderable=False, empty_values=())

    def render_state(self, value: bool, record: Any) -> Any:
        state, words = self._state(record)
        return ui.status(state, words) if words else ""

    def value_state(self, value: bool, record: Any) -> Any:
        return self._state(record)[1]

    @staticmethod
    def _state(record: Any) -> tuple[str, str | Promise]:
        if not record.is_serving and record.load:
            return "error", _("serves no more")
        if record.is_over:
            return "warning", _("above the limit")
        return ("", "") if record.load else ("pending", _("carries none"))


class ProposalTable(HouseholdNamed):
    order_by = ("answer_due_on",)
    empty_text = _("No proposal waits for an answer.")

    head = of_household()
    village = AssignmentTable.columns_by_name["village"]
    commune = AssignmentTable.columns_by_name["commune"]
    replaces = tables.Column(_("Helped now by"), accessor="replaces__helper", orderable=False, td_class="text-wrap")
    helper = HelperColumn(_("Asked"))
    takes_over_on = DayColumn(_("Takes over on"))
    answer_due_on = DayColumn(_("Answer due"))
    state = StateColumn(_("State"))
    why = tables.Column(_("Why"), orderable=False, td_class="text-wrap")
    optional = {
        "answered_on": DayColumn(_("Answered")),
        "answer": tables.Column(_("Reason of the answer"), orderable=False),
    }

    def render_replaces(self, value: Any, record: Any) -> str:
        return str(value)


class LinkedProposalTable(ProposalTable):
    """For those who may have something to say to it."""

    head = of_household(link=("households:proposal_detail", {"pk": "pk"}))
