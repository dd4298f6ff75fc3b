"""The home of a team's leader and members: what is due, what is missing, and the four things that a team does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from activities.checklist import MonthContents, needed_to_submit
from activities.models import Activity, Contribution, Meeting, Task, TeamMonth
from activities.models.months import HANDED_IN_STATES, due_day
from activities.month_parts import leads, leads_of_parts
from households.models import Assignment, Household
from plumbing.dates import add_months, month_end, month_range
from reports.indicators.teams import too_late
from reports.rollups.months import current_month
from reports.views.homes.help_numbers import HelpNumbers, number_of
from reports.views.homes.parts import MAX_SHOWN, days_left
from teams.access import Permission, may, requires
from teams.models import Account, Team

MONTHS_BEHIND = 6
HOUSEHOLDS_SHOWN = 5


def team_home(request: HttpRequest) -> HttpResponse:
    """What is due, what is missing, and the four things that a team does."""
    user: Account = request.user  # type: ignore[assignment]
    months = months_of(user)
    month, row = at_hand(months)
    wanted = HelpNumbers(user, timezone.localdate())
    teams = with_counts(Team.objects.visible_to(user).live().with_village(), month).annotate(**wanted.annotations)
    helps = number_of(Assignment.objects.current().of_cadre(user.cadre_id))
    team = teams.annotate(helps=helps).filter(pk=user.team_id).first()
    if team is None:
        return render(request, "reports/homes/team.html", {"team": None})
    user.team = team  # The shell names the village: it need not be fetched again.
    row = row or TeamMonth(team=team, month=month, state=TeamMonth.State.OPEN)
    contents, today = needed_to_submit(team, month), timezone.localdate()
    steps, missing = checklist(user, team, row, contents), contents.problems()
    writes = may(user, Permission.LOG_MONTH) and row.is_editable
    households = households_due(user, today)
    context = {
        "team": team,
        "month": month,
        "row": row,
        "due_on": due_day(month),
        "days_left": days_left(due_day(month), today),
        "is_overdue": today > due_day(month),
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        "contents": contents,
        "problems": leads(missing, team.pk, month, can_write=writes),
        "is_held_up": any(not problem.is_warning for problem in missing),
        "asked_for": leads_of_parts(row.asked_for, team.pk, month, can_write=writes),
        "tasks": own_tasks(user, team, today),
        "households": households,
        "households_total": households[0].total if households else 0,
        "behind": behind(team, months, today),
        "help_numbers": wanted.read(team),
        "may_log_month": may(user, Permission.LOG_MONTH),
        "may_tick": may(user, Permission.LOG_MONTH) or user.cadre_id is not None,
        "may_log_activity": may(user, Permission.LOG_ACTIVITY),
        "may_view_households": may(user, Permission.VIEW_HOUSEHOLDS),
        "today": today,
    }
    response = render(request, "reports/homes/team.html", context)
    if households:
        # Names of poor households leave no copy behind on a phone that is lent around.
        add_never_cache_headers(response)
    return response


# --- the month --------------------------------------------------------------------------------------------------


def months_of(user: Account) -> dict[dt.date, Any]:
    """Return the months of the user's team, the current one and those before it, by their first day."""
    meetings = Meeting.objects.live().filter(team=OuterRef("team"), month=OuterRef("month"))
    rows = TeamMonth.objects.visible_to(user).filter(
        team=user.team_id, month__gte=add_months(current_month(), -MONTHS_BEHIND), month__lte=current_month()
    )
    return {row.month: row for row in rows.annotate(has_met=Exists(meetings))}


def at_hand(months: dict[dt.date, TeamMonth]) -> tuple[dt.date, TeamMonth | None]:
    """Return the month that the team has to work on: the last one until it is handed in, then the current one."""
    now = current_month()
    last = add_months(now, -1)
    is_done = last in months and months[last].state in HANDED_IN_STATES
    month = now if is_done else last
    return month, months.get(month)


@require_GET
@requires(Permission.LOG_MONTH)
def log_now(request: HttpRequest) -> HttpResponse:
    """Go to the log of the month that one's own team has to work on; whoever has none goes to the board."""
    user: Account = request.user  # type: ignore[assignment]
    if not user.team_id:
        return redirect("activities:month_board")
    month, _row = at_hand(months_of(user))
    return redirect("activities:month_log", team_id=user.team_id, month=month)


@dataclass(frozen=True)
class Step:
    """One line of the month's checklist."""

    sign: str
    label: str
    is_done: bool
    words: str
    url: str
    # Asked for, but no month waits for it.
    is_optional: bool = False

    @property
    def state(self) -> str:
        return "done" if self.is_done else "pending" if self.is_optional else "warning"


