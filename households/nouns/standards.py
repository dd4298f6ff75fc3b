"""Poverty standards: incomes and points of the government's decrees."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import PovertyStandard
from households.nouns.households import CLASS_TERMS
from plumbing.helping import PageHelp, Term
from plumbing.nouns import MenuGroup, Noun, PageLink, register
from teams.access import Permission as P


def terms() -> dict[str, Term]:
    name = capfirst(str(PovertyStandard._meta.verbose_name))
    return {
        "standard": Term(name, _("Incomes and points of the government's decree, with the days on which they hold."))
    }


register(
    Noun(
        model=PovertyStandard,
        label=gettext_lazy("Poverty standards"),
        menu_group=MenuGroup.PEOPLE,
        icon="list",
        list_icon="dashboard",
        permission=P.EDIT_CATALOGUES,
        list_page="households:standard_list",
        menu_order=200,
        actions=[
            PageLink(
                gettext_lazy("New poverty standard"),
                "households:standard_create",
                "list",
                P.EDIT_CATALOGUES,
                order=160,
            )
        ],
        terms=terms,
        help=[
            (
                ("households:standard_list", "households:standard_create", "households:standard_edit"),
                PageHelp(
                    gettext_lazy(
                        "The poverty standards with the days on which they hold. "
                        "Rates of different standards do not compare."
                    ),
                    ("standard", *CLASS_TERMS),
                ),
            ),
        ],
    )
)
