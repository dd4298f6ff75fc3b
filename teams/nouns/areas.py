"""Areas: places, and what lies in what."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.helping import PageHelp, Term
from plumbing.nouns import MenuGroup, Noun, PageLink, register
from teams.access import Permission as P
from teams.models import Area


def terms() -> dict[str, Term]:
    return {
        "village": Term(_("Village"), _("The smallest area; every figure is counted in a village and added up.")),
        "area": Term(
            _("Area"),
            _("Province, region, commune or village, with the days on which it holds. One that was merged stays."),
        ),
    }


register(
    Noun(
        model=Area,
        label=gettext_lazy("Areas"),
        menu_group=MenuGroup.TEAMS,
        icon="areas",
        permission=P.VIEW_TEAMS,
        list_page="teams:area_list",
        menu_order=160,
        actions=[PageLink(gettext_lazy("New village"), "teams:village_create", "area", P.EDIT_AREAS, order=120)],
        in_history=True,
        terms=terms,
        help=[
            (
                ("teams:area_list", "teams:area_detail", "teams:area_edit", "teams:area_move", "teams:village_create"),
                PageHelp(
                    gettext_lazy(
                        "Provinces, regions, communes and villages, before and after the mergers. Figures of past "
                        "months keep the areas of their own time."
                    ),
                    ("area", "village"),
                ),
            ),
        ],
    )
)
