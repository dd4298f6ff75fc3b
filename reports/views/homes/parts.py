"""What the homes share: days in words, the board in short, what waits for a decision, what looks wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.board import BoardRow, Counted, board_rows, board_teams, counts, standings
from activities.models import TeamMonth
from households.models import Household, VillageSnapshot
from plumbing.dates import month_end
from plumbing.models import ImportBatch, Job
from reports.data_checks import checks_for, numbers_for
from reports.models import DataCheckRun
from teams.access import Permission, may
from teams.leaders import with_leaders
from teams.models import Account, Agency, Area, Team
from teams.places import commune_name

MAX_SHOWN = 12
# In a list that is one of several on the page.
FEW_SHOWN = 6
UNDER_WAY = [ImportBatch.State.READING, ImportBatch.State.CHECKED, ImportBatch.State.COMMITTING]
# A job that failed longer ago is history.
FAILED_LATELY = dt.timedelta(days=3)


# --- days in words ----------------------------------------------------------------------------------------------


def days_left(due_on: dt.date, today: dt.date) -> str:
    """Say how far a due day is away: 3 days left, due today, 2 days overdue."""
    days = (due_on - today).days
    if days < 0:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def days_waiting(since: dt.datetime | None, today: dt.date) -> str:
    """Say for how long something has been waiting; nothing when nobody knows."""
    if since is None:
        return ""
    days = (today - timezone.localdate(since)).days
    if days <= 0:
        return _("since today")
    return ngettext("for %(days)s day", "for %(days)s days", days) % {"days": days}


# --- the board in short -----------------------------------------------------------------------------------------


@dataclass
class Strip:
    """How many teams of one commune have handed their month in."""

    name: str
    url: str
    total: int = 0
    done: int = 0
    late: int = 0


@dataclass
class Board:
    """The month's board, in short: numbers alone, however many teams there are."""

    month: dt.date
    standings: Sequence[Counted]

    @property
    def url(self) -> str:
        return board_url(self.month)

    @property
    def total(self) -> int:
        return sum(one.number for one in self.standings)

    @property
    def done(self) -> int:
        return sum(one.number for one in self.standings if not one.is_missing)

    @property
    def counters(self) -> list[tuple[str, int, str]]:
        return counters(self.standings, self.month)

    @property
    def strips(self) -> list[Strip]:
        """Return the communes in the order of their names; each opens the board with its teams alone."""
        strips: dict[int | None, Strip] = {}
        for one in self.standings:
            key = one.commune_pk
            if key not in strips:
                url = f"{self.url}&commune={key}" if key else self.url
                strips[key] = Strip(one.commune or _("without a commune"), url)
            strip = strips[key]
            strip.total += one.number
            strip.done += 0 if one.is_missing else one.number
            strip.late += one.number if one.state == "late" else 0
        return list(strips.values())


@dataclass
class NamedBoard(Board):
    """The same of so few teams that each of them is shown."""

    rows: list[BoardRow]

    @property
    def late(self) -> list[BoardRow]:
        return [row for row in self.rows if row.state == "late"]


def board_of(user: Account, month: dt.date) -> Board:
    return Board(month, standings(board_teams(Team.objects.visible_to(user), month), month))


def named_board_of(user: Account, month: dt.date) -> NamedBoard:
    rows = board_rows(board_teams(Team.objects.visible_to(user), month), month, user)
    return NamedBoard(month, rows, rows)


def board_url(month: dt.date) -> str:
    return f"{reverse('activities:month_board')}?month={month:%Y-%m}"


def counters(rows: Collection[Counted], month: dt.date) -> list[tuple[str, int, str]]:
    """Return how many teams stand in each state, with the address of just those on the board."""
    return [(capfirst(words), n, f"{board_url(month)}&state={key}") for key, words, n in counts(rows) if n]


# --- what waits -------------------------------------------------------------------------------------------------


@dataclass
class Waiting:
    """Months in one state, the longest waiting first; `more` stand behind the link."""

    state: str
    months: list[Any] = field(default_factory=list)
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.months)

    @property
    def url(self) -> str:
        """Return the board of the month that has waited longest."""
        return f"{board_url(self.months[0].month)}&state={self.state}"


