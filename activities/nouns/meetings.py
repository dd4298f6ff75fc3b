"""Meetings of the teams, and who was there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.models import Meeting
from plumbing import tables
from plumbing.helping import PageHelp
from plumbing.listing import DayColumn, ListTable
from plumbing.nouns import FigureRows, MenuGroup, Noun, register
from teams.access import Permission as P
from teams.columns import TEAM_SEARCH, MonthColumn, commune_column, linked_column, team_column


class MeetingRows(ListTable):
    order_by = ("-held_on", "team")

    held_on = DayColumn(_("Held on"), link=("activities:meeting_detail", {"pk": "pk"}))
    team = team_column()
    commune = commune_column()
    month = MonthColumn(_("Month"))
    location = tables.Column(_("Place"))


class AttendanceRows(ListTable):
    order_by = ("-held_on", "team", "cadre")

    cadre = linked_column(
        _("Member"), "teams:cadre_detail", "cadre__pk", "cadre__name", order_by=("cadre__sort_key", "pk")
    )
    was_present = tables.Column(_("Present"))
    held_on = DayColumn(
        _("Meeting"),
        accessor="meeting__held_on",
        link=("activities:meeting_detail", {"pk": "meeting__pk"}),
    )
    team = team_column("meeting__team")
    commune = commune_column()

    def render_was_present(self, value: bool, record: Any) -> str:
        return str(_("present") if value else _("absent"))

    value_was_present = render_was_present


MEETINGS = FigureRows(MeetingRows, TEAM_SEARCH, ("team__village",))
ATTENDANCES = FigureRows(
    AttendanceRows,
    ("cadre__search_key", "meeting__team__search_key", "meeting__team__village__search_key"),
    ("cadre", "meeting__team__village"),
    parent=("meeting", Meeting),
)

register(
    Noun(
        model=Meeting,
        label=_("Meetings"),
        menu_group=MenuGroup.WORK,
        icon="meeting",
        permission=P.VIEW_MONTHS,
        list_page="activities:meeting_list",
        menu_order=110,
        in_history=True,
        help=[
            (
                ("activities:meeting_list", "activities:meeting_detail", "activities:meeting_edit"),
                PageHelp(
                    _("The meetings of the teams: who was present, what was done and what was not, with the reason."),
                    ("month", "task", "figure:attendance_rate"),
                ),
            ),
        ],
    )
)
