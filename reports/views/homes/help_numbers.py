"""What is wrong now with who helps which household, as numbers that open their rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Subquery, Value
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


def help_numbers(user: Account, today: dt.date) -> list[Number]:
    """Return what is to be done about helpers in the user's area, in one query; nothing while no plan runs."""
    asked: list[tuple[str | Promise, Any, str]] = [
        (_("Households without a helper"), unhelped(user), reverse("households:unhelped_list")),
    ]
    if may(user, Permission.EDIT_ASSIGNMENTS):
        asked.append((_("To be settled"), unsettled(user), reverse("households:settlement_list")))
    loaded = with_load(Cadre.objects.visible_to(user), user, today)
    proposals = AssignmentProposal.objects.visible_to(user).unanswered_on(today)
    helpers = reverse("households:helper_list")
    asked += [
        (_("Helpers above the limit"), loaded.filter(is_over=True), f"{helpers}?carries=over"),
        (_("Proposals without an answer"), proposals, reverse("households:proposal_list") + "?state=late"),
    ]
    counted = {f"n{place}": _number_of(rows) for place, (_label, rows, _url) in enumerate(asked)}
    runs = Exists(HelpPlan.objects.active_on(today))
    found = Account.objects.filter(pk=user.pk).annotate(runs=runs, **counted).values("runs", *counted).get()
    if not found["runs"]:
        return []
    return [Number(label, found[f"n{place}"], url) for place, (label, _rows, url) in enumerate(asked)]


def _number_of(rows: Any) -> Coalesce:
    """Return, for an annotation, how many rows there are."""
    together = rows.order_by().annotate(_all=Value(1)).values("_all")
    return Coalesce(Subquery(together.annotate(_number=Count("pk", distinct=True)).values("_number")), 0)
