"""What every row that a person enters has in common."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plumbing.privacy import Privacy
from plumbing.spans import Span, apart
from plumbing.viewings import noticed

# A place is the id of the area that a row counts for; a month is its first day. None as a month means
# "this and every later month" (a household's class, a membership): see reports.rollups.
Place = tuple[int | None, dt.date | None]


def in_force(day: dt.date | models.F, prefix: str = "") -> Q:
    """Return the condition under which a row that holds from a day (`valid_from`) to a day (`valid_to`, or for good)
    holds on `day`. `prefix` leads to that row: "memberships__".
    """
    open_or_later = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    return open_or_later & Q(**{f"{prefix}valid_from__lte": day})


class RecordQuerySet(models.QuerySet):
    """Questions that any kind of record answers."""

    def live(self) -> Self:
        """Return the rows that were not voided."""
        return self.filter(voided_at__isnull=True)


class Record(models.Model):
    """A row that a person entered: who and when, a version against lost updates, voided instead of destroyed.

    Rows are written through `plumbing.history`, which keeps the history in the same transaction.
    """

    # The phone's own key: sending the same form twice makes one record.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    voided_at = models.DateTimeField(_("voided"), null=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    void_reason = models.CharField(_("reason for voiding"), max_length=300, blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    privacy: ClassVar[Privacy]
    # Fields that never appear in the history in full, such as a national ID.
    history_masked: ClassVar[frozenset[str]] = frozenset()
    # Rows that have a place but count in no figure, such as the people of a household.
    feeds_figures: ClassVar[bool] = True
    # What `place` and the row's title are read through: fetched along wherever many rows are written at once.
    place_through: ClassVar[tuple[str, ...]] = ()
    # Fields that `bring_up_to_date` computes: nobody entered them, so the history leaves them out.
    computed: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_voided_pair",
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                violation_error_message=_("A voided row needs a reason."),
            )
        ]

    def place(self) -> Place:
        """Return the area and month whose figures this row belongs to; (None, None) when it feeds none."""
        return (None, None)

    def counted_in(self) -> list[Span]:
        """Return in which months the row, unless it is voided, counts in figures of which areas."""
        area, month = self.place() if self.feeds_figures else (None, None)
        if area is None:
            return []
        return [Span(area, month, month) if month else Span(area)]

    def counts_as(self) -> Any:
        """Return what of the row counts there: two rows for which it is the same make the same figures."""
        return [getattr(self, field.attname) for field in self.history_fields()]

    @classmethod
    def felt_in(cls, pairs: Sequence[tuple[Self | None, Self | None]]) -> list[Span]:
        """Return the months whose figures change when rows become others (as it was, as it is; None: no row)."""
        felt: list[Span] = []
        for old, new in pairs:
            was, now = (row.counted_in() if row is not None else [] for row in (old, new))
            if old is not None and new is not None and old.counts_as() == new.counts_as():
                # Most changes leave the row where it counts.
                felt += apart(was, now) if was != now else []
            else:
                felt += was + now
        return felt

    @classmethod
    def bring_up_to_date(cls, rows: Sequence[Self]) -> None:
        """Compute again what the model stores of these rows and those around them.

        Each verb of `plumbing.history` calls it in its own transaction, with the rows as they were and as they are.
        """

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        """Return a row that the database gave; if it tells of somebody, that is noticed (plumbing.viewings)."""
        row = super().from_db(db, field_names, values, **more)
        if cls.privacy.tells_of and (found := noticed.get()) is not None:
            found.add(row)
        return row

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None

    @classmethod
    def history_fields(cls) -> list[models.Field[Any, Any]]:
        """Return the fields whose changes the history keeps."""
        return [f for f in cls._meta.concrete_fields if f.name not in BOOKKEEPING | cls.computed]


BOOKKEEPING = frozenset(
    {
        "id",
        "uuid",
        "created_at",
        "created_by",
        "changed_at",
        "changed_by",
        "version",
        "voided_at",
        "voided_by",
        "void_reason",
        "search_key",
        "sort_key",
        "blind_index",
        "password",
        "last_login",
    }
)