def checklist(user: Account, team: Any, row: TeamMonth, contents: MonthContents) -> list[Step]:
    """Return what a month is made of, in the order in which a team does it."""
    month = row.month
    here = reverse("activities:month_detail", args=[team.pk, month])
    writes = may(user, Permission.LOG_MONTH) and row.is_editable
    log = reverse("activities:month_log", args=[team.pk, month]) if writes else here
    own = f"?team={team.pk}&since={month:%Y-%m-%d}&until={month_end(month):%Y-%m-%d}"
    open_tasks, number = len(contents.unsettled), team.activity_count or 0
    settled = _("settled")
    left = ngettext("%(n)s still open", "%(n)s still open", open_tasks) % {"n": open_tasks}
    logged = ngettext("%(n)s logged", "%(n)s logged", number) % {"n": number} if number else _("none yet")
    is_handed_in = row.state in HANDED_IN_STATES
    submit = reverse("activities:month_submit", args=[team.pk, month]) if writes else here
    return [
        Step("meeting", _("Meeting"), bool(contents.meetings), attendance(contents.meetings), log),
        Step("tasks", _("Tasks to settle"), not open_tasks, left if open_tasks else settled, log),
        Step(
            "households",
            _("Figures of the village"),
            contents.snapshot is not None,
            _("entered") if contents.snapshot else _("not yet"),
            log,
            is_optional=True,
        ),
        Step(
            "activity",
            _("Activities"),
            number > 0,
            logged,
            reverse("activities:activity_list") + own,
            is_optional=True,
        ),
        Step("send", _("Handed in"), is_handed_in, _("handed in") if is_handed_in else _("not handed in yet"), submit),
    ]


def attendance(meetings: Iterable[Any]) -> str:
    """Say how many came to the month's meetings, or that there was none."""
    met = [_("%(present)s of %(all)s present") % {"present": m.present_count, "all": m.member_count} for m in meetings]
    return "; ".join(met) or _("not yet")


@dataclass(frozen=True)
class Mark:
    """How one of the last months went."""

    month: dt.date
    state: str
    words: str
    url: str


def behind(team: Team, months: dict[dt.date, Any], today: dt.date) -> list[Mark]:
    """Return the last months, the oldest first: on time by the same rule as the figure of that name."""
    now = current_month()
    marks = []
    for month in month_range(add_months(now, -MONTHS_BEHIND), add_months(now, -1)):
        if month_end(month) < team.active_from:
            continue
        url = reverse("activities:month_detail", args=[team.pk, month])
        marks.append(Mark(month, *how_it_went(months.get(month), month, today), url))
    return marks


def how_it_went(row: Any, month: dt.date, today: dt.date) -> tuple[str, str]:
    """Return (state of a badge, words) of a month."""
    if row is not None and row.submitted_at is not None:
        if row.has_met and row.submitted_at < too_late(month):
            return "done", _("on time")
        return "warning", _("handed in late")
    if row is not None and row.state in HANDED_IN_STATES:
        # Loaded from an old list: handed in, nobody knows when.
        return "unchanged", _("handed in")
    return ("pending", _("not due yet")) if today <= due_day(month) else ("error", _("missing"))


# --- tasks, households ------------------------------------------------------------------------------------------


def own_tasks(user: Account, team: Team, today: dt.date) -> list[Any]:
    """Return the user's open tasks, the most urgent first, then those ticked today: a slip can be taken back.

    An account that belongs to no cadre, shared by a team, sees all tasks of the team.
    """
    shown = Q(state=Task.State.OPEN) | Q(state=Task.State.DONE, finished_on=today)
    rows = Task.objects.visible_to(user).live().filter(shown, team=team)
    if user.cadre_id is not None:
        rows = rows.filter(assignee=user.cadre_id)
    tasks: list[Any] = list(rows.order_by(F("finished_on").asc(nulls_first=True), "due_on", "pk")[:MAX_SHOWN])
    for task in tasks:
        task.is_overdue = task.state == Task.State.OPEN and task.due_on < today
        task.days_left = days_left(task.due_on, today)
    return tasks


def households_due(user: Account, today: dt.date) -> list[Any]:
    """Return the first households of the village that the review has to look at, each with the number of all."""
    here = Household.objects.visible_to(user).filter(village__teams=user.team_id)
    rows = here.due_for_review(today).with_head().annotate(total=Window(Count("*")))
    return list(rows.order_by(F("assessed_on").asc(nulls_first=True), "head_sort", "pk")[:HOUSEHOLDS_SHOWN])


def with_counts(teams: QuerySet[Team], month: dt.date) -> QuerySet[Team]:
    """Add how many activities and contributions a team logged in the month."""

    def number(rows: Any) -> Subquery:
        mine = rows.live().filter(team=OuterRef("pk")).order_by().values("team")
        return Subquery(mine.annotate(number=Count("pk")).values("number"))

    return teams.annotate(
        activity_count=number(Activity.objects.in_month(month)),
        contribution_count=number(Contribution.objects.received_in(month)),
    )
