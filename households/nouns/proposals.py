"""Proposals: somebody is asked to take a household over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from households.models import AssignmentProposal
from plumbing.nouns import Noun, register
from teams.access import Permission as P

register(
    Noun(
        model=AssignmentProposal,
        label=gettext_lazy("Proposals of helpers"),
        icon="send",
        permission=P.VIEW_ASSIGNMENTS,
        in_history=True,
    )
)
