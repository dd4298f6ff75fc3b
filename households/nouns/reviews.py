"""Poverty reviews: rounds in which households are assessed."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import Review
from plumbing.helping import PageHelp, Term
from plumbing.nouns import MenuGroup, Noun, PageLink, register
from teams.access import Permission as P


def terms() -> dict[str, Term]:
    name = capfirst(str(Review._meta.verbose_name))
    return {
        "review": Term(name, _("A round in which households are assessed, once a year and when something changes."))
    }


register(
    Noun(
        model=Review,
        label=gettext_lazy("Poverty reviews"),
        menu_group=MenuGroup.PEOPLE,
        icon="list",
        permission=P.EDIT_CATALOGUES,
        list_page="households:review_list",
        menu_order=190,
        actions=[
            PageLink(gettext_lazy("New review"), "households:review_create", "list", P.EDIT_CATALOGUES, order=150)
        ],
        terms=terms,
        help=[
            (
                ("households:review_list", "households:review_create", "households:review_edit"),
                PageHelp(
                    gettext_lazy(
                        "The rounds in which households are assessed. Each follows the standard that holds in its year."
                    ),
                    ("review", "standard", "assessment"),
                ),
            ),
        ],
    )
)
