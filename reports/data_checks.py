"""Data that looks wrong: each check says why, and which rows.

A data check refuses nothing, for life is odder than rules: it only brings the row before somebody who knows the place.
The rows are asked for afresh on the check's own page; home pages read their number by village, which the worker
counts (`look`) soon after something has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Attendance, Meeting, Quantity
from households.models import Assessment, Household, Person, Result, VillageSnapshot
from plumbing.dates import add_months, month_of, month_range
from plumbing.models import Change
from plumbing.tables import Table
from reports import data_check_tables as tables
from reports.models import DataCheckCount, DataCheckRun
from teams import access
from teams.access import Permission
from teams.models import Account, Membership, Team, area_scope
from teams.places import commune_name

Rows = QuerySet[Any]

# What is older will hardly be corrected any more; it would only hide what can be.
MONTHS_BACK = 12
LARGEST_HOUSEHOLD = 15
# Per cent by which a village's households may change from one count to the next.
MAX_CHANGE = 10
# So many times the usual amount is a slip of the hand, when at least so many amounts tell what is usual.
TIMES_USUAL = 10
MIN_AMOUNTS = 5


def since(day: dt.date) -> dt.date:
    return add_months(month_of(day), -MONTHS_BACK)


# --- teams ------------------------------------------------------------------------------------------------------


def _serving(day: dt.date) -> Rows:
    return Membership.objects.active_on(day).filter(team=OuterRef("pk"))


def teams_without_members(day: dt.date) -> Rows:
    return Team.objects.active_on(day).filter(~Exists(_serving(day)))


def teams_without_leader(day: dt.date) -> Rows:
    """Return the teams that have members and none who leads; a team without anybody has a check of its own."""
    leaders = _serving(day).filter(role=Membership.Role.LEADER)
    return Team.objects.active_on(day).filter(Exists(_serving(day)), ~Exists(leaders))


# --- households -------------------------------------------------------------------------------------------------


def _people() -> Coalesce:
    counted = Person.objects.live().filter(household=OuterRef("pk")).order_by().values("household")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)


def same_heads(day: dt.date) -> Rows:
    """Return households of one village whose heads share name and year of birth: one may have been entered twice.

    Without the year nothing is found: a village has many of the same name.
    """
    here = Household.objects.present_on(day)
    heads = Person.objects.live().filter(relation=Person.Relation.HEAD, birth_date__isnull=False)
    heads = heads.filter(household__in=here.values("pk"))
    namesakes = heads.exclude(pk=OuterRef("pk")).filter(
        sort_key=OuterRef("sort_key"),
        household__village=OuterRef("household__village"),
        birth_date__year=ExtractYear(OuterRef("birth_date")),
    )
    return here.filter(pk__in=heads.filter(Exists(namesakes)).values("household"))


def people_with_a_shared_id(day: dt.date) -> Rows:
    """Return the households with somebody whose national ID was entered for somebody else too, out of sight."""
    others = Person.objects.live().filter(blind_index=OuterRef("blind_index")).exclude(pk=OuterRef("pk"))
    marked = Person.objects.live().filter(has_shared_id=True)
    both = Person.objects.live().filter(blind_index__in=marked.values("blind_index")).filter(Exists(others))
    return Household.objects.live().filter(pk__in=both.values("household"))


def large_households(day: dt.date) -> Rows:
    return Household.objects.present_on(day).filter(size__gt=LARGEST_HOUSEHOLD)


def more_people_than_size(day: dt.date) -> Rows:
    """Return households with more people entered than they are said to have.

    Fewer is not odd: the lists that offices load name the head alone.
    """
    return Household.objects.present_on(day).alias(entered=_people()).filter(size__isnull=False, entered__gt=F("size"))


def poor_without_points(day: dt.date) -> Rows:
    """Return households that are poor or near-poor by a review whose standard counts points, and have none."""
    classes = [Result.POOR, Result.NEAR_POOR]
    standing = Assessment.objects.standing_on(day).filter(
        Q(b1__isnull=True) | Q(b2__isnull=True), review__standard__rural_points__isnull=False, result__in=classes
    )
    return Household.objects.present_on(day).filter(pk__in=standing.values("household"))


def jumping_figures(day: dt.date) -> Rows:
    """Return the counts of villages whose households differ from the count before by more than a tenth."""
    counts = VillageSnapshot.objects.live()
    before = counts.filter(village=OuterRef("village"), month__lt=OuterRef("month")).order_by("-month")
    recent = counts.filter(month__gte=since(day), month__lte=day)
    grown = Q(households__gt=F("before") * (100 + MAX_CHANGE) / 100.0)
    fallen = Q(households__lt=F("before") * (100 - MAX_CHANGE) / 100.0)
    return recent.annotate(before=Subquery(before.values("households")[:1])).filter(grown | fallen)


def people_that_do_not_follow(day: dt.date) -> Rows:
    """Return the counts of villages whose people are not those of the month before with who was born, died, came and
    left since. After a month without a count nothing is compared.
    """
    counts = VillageSnapshot.objects.live()
    months = month_range(since(day), month_of(day))
    last_month = Case(*[When(month=month, then=Value(add_months(month, -1))) for month in months])
    before = counts.filter(village=OuterRef("village"), month=OuterRef("last_month")).values("people")
    recent = counts.filter(month__in=months).alias(last_month=last_month)
    expected = F("before") + F("births") - F("deaths") + F("arrivals") - F("departures")
    return (
        recent.annotate(before=Subquery(before), expected=expected).exclude(before=None).exclude(people=F("expected"))
    )


# --- what teams did ---------------------------------------------------------------------------------------------


def empty_meetings(day: dt.date) -> Rows:
    """Return the meetings at which nobody was present, by what was written down."""
    present = Attendance.objects.filter(meeting=OuterRef("pk"), was_present=True)
    return Meeting.objects.live().filter(~Exists(present), month__gte=since(day), month__lte=day)


def huge_quantities(day: dt.date) -> Rows:
    """Return the amounts over ten times the mean of all other amounts of the same measure."""
    all_of = Quantity.objects.filter(activity__voided_at__isnull=True, activity__held_on__lte=day)
    sums = all_of.order_by().values_list("measure").annotate(Sum("amount"), Count("pk"))
    huge = Q(pk__in=[])
    for measure, total, number in sums:
        if number >= MIN_AMOUNTS:
            # amount > 10 × (total - amount) / (number - 1), solved for the amount.
            limit = TIMES_USUAL * total / (number - 1 + TIMES_USUAL)
            huge |= Q(measure=measure, amount__gt=limit.quantize(Decimal("0.01")))
    return all_of.filter(huge, activity__held_on__gte=since(day))


# --- the registry -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CheckedKind:
    """How rows of one kind are limited to their reader, found and shown."""

    table: type[Table]
    search: tuple[str, ...]
    village: str
    sign: str
    permission: Permission = Permission.VIEW_MONTHS
    related: tuple[str, ...] = ()
    parent: tuple[str, type[Any]] | None = None
    add: Callable[[Rows, dt.date], Rows] = lambda rows, day: rows


def _with_household(rows: Any, day: dt.date) -> Rows:
    shown = rows.with_head().with_result(day)
    return shown.annotate(born=F("_head__birth_date"), entered_people=_people())


TEAMS = CheckedKind(
    tables.TeamCheckTable, ("search_key", "village__search_key"), "village", "team", Permission.VIEW_TEAMS, ("village",)
)
HOUSEHOLDS = CheckedKind(
    tables.HouseholdCheckTable, ("head_search", "village__search_key"), "village", "household",
    Permission.VIEW_HOUSEHOLDS, ("village",), add=_with_household,
)  # fmt: skip
SNAPSHOTS = CheckedKind(
    tables.SnapshotCheckTable, ("village__search_key",), "village", "households", related=("village",)
)
PEOPLE = CheckedKind(tables.PeopleCheckTable, ("village__search_key",), "village", "households", related=("village",))
MEETINGS = CheckedKind(
    tables.MeetingRows, ("team__search_key", "team__village__search_key"), "team__village", "meeting",
    related=("team__village",),
)  # fmt: skip
QUANTITIES = CheckedKind(
    tables.QuantityCheckTable, ("activity__search_key", "activity__team__search_key"), "activity__team__village",
    "measure", related=("activity__team__village", "measure"), parent=("activity", Activity),
)  # fmt: skip


@dataclass(frozen=True)
class DataCheck:
    """One reason for which rows may be wrong."""

    code: str
    title: str | Promise
    why: str | Promise
    rows: Callable[[dt.date], Rows]
    shown: CheckedKind

    def for_reader(self, user: Account, day: dt.date) -> Rows:
        """Return the rows that `user` may see, ready for the table."""
        rows, kind = self.rows(day), self.shown
        if kind.parent:
            field, model = kind.parent
            rows = rows.filter(**{f"{field}__in": model.objects.visible_to(user).values("pk")})
        else:
            rows = rows.visible_to(user)  # type: ignore[attr-defined]
        return (
            kind.add(rows, day)
            .select_related(*kind.related)
            .annotate(commune=commune_name(kind.village, day=day))
            .alias(commune_sort=commune_name(kind.village, day=day, value="sort_key"))
        )


DATA_CHECKS: dict[str, DataCheck] = {
    one.code: one
    for one in (
        DataCheck(
            "team_without_leader",
            _("Teams without a leader"),
            _("The team has members, but nobody leads it today: nobody can hand its month in."),
            teams_without_leader,
            TEAMS,
        ),
        DataCheck(
            "team_without_members",
            _("Teams without members"),
            _("The team is active, but nobody serves in it today."),
            teams_without_members,
            TEAMS,
        ),
        DataCheck(
            "same_head",
            _("Households that may stand twice"),
            _("Two households of one village have heads of the same name, born in the same year."),
            same_heads,
            HOUSEHOLDS,
        ),
        DataCheck(
            "shared_id",
            _("National IDs that two people have"),
            _("The number was entered for somebody elsewhere too: one person stands twice, or one number is wrong."),
            people_with_a_shared_id,
            replace(HOUSEHOLDS, permission=Permission.LOCK_MONTH),
        ),
        DataCheck(
            "large_household",
            _("Very large households"),
            _("The household has more than 15 people: perhaps a slip of the hand, or two households in one."),
            large_households,
            HOUSEHOLDS,
        ),
        DataCheck(
            "more_people_than_size",
            _("More people entered than the household has"),
            _("More people are entered than the number of people says: somebody left, was born or stands twice."),
            more_people_than_size,
            HOUSEHOLDS,
        ),
        DataCheck(
            "poor_without_points",
            _("Poor households without points"),
            _("The household is poor or near-poor by a review that counts points, but B1 or B2 is missing."),
            poor_without_points,
            HOUSEHOLDS,
        ),
        DataCheck(
            "jumping_figures",
            _("Figures of villages that jump"),
            _("The number of households differs from the count before by more than 10 per cent."),
            jumping_figures,
            SNAPSHOTS,
        ),
        DataCheck(
            "people_do_not_follow",
            _("People that do not follow from the month before"),
            _("The people of the month before, with who was born, died, came and left, make another number."),
            people_that_do_not_follow,
            PEOPLE,
        ),
        DataCheck(
            "empty_meeting",
            _("Meetings without anybody"),
            _("The meeting was logged, but nobody is ticked as present."),
            empty_meetings,
            MEETINGS,
        ),
        DataCheck(
            "huge_quantity",
            _("Amounts far above the usual"),
            _("The amount is more than ten times what other activities bring: perhaps a zero too many."),
            huge_quantities,
            QUANTITIES,
        ),
    )
}


def checks_for(user: Account) -> list[DataCheck]:
    return [one for one in DATA_CHECKS.values() if access.may(user, one.shown.permission)]


def numbers_for(user: Account) -> dict[str, int]:
    """Return how many rows of the reader's villages look wrong, by code, as the last run counted them."""
    rows = DataCheckCount.objects.filter(area_scope(user, "village"), code__in=[d.code for d in checks_for(user)])
    return dict(rows.order_by().values_list("code").annotate(Sum("number")))


