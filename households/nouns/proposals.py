"""Proposals: somebody is asked to take a household over."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import AssignmentProposal
from plumbing.helping import PageHelp, Term
from plumbing.nouns import Noun, register
from teams.access import Permission as P


def terms() -> dict[str, Term]:
    return {
        "proposal": Term(
            _("Proposal of a helper"),
            _("Somebody is asked to take a household over. Until they accept, it stays with whoever helps it."),
        )
    }


register(
    Noun(
        model=AssignmentProposal,
        label=gettext_lazy("Proposals of helpers"),
        icon="send",
        permission=P.VIEW_ASSIGNMENTS,
        list_page="households:proposal_list",
        in_history=True,
        terms=terms,
        help=[
            (
                ("households:proposal_list", "households:proposal_detail", "households:proposal_create"),
                PageHelp(
                    gettext_lazy(
                        "Whoever is asked accepts or declines with a reason; the office answers for somebody without "
                        "an account. What nobody answers in time comes back to the office."
                    ),
                    ("proposal", "assignment"),
                ),
            ),
        ],
    )
)
