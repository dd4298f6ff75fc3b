"""The month of a team: its states, its board, its log."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import TeamMonth
from plumbing import tables
from plumbing.helping import PageHelp, Term
from plumbing.listing import ListTable, StateColumn
from plumbing.nouns import FigureRows, MenuGroup, Noun, PageLink, register
from plumbing.states import State
from plumbing.templatetags import ui
from teams.access import Permission as P
from teams.columns import commune_column, linked_column, village_column
from teams.nouns.audiences import of_one_team, of_several_teams

STATE_TERMS = tuple(
    f"state:{state}" for state in ("open", "draft", "submitted", "returned", "accepted", "locked", "late")
)
# Of a page with one tile for each team.
WALL_KEYS = (
    (gettext_lazy("Arrow keys"), gettext_lazy("go from tile to tile")),
    (gettext_lazy("Enter"), gettext_lazy("opens the month of the team")),
)


class TeamMonthRows(ListTable):
    order_by = ("village",)

    name = linked_column(gettext_lazy("Team"), "teams:team_detail", "pk", "name", order_by=("sort_key", "pk"))
    village = village_column()
    commune = commune_column()
    has_met = tables.Column(gettext_lazy("Met"))
    state = StateColumn(gettext_lazy("State"), empty_values=())
    handed_in_at = tables.Column(gettext_lazy("First handed in"))

    def render_has_met(self, value: bool, record: Any) -> str:
        return str(_("yes") if value else _("no"))

    value_has_met = render_has_met

    def render_handed_in_at(self, value: Any, record: Any) -> str:
        return ui.moment(value)

    value_handed_in_at = render_handed_in_at

    def render_state(self, value: Any, record: Any) -> str:
        return ui.status(value or TeamMonth.State.OPEN)

    def value_state(self, value: Any, record: Any) -> str:
        return str(TeamMonth.State(value or TeamMonth.State.OPEN).label)


def with_state(rows: QuerySet[Any], month: dt.date) -> QuerySet[Any]:
    states = TeamMonth.objects.live().filter(team=OuterRef("pk"), month=month)
    return rows.annotate(state=Subquery(states.values("state")[:1]))


TEAM_MONTHS = FigureRows(TeamMonthRows, ("search_key", "village__search_key"), ("village",), annotate=with_state)


def terms() -> dict[str, Term]:
    meanings = {
        TeamMonth.State.OPEN: _("Nobody has written anything about this month yet."),
        TeamMonth.State.DRAFT: _("The team has begun to write and has not submitted yet."),
        TeamMonth.State.SUBMITTED: _("The team has handed the month in; the office or the commune decides."),
        TeamMonth.State.RETURNED: _("Sent back with a reason; the team mends it and submits again."),
        TeamMonth.State.ACCEPTED: _("Checked by the office or the commune."),
        TeamMonth.State.LOCKED: _("Closed: nobody changes it, unless the office reopens it with a reason."),
    }
    return {
        "month": Term(_("The team's month"), _("One month of one team: meeting, tasks, village figures, activities.")),
        "due": Term(
            _("Due day"),
            _("A month is due on day %(day)d of the next month; after that it is late.")
            % {"day": settings.MONTH_DUE_DAY},
        ),
        "asleep": Term(_("Sleeping team"), _("A team that has not met for two months or longer.")),
        **{f"state:{state.value}": Term(capfirst(state.label), words) for state, words in meanings.items()},
        "state:late": Term(_("Late"), _("The due day has passed and the month has not been handed in.")),
    }


register(
    Noun(
        model=TeamMonth,
        label=gettext_lazy("Months"),
        menu_group=MenuGroup.WORK,
        icon="month",
        permission=P.VIEW_MONTHS,
        menu=[
            PageLink(gettext_lazy("This month"), "activities:month_own", "month", P.VIEW_MONTHS, of_one_team, order=10),
            PageLink(
                gettext_lazy("Board"), "activities:month_board", "board", P.VIEW_MONTHS, of_several_teams, order=20
            ),
        ],
        actions=[
            PageLink(
                gettext_lazy("Months that wait for a decision"),
                "activities:month_board",
                "clock",
                P.REVIEW_MONTH,
                order=70,
                words=gettext_lazy("submitted accept"),
                query="?state=submitted",
            ),
            PageLink(
                gettext_lazy("Late teams"),
                "activities:month_board",
                "late",
                P.VIEW_MONTHS,
                of_several_teams,
                order=80,
                words=gettext_lazy("not handed in"),
                query="?state=late",
            ),
        ],
        in_history=True,
        states={
            "open": State("calm", "circle", gettext_lazy("Not started")),
            "draft": State("info", "draft", gettext_lazy("Draft")),
            "submitted": State("info", "submitted", gettext_lazy("Submitted")),
            "returned": State("warn", "returned", gettext_lazy("Returned")),
            "accepted": State("ok", "ok", gettext_lazy("Accepted")),
            "locked": State("ok", "lock", gettext_lazy("Locked")),
            "late": State("bad", "late", gettext_lazy("Late")),
        },
        terms=terms,
        terms_on={"teams:team_detail": ("month", *STATE_TERMS)},
        help=[
            (
                (
                    "activities:month_board",
                    "activities:month_accept_all",
                    "activities:month_lock_all",
                    "activities:month_return_all",
                ),
                PageHelp(
                    gettext_lazy(
                        "One tile for each team, "
                        "by commune, coloured by the state of its month. Press a tile to open that month."
                    ),
                    ("month", "due", *STATE_TERMS),
                    keys=WALL_KEYS,
                ),
            ),
            (
                ("activities:month_own", "activities:month_detail"),
                PageHelp(
                    gettext_lazy(
                        "The month of one team: what it needs, "
                        "what is there, what happened to it. Here it is submitted or decided."
                    ),
                    ("month", "due", "snapshot", "task", *STATE_TERMS),
                ),
            ),
            (
                ("activities:month_log",),
                PageHelp(
                    gettext_lazy(
                        "Log the meeting: who was there, what was done, what comes next. What you type is kept on this "
                        "device until the server has it; where the device cannot keep it, the form says so."
                    ),
                    ("month", "task", "snapshot", "due"),
                ),
            ),
            (
                (
                    "activities:month_submit",
                    "activities:month_withdraw",
                    "activities:month_accept",
                    "activities:month_return",
                    "activities:month_lock",
                    "activities:month_reopen",
                ),
                PageHelp(
                    gettext_lazy(
                        "Moves the month on to its next state. Who did it and why stays in the record of the month."
                    ),
                    STATE_TERMS,
                ),
            ),
        ],
    )
)
