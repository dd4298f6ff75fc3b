"""Agencies that send cadres."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.finding import Found, Hit, found_rows
from plumbing.helping import PageHelp, Term
from plumbing.nouns import MenuGroup, Noun, PageLink, register
from teams.access import Permission as P
from teams.filters import AgencyFilter
from teams.models import Account, Agency


def search(user: Account, text: str, limit: int) -> Found:
    """An agency has no page of its own: it leads to its cadres."""

    def hit(agency: Agency) -> Hit:
        url = f"{reverse('teams:cadre_list')}?agency={agency.pk}"
        return Hit(agency.name, capfirst(agency.get_kind_display()), url)

    rows = Agency.objects.visible_to(user).live()
    return found_rows(rows, text, limit, search=AgencyFilter.base_filters["q"], hit=hit)


def terms() -> dict[str, Term]:
    return {"agency": Term(_("Agency"), _("The office, organisation or armed unit that a cadre comes from."))}


register(
    Noun(
        model=Agency,
        label=gettext_lazy("Agencies"),
        menu_group=MenuGroup.TEAMS,
        icon="agency",
        permission=P.EDIT_TEAMS,
        list_page="teams:agency_list",
        menu_order=150,
        actions=[PageLink(gettext_lazy("New agency"), "teams:agency_create", "agency", P.EDIT_TEAMS, order=110)],
        search=search,
        search_order=50,
        in_history=True,
        terms=terms,
        help=[
            (
                ("teams:agency_list", "teams:agency_create", "teams:agency_edit"),
                PageHelp(
                    gettext_lazy("The agencies that send cadres into the teams. Its lead sees just those teams."),
                    ("agency", "cadre"),
                ),
            ),
        ],
    )
)
