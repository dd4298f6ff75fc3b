"""Personal data: purposes, requests, breaches, and the notice."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import Breach, DataRequest, Purpose
from plumbing.helping import PageHelp, Term
from plumbing.nouns import MenuGroup, Noun, PageLink, register
from teams.access import Permission as P


def terms() -> dict[str, Term]:
    words = _("For what personal data is used, on which legal basis, and after how many months it is removed.")
    return {"purpose": Term(_("Purpose"), words)}


register(
    Noun(
        model=Purpose,
        label=gettext_lazy("Purposes of personal data"),
        menu_group=MenuGroup.DATA,
        icon="list",
        permission=P.PROTECT_DATA,
        list_page="households:purpose_list",
        menu_order=236,
        menu=[PageLink(gettext_lazy("Personal data: notice"), "households:privacy_notice", "shield", order=240)],
        in_history=True,
        terms=terms,
        help=[
            (
                ("households:purpose_list", "households:purpose_create", "households:purpose_edit"),
                PageHelp(
                    gettext_lazy(
                        "For what personal data is used, on which legal basis and how long it is kept. The worker "
                        "removes every night what is over its time; the counts stay."
                    ),
                    ("purpose",),
                ),
            ),
            (
                ("households:privacy_notice",),
                PageHelp(
                    gettext_lazy(
                        "What people are told about their data: for what it is used, who sees it, what they may ask "
                        "and how soon they are answered. Print it for the commune's board."
                    ),
                    ("purpose",),
                ),
            ),
        ],
    )
)

register(
    Noun(
        model=DataRequest,
        label=gettext_lazy("Requests about personal data"),
        menu_group=MenuGroup.DATA,
        icon="task",
        permission=P.VIEW_HISTORY,
        list_page="households:request_list",
        menu_order=237,
        in_history=True,
        help=[
            (
                ("households:request_list", "households:request_create", "households:request_edit"),
                PageHelp(
                    gettext_lazy(
                        "What people ask about their data: answered within 2 working days, done or refused with the "
                        "reason within 15 days."
                    ),
                    ("purpose",),
                ),
            ),
            (
                ("households:person_stored",),
                PageHelp(
                    gettext_lazy(
                        "Everything that is stored about one person, and who saw it, to print and hand over to them."
                    ),
                    ("purpose", "viewing"),
                ),
            ),
        ],
    )
)

register(
    Noun(
        model=Breach,
        label=gettext_lazy("Breaches of personal data"),
        menu_group=MenuGroup.DATA,
        icon="warning",
        permission=P.PROTECT_DATA,
        list_page="households:breach_list",
        menu_order=238,
        in_history=True,
        help=[
            (
                ("households:breach_list", "households:breach_create", "households:breach_edit"),
                PageHelp(
                    gettext_lazy(
                        "Personal data that came into wrong hands, was lost or changed. The authority is told within "
                        "72 hours after it was found."
                    ),
                    ("viewing",),
                ),
            ),
        ],
    )
)
