"""Assignments: which cadre or agency carries which household."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from households.models import Assignment
from plumbing.nouns import Noun, register
from teams.access import Permission as P

register(
    Noun(
        model=Assignment,
        label=gettext_lazy("Helpers of households"),
        icon="cadre",
        permission=P.VIEW_ASSIGNMENTS,
        in_history=True,
    )
)
