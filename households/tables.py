"""The columns of this app's lists."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from households.models import Assessment, Household, Result, Viewing
from plumbing import tables
from plumbing.dates import format_known_date
from plumbing.listing import DayColumn, ListTable, NumberColumn
from plumbing.templatetags import ui
from teams.access import Permission
from teams.places import commune_name


def with_points(rows: QuerySet[Any], name: str) -> QuerySet[Any]:
    """Add the points that the review gave of which the class comes."""
    standing = Assessment.objects.filter(household=OuterRef("pk")).standing_on(dt.date.today())
    return rows.annotate(**{name: Subquery(standing.values(name)[:1])})


def with_head_birth(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add when the head was born, to rows that have their head."""
    return rows.annotate(head_birth=F("_head__birth_date"), head_birth_precision=F("_head__birth_precision"))


def with_household_columns(households: QuerySet[Household]) -> QuerySet[Household]:
    """Add what the table shows of each household: head, commune today, result today."""
    return (
        households.with_head()
        .with_result()
        .select_related("village")
        .annotate(commune=commune_name("village"))
        .alias(commune_sort=commune_name("village", value="sort_key"))
    )


class HouseholdTable(ListTable):
    order_by = ("village",)
    empty_text = _("No household was found. Try fewer filters.")

    head = tables.Column(
        _("Household head"),
        accessor="head_name",
        link=("households:household_detail", {"pk": "pk"}),
        order_by=("head_sort", "pk"),
        empty_values=(),
    )
    village = tables.Column(_("Village"), accessor="village__name", order_by=("village__sort_key", "head_sort", "pk"))
    commune = tables.Column(_("Commune (today)"), order_by=("commune_sort", "village__sort_key", "head_sort"))
    people = NumberColumn(_("People"), accessor="size")
    result = tables.Column(_("Result today"), order_by=("result", "pk"), empty_values=())
    assessed_on = DayColumn(_("Assessed on"))
    optional = {
        "code": tables.Column(_("Household code")),
        "head_birth": tables.Column(_("Head born"), orderable=False),
        "address": tables.Column(_("Address"), orderable=False),
        "phone": tables.Column(_("Phone"), orderable=False),
        "b1": NumberColumn(_("B1 points")),
        "b2": NumberColumn(_("B2 points")),
        "arrived_on": DayColumn(_("Arrived")),
        "left_on": DayColumn(_("Left")),
        "leaving_reason": tables.Column(_("Why it left")),
    }
    needs = {"head_birth": with_head_birth} | {name: partial(with_points, name=name) for name in ("b1", "b2")}
    # A list of telephone numbers is for whoever calls people.
    guarded = {"phone": Permission.EDIT_HOUSEHOLDS}

    def render_head(self, value: str | None, record: Household) -> str:
        return value or str(record)

    def value_head(self, value: str | None, record: Household) -> str:
        return value or str(record)

    def render_head_birth(self, value: dt.date | None, record: Any) -> str:
        return format_known_date(value, record.head_birth_precision)

    value_head_birth = render_head_birth

    def render_result(self, value: str | None, record: Any) -> Any:
        return ui.status(value, Result(value).label) if value else "–"

    def value_result(self, value: str | None, record: Any) -> Any:
        return Result(value).label if value else ""


class ReviewTable(ListTable):
    order_by = ("-year",)
    empty_text = _("No review has been entered yet.")

    year = tables.Column(_("Year"), link=("households:review_edit", {"pk": "pk"}))
    kind = tables.Column(_("Kind"))
    standard = tables.Column(_("Poverty standard"), accessor="standard__name")
    decision = tables.Column(_("Decision"))
    households = NumberColumn(_("Households assessed"), accessor="assessed_count")


class StandardTable(ListTable):
    order_by = ("-valid_from",)
    empty_text = _("No poverty standard has been entered yet.")

    name = tables.Column(_("Poverty standard"), link=("households:standard_edit", {"pk": "pk"}))
    valid_from = DayColumn(_("From"))
    valid_to = DayColumn(_("Until"))
    rural_income = NumberColumn(_("Rural income limit"))
    urban_income = NumberColumn(_("Urban income limit"))
    rural_points = NumberColumn(_("Rural B1 limit"))
    urban_points = NumberColumn(_("Urban B1 limit"))
    deprivation_points = NumberColumn(_("Poor from B2"))


class ViewingTable(ListTable):
    order_by = ("-at",)
    empty_text = _("Nobody was shown anything. Try fewer filters.")

    at = tables.Column(_("When"), order_by=("at", "pk"))
    by = tables.Column(_("Account"), accessor="by__full_name", order_by=("by__sort_key", "pk"))
    username = tables.Column(_("User name"), accessor="by__username")
    how = tables.Column(_("How"))
    number = NumberColumn(_("Households"))
    path = tables.Column(_("Page"))
    optional = {"address": tables.Column(_("Address"), orderable=False)}

    def render_at(self, value: dt.datetime, record: Viewing) -> str:
        return ui.moment(value)

    def value_at(self, value: dt.datetime, record: Viewing) -> dt.datetime:
        return value


class PurposeTable(ListTable):
    empty_text = _("No purpose has been entered yet.")

    name = tables.Column(_("Purpose"), link=("households:purpose_edit", {"pk": "pk"}))
    legal_basis = tables.Column(_("Legal basis"), orderable=False)
    kept_months = NumberColumn(_("Kept for months"))


class DataRequestTable(ListTable):
    order_by = ("-received_on",)
    empty_text = _("Nobody has asked anything yet.")

    received_on = DayColumn(_("Received"), link=("households:request_edit", {"pk": "pk"}))
    kind = tables.Column(_("What is asked"))
    head = tables.Column(_("Household head"), accessor="head_name", orderable=False)
    answer_due_on = DayColumn(_("Answer due"), orderable=False)
    answered_on = DayColumn(_("Answered"))
    due_on = DayColumn(_("To be done by"), orderable=False)
    done_on = DayColumn(_("Done"))


class BreachTable(ListTable):
    order_by = ("-found_at",)
    empty_text = _("No breach has been entered.")

    found_at = tables.Column(_("Found"), link=("households:breach_edit", {"pk": "pk"}))
    what = tables.Column(_("What happened"), orderable=False)
    report_due_at = tables.Column(_("To be reported by"), orderable=False)
    reported_at = tables.Column(_("Reported"))
    is_late = tables.Column(_("72 hours"), orderable=False)

    def render_found_at(self, value: dt.datetime, record: Any) -> str:
        return ui.moment(value)

    render_report_due_at = render_reported_at = render_found_at

    def render_is_late(self, value: bool, record: Any) -> Any:
        return _("passed") if value else _("kept")

    value_is_late = render_is_late
