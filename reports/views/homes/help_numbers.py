"""What is wrong now with who helps which household, as numbers that open their rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.help_tables import with_load
from households.models import AssignmentProposal, HelpPlan
from households.views.gaps import unhelped, unsettled
from teams.access import Permission, may
from teams.models import Account, Cadre


@dataclass(frozen=True)
class Number:
    """How many rows of one kind there are, and where they are listed."""

    label: str | Promise
    number: int
    url: str


class HelpNumbers:
    """What is to be done about helpers in the user's area: annotations of a row that the home reads anyway, and what
    they say. Nothing while no plan runs.
    """

    def __init__(self, user: Account, today: dt.date) -> None:
        # Others than those who look after households have nothing to do about it.
        is_asked = may(user, Permission.EDIT_HOUSEHOLDS)
        plans = list(HelpPlan.objects.active_on(today).select_related("area")) if is_asked else []
        asked: list[tuple[str | Promise, Any, str]] = []
        if plans:
            rows = unhelped(user, plans)
            asked.append((_("Households without a helper"), rows, reverse("households:unhelped_list")))
        if plans and may(user, Permission.EDIT_ASSIGNMENTS):
            rows = unsettled(user, plans)
            asked.append((_("To be settled"), rows, reverse("households:settlement_list")))
        if plans:
            loaded = with_load(Cadre.objects.visible_to(user), user, today)
            proposals = AssignmentProposal.objects.visible_to(user).unanswered_on(today)
            asked += [
                (
                    _("Helpers above the limit"),
                    loaded.filter(is_over=True),
                    reverse("households:helper_list") + "?carries=over",
                ),
                (_("Proposals without an answer"), proposals, reverse("households:proposal_list") + "?state=late"),
            ]
        self.labels = [(label, url) for label, _rows, url in asked]
        self.annotations = {f"help_{place}": number_of(rows) for place, (_label, rows, _url) in enumerate(asked)}

    def read(self, row: Any) -> list[Number]:
        """Return the numbers from a row that was asked with the annotations."""
        return [Number(label, getattr(row, f"help_{place}"), url) for place, (label, url) in enumerate(self.labels)]


def number_of(rows: Any) -> Coalesce:
    """Return, for an annotation, how many rows there are."""
    together = rows.order_by().annotate(_all=Value(1)).values("_all")
    return Coalesce(Subquery(together.annotate(_number=Count("pk", distinct=True)).values("_number")), 0)
