"""Measures: what activities are counted in, a catalogue of the office."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Measure
from plumbing.helping import PageHelp, Term
from plumbing.nouns import Noun, PageLink, register
from teams.access import Permission as P


def terms() -> dict[str, Term]:
    return {
        "measure": Term(_("Measure"), _("What activities bring, counted in a unit: gifts, lamps, houses…")),
    }


register(
    Noun(
        model=Measure,
        label=gettext_lazy("Measures"),
        icon="measure",
        permission=P.EDIT_CATALOGUES,
        list_page="activities:measure_list",
        menu_order=180,
        actions=[
            PageLink(gettext_lazy("New measure"), "activities:measure_create", "measure", P.EDIT_CATALOGUES, order=140)
        ],
        terms=terms,
        help=[
            (
                ("activities:measure_list", "activities:measure_create", "activities:measure_edit"),
                PageHelp(
                    gettext_lazy(
                        "What activities are counted in. A new measure appears in the forms and in the figures at once."
                    ),
                    ("measure", "activity"),
                ),
            ),
        ],
    )
)