# --- counting ---------------------------------------------------------------------------------------------------


@transaction.atomic
def run(day: dt.date | None = None) -> None:
    """Count everything again: one query for each check, whatever its number of rows."""
    DataCheckRun.objects.get_or_create(pk=1)
    # Held until the end: two looks at once would write the same counts.
    held = DataCheckRun.objects.select_for_update().get(pk=1)
    held.change_id = newest_change()
    found = list(_counted(day or timezone.localdate()))
    DataCheckCount.objects.all().delete()
    DataCheckCount.objects.bulk_create(found, batch_size=1000)
    held.finished_at = timezone.now()
    held.save()


def _counted(day: dt.date) -> Iterable[DataCheckCount]:
    for one in DATA_CHECKS.values():
        for village, number in one.rows(day).order_by().values_list(one.shown.village).annotate(n=Count("pk")):
            yield DataCheckCount(code=one.code, village_id=village, number=number)


def run_if_needed() -> bool:
    """Run when something was changed since the last run, or when a new day has begun."""
    last = DataCheckRun.objects.filter(pk=1, finished_at__isnull=False).first()
    if last and last.change_id == newest_change() and timezone.localdate(last.finished_at) == timezone.localdate():
        return False
    run()
    return True


def newest_change() -> int:
    return Change.objects.aggregate(newest=Max("pk"))["newest"] or 0
