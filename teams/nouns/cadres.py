"""Cadres: the people who serve."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.finding import Found, Hit, found_rows, one_line
from plumbing.helping import VOID_HELP, PageHelp, Term
from plumbing.nouns import MenuGroup, Noun, PageLink, register
from teams.access import Permission as P
from teams.filters import CadreFilter
from teams.models import Account, Cadre


def search(user: Account, text: str, limit: int) -> Found:
    def hit(cadre: Cadre) -> Hit:
        return Hit(cadre.name, one_line(cadre.position, cadre.agency), reverse("teams:cadre_detail", args=[cadre.pk]))

    rows = Cadre.objects.visible_to(user).live().select_related("agency")
    return found_rows(rows, text, limit, search=CadreFilter.base_filters["q"], hit=hit)


def terms() -> dict[str, Term]:
    return {"cadre": Term(_("Cadre"), _("Somebody who serves in a team, sent by an agency or a commune."))}


register(
    Noun(
        model=Cadre,
        label=gettext_lazy("Cadres"),
        menu_group=MenuGroup.TEAMS,
        icon="cadre",
        list_icon="cadres",
        permission=P.VIEW_TEAMS,
        list_page="teams:cadre_list",
        menu_order=140,
        actions=[PageLink(gettext_lazy("New cadre"), "teams:cadre_create", "cadre", P.EDIT_TEAMS, order=100)],
        search=search,
        search_order=20,
        in_history=True,
        terms=terms,
        help=[
            (
                (
                    "teams:cadre_list",
                    "teams:cadre_create",
                    "teams:cadre_detail",
                    "teams:cadre_edit",
                    "teams:cadre_phone",
                    "teams:cadre_move",
                ),
                PageHelp(
                    gettext_lazy(
                        "The people who serve in teams, and the agency each comes from. "
                        "A cadre may serve in several teams. Who goes to another agency does so from a day on: "
                        "minutes of before keep the former one."
                    ),
                    ("cadre", "agency", "team"),
                ),
            ),
            (("teams:cadre_void",), VOID_HELP),
        ],
    )
)
