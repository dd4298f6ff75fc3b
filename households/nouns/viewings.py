"""Viewings: who was shown whose data."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import Viewing
from plumbing.helping import PageHelp, Term
from plumbing.nouns import Noun, register
from teams.access import Permission as P


def terms() -> dict[str, Term]:
    words = _("One answer of the portal that told somebody of households: a page, a list, a search, a file.")
    return {"viewing": Term(_("Viewing"), words)}


register(
    Noun(
        model=Viewing,
        label=gettext_lazy("Viewings of personal data"),
        icon="eye",
        permission=P.PROTECT_DATA,
        list_page="households:viewing_list",
        menu_order=235,
        terms=terms,
        help=[
            (
                ("households:viewing_list",),
                PageHelp(
                    gettext_lazy(
                        "Who was shown data of households, when, from where and how many of them. Whom one household "
                        "was shown to stands on its own page."
                    ),
                    ("viewing",),
                ),
            ),
            (
                ("households:household_viewings",),
                PageHelp(
                    gettext_lazy("Everybody who was shown this household, on any page, list or file."), ("viewing",)
                ),
            ),
        ],
    )
)
