"""Plans of help: who must have a helper, and how many one person carries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from households.models import HelpPlan
from plumbing.nouns import Noun, register
from teams.access import Permission as P

register(
    Noun(
        model=HelpPlan,
        label=gettext_lazy("Plans of help"),
        icon="list",
        permission=P.VIEW_ASSIGNMENTS,
        in_history=True,
    )
)
