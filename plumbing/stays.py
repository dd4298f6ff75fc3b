"""Where something is from a day to a day: a household in a village, a cadre with an agency.

The stays of one owner follow one another without a gap, the last one is open, and the database keeps that no two share
a day (`plumbing.overlaps`). The owner's own row says where it is now. It goes elsewhere from a day on, and nothing
before that day changes; what was entered wrongly is corrected, which is another act.
"""

from __future__ import annotations

import copy
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing import history
from plumbing.bulk import insert
from plumbing.models import Record
from plumbing.models.records import in_force

FOREVER = dt.date(9999, 12, 31)
ONE_DAY = dt.timedelta(days=1)
AT_ONCE = 900


class Stay(Record):
    """`owner` names the field that leads to what stays here."""

    valid_from = models.DateField(gettext_lazy("from"))
    valid_to = models.DateField(gettext_lazy("until"), null=True, blank=True)

    owner: ClassVar[str]

    class Meta(Record.Meta):
        abstract = True
        ordering = ["valid_from", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=gettext_lazy("The last day lies before the first day."),
            ),
        ]

    @property
    def ends(self) -> dt.date:
        return self.valid_to or FOREVER

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day <= self.ends

    @classmethod
    def settle(cls, owners: Sequence[Any]) -> None:
        """Write the first stay of those that have none yet. It follows from the owner's own row, so it is no entry of
        the history, and its key is derived from the owner's.
        """
        keys = [one.pk for one in owners]
        settled = set(cls._base_manager.filter(**{f"{cls.owner}__in": keys}).values_list(cls.owner, flat=True))
        if new := list({one.pk: one for one in owners if one.pk not in settled}.values()):
            insert(cls.first_of(new))

    @classmethod
    def first_of(cls, owners: Sequence[Any]) -> list[Self]:
        """Return the unsaved first stays of these owners."""
        raise NotImplementedError

    @classmethod
    def first(cls, owner: Any, **values: Any) -> Self:
        """Return the unsaved first stay of one owner."""
        made: dict[str, Any] = {
            "uuid": uuid.uuid5(owner.uuid, f"first {cls.__name__.lower()}"),
            "created_at": owner.created_at,
            "changed_at": owner.created_at,
            "created_by_id": owner.created_by_id,
            "changed_by_id": owner.created_by_id,
        }
        return cls(**{cls.owner: owner}, **made, **values)


S = TypeVar("S", bound=Stay)


def held_on(day: dt.date | F, prefix: str = "") -> Q:
    """Return the condition under which a stay is the one of `day` (or of the day of a column); `prefix` leads to it."""
    return in_force(day, prefix) & Q(**{f"{prefix}voided_at": None})


def stay_on(stays: Iterable[S], day: dt.date) -> S | None:
    return next((stay for stay in stays if stay.holds_on(day)), None)


def go_on(pairs: Sequence[tuple[S, S]], *, by: Any, batch_id: int | None = None) -> None:
    """Let stays end on the day before the next ones begin, given as (that of now, unsaved next one)."""
    ended = []
    for now, following in pairs:
        after = copy.copy(now)
        after.valid_to = following.valid_from - ONE_DAY
        ended.append((now, after))
    history.change_many(ended, by=by, batch_id=batch_id)
    history.create_many([following for _now, following in pairs], by=by, batch_id=batch_id)


def take_back(wrong: Stay, before: Stay, *, by: Any) -> None:
    """Say that the last stay never was: the one before it goes on."""
    history.void(wrong, by=by, reason=_("It never was there."))
    before.valid_to = None
    history.change(before, by=by)
