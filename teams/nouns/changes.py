"""The history: plumbing keeps it, this app knows who may read which part of it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.helping import PageHelp, Term
from plumbing.models import Change
from plumbing.nouns import Noun, register
from teams.access import Permission as P


def terms() -> dict[str, Term]:
    return {
        "voided": Term(_("Voided"), _("Nothing is deleted: a voided record stays in the history and counts nowhere.")),
        "history": Term(_("History"), _("Who did what and when, with the old and the new value.")),
    }


register(
    Noun(
        model=Change,
        label=gettext_lazy("History"),
        icon="history",
        permission=P.VIEW_HISTORY,
        list_page="teams:history_list",
        menu_order=210,
        terms=terms,
        help=[
            (
                ("teams:history_list",),
                PageHelp(
                    gettext_lazy(
                        "Every change, and every look at a household's data, with who and when. Nothing here can be "
                        "altered."
                    ),
                    ("history", "voided"),
                ),
            ),
        ],
    )
)