def months_waiting(user: Account, month: dt.date) -> dict[str, Waiting]:
    """Return the months, whichever, that wait to be accepted or to be handed in again: one query for both.

    Teams are named with their commune as of the end of `month`, that of the board beside it.
    """
    states = [TeamMonth.State.SUBMITTED, TeamMonth.State.RETURNED]
    in_state: dict[str, Any] = {"partition_by": [F("state")]}
    since = Coalesce("state_at", "submitted_at")
    rows: Any = (
        TeamMonth.objects.visible_to(user)
        .live()
        .filter(state__in=states)
        .annotate(
            since=since,
            total=Window(Count("*"), **in_state),
            rank=Window(RowNumber(), order_by=[since.asc(nulls_last=True), F("pk").asc()], **in_state),
            commune=commune_name("team__village", day=month_end(month)),
        )
        .filter(rank__lte=FEW_SHOWN)
        .select_related("team")
        .only("month", "state", "state_reason", "team__name")
        .order_by("rank")
    )
    today = timezone.localdate()
    found = {str(state): Waiting(str(state)) for state in states}
    for row in rows:
        row.days = days_waiting(row.since, today)
        row.url = reverse("activities:month_detail", args=[row.team_id, row.month])
        group = found[row.state]
        group.months.append(row)
        group.total = row.total
    # Who has not handed in again is called; who waits for a decision is not.
    with_leaders(found[TeamMonth.State.RETURNED].months)
    return found


def imports_under_way(user: Account) -> dict[str, list[ImportBatch]]:
    """Return the user's own lists: those to look at and commit, and those that the worker has in hand."""
    if not may(user, Permission.IMPORT):
        return {"to_commit": [], "in_hand": []}
    rows = ImportBatch.objects.visible_to(user).filter(state__in=UNDER_WAY).select_related("job")
    batches = list(rows.defer("content", "reading", "counts", "options")[:FEW_SHOWN])
    return {
        "to_commit": [batch for batch in batches if batch.state == ImportBatch.State.CHECKED],
        "in_hand": [batch for batch in batches if batch.state != ImportBatch.State.CHECKED],
    }


def jobs_lately(jobs: Any, user: Account) -> list[Any]:
    """Return of `jobs` those that run, wait, or failed in the last days; an import's own are shown with it."""
    is_failed = Q(state=Job.State.FAILED, finished_at__gte=timezone.now() - FAILED_LATELY)
    loads = ImportBatch.objects.filter(job=OuterRef("pk"), state__in=UNDER_WAY)
    found = jobs.filter(Q(state__in=Job.UNFINISHED) | is_failed).exclude(Exists(loads))
    shown = list(found.order_by("-pk")[:FEW_SHOWN])
    for one in shown:
        # What went wrong with somebody else's list may quote the list.
        one.is_own = one.started_by_id == user.pk
    return shown


# --- what looks wrong, and what a new portal lacks --------------------------------------------------------------


def checks_of(user: Account) -> list[dict[str, Any]]:
    """Return the checks in which there are rows, the most first."""
    numbers = numbers_for(user)
    found = [{"check": one, "number": numbers[one.code]} for one in checks_for(user) if one.code in numbers]
    return sorted(found, key=lambda line: -line["number"])


def with_facts(accounts: Any) -> Any:
    """Add to rows what is true of the whole portal: when its data were looked through, and what it holds at all."""
    known = VillageSnapshot.objects.live().filter(village=OuterRef("village"))
    return accounts.annotate(
        looked_at=Subquery(DataCheckRun.objects.values("finished_at")[:1]),
        has_areas=Exists(Area.objects.live().villages()),
        has_agencies=Exists(Agency.objects.live()),
        has_teams=Exists(Team.objects.live()),
        has_households=Exists(Household.objects.live()),
        # A team whose village never had its figures: its rates are of nothing, its number of households is not known.
        lacks_figures=Exists(Team.objects.active_on(timezone.localdate()).filter(~Exists(known))),
        has_accounts=Exists(Account.objects.live().exclude(team=None)),
    )


def first_steps(user: Account, facts: Any = None) -> dict[str, Any]:
    """Return when the data were last looked through, and the steps of a new portal, in order, while one is open,
    also when months are handed in already. `facts`: a row `with_facts`, from whoever has one.
    """
    facts = facts or with_facts(Account.objects.filter(pk=user.pk)).get()
    load = reverse("plumbing:import_create")
    steps = [
        (_("Load the areas: communes and villages"), f"{load}?kind=areas", "areas", facts.has_areas),
        (_("Load the agencies and their cadres"), f"{load}?kind=agencies", "cadres", facts.has_agencies),
        (_("Load the teams and their members"), f"{load}?kind=teams", "team", facts.has_teams),
        (_("Load the poor and near-poor households"), f"{load}?kind=households", "household", facts.has_households),
        (
            _("Load the households and people of every village"),
            f"{load}?kind=snapshots",
            "households",
            facts.has_teams and not facts.lacks_figures,
        ),
    ]
    if may(user, Permission.MANAGE_ACCOUNTS):
        accounts = reverse("teams:account_list")
        steps.append((_("Give the team leaders their accounts"), accounts, "key", facts.has_accounts))
    is_new = may(user, Permission.IMPORT) and not all(step[3] for step in steps)
    return {"looked_at": facts.looked_at, "first_steps": steps if is_new else []}
