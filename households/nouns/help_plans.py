"""Plans of help: who must have a helper, and how many one person carries."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import HelpPlan
from plumbing.helping import VOID_HELP, PageHelp, Term
from plumbing.nouns import Noun, PageLink, register
from teams.access import Permission as P


def terms() -> dict[str, Term]:
    return {
        "help_plan": Term(
            _("Plan of help"),
            _("Says which households must have a helper, how many one person carries and how often each is visited."),
        )
    }


register(
    Noun(
        model=HelpPlan,
        label=gettext_lazy("Plans of help"),
        icon="list",
        permission=P.VIEW_ASSIGNMENTS,
        list_page="households:plan_list",
        actions=[
            PageLink(gettext_lazy("New plan of help"), "households:plan_create", "list", P.EDIT_CATALOGUES, order=55)
        ],
        in_history=True,
        terms=terms,
        help=[
            (
                ("households:plan_list", "households:plan_create", "households:plan_edit"),
                PageHelp(
                    gettext_lazy(
                        "The plans by which cadres and agencies help households. What a plan asks for is entered here; "
                        "when it runs out, its assignments wait under “To be settled”."
                    ),
                    ("help_plan", "assignment"),
                ),
            ),
            (("households:plan_void",), VOID_HELP),
        ],
    )
)
