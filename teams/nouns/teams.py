"""Teams: one for each village."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.finding import Found, Hit, found_rows, one_line
from plumbing.helping import VOID_HELP, PageHelp, Term
from plumbing.nouns import MenuGroup, Noun, PageLink, register
from teams.access import Permission as P
from teams.filters import TeamFilter
from teams.models import Account, Team
from teams.tables import with_team_columns


def search(user: Account, text: str, limit: int) -> Found:
    def hit(team: Any) -> Hit:
        return Hit(team.name, one_line(team.commune, team.leader_name), reverse("teams:team_detail", args=[team.pk]))

    rows = with_team_columns(Team.objects.visible_to(user).live())
    return found_rows(rows, text, limit, search=TeamFilter.base_filters["q"], hit=hit)


def terms() -> dict[str, Term]:
    return {
        "team": Term(_("Mobilization team"), _("Cadres of several agencies who look after one village together.")),
    }


TEAM = register(
    Noun(
        model=Team,
        label=gettext_lazy("Teams"),
        menu_group=MenuGroup.TEAMS,
        icon="team",
        permission=P.VIEW_TEAMS,
        list_page="teams:team_list",
        menu_order=120,
        actions=[PageLink(gettext_lazy("New team"), "teams:team_create", "team", P.EDIT_TEAMS, order=90)],
        search=search,
        search_order=10,
        in_history=True,
        terms=terms,
        help=[
            (
                ("teams:team_list", "teams:team_create", "teams:team_edit"),
                PageHelp(
                    gettext_lazy(
                        "One team for each village, with its leader and members. "
                        "Use the filters to narrow the list down."
                    ),
                    ("team", "village", "cadre"),
                ),
            ),
            (
                ("teams:team_detail",),
                PageHelp(
                    gettext_lazy(
                        "Everything about one team: who serves in it and since when, its months and its figures."
                    ),
                    ("team", "cadre"),
                ),
            ),
            (("teams:team_void",), VOID_HELP),
        ],
    )
)
