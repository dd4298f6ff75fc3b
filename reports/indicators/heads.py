"""The heads of the periodic report, in the order in which offices write it (domain facts, 4.1)."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Head(StrEnum):
    PEOPLE = "people"
    TEAMS = "teams"
    ACTIVITIES = "activities"
    RESOURCES = "resources"
    RESULTS = "results"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS: dict[Head, Promise] = {
    Head.PEOPLE: _("Situation of the area: households and poverty"),
    Head.TEAMS: _("Organisation and work of the teams"),
    Head.ACTIVITIES: _("Activities, outreach and persuasion"),
    Head.RESOURCES: _("Resources mobilised"),
    Head.RESULTS: _("Results by measure"),
}
