"""Cadres: the people who serve in the teams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line, SearchKey, SortKey
from plumbing.models import Record, RecordQuerySet
from plumbing.privacy import Privacy
from teams.access import Permission, Scope, User, may, scope_of
from teams.models.agencies import Agency
from teams.models.areas import is_unbounded
from teams.models.postings import Posting
from teams.models.teams import Membership, Team


class CadreQuerySet(RecordQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the cadres who serve, or served, in the user's teams, and those of the user's agency."""
        if is_unbounded(user):
            return self
        return self.none() if scope_of(user) is None else self.filter(_in_bounds(user))

    def in_service_on(self, day: dt.date) -> Self:
        """Return the cadres who serve on `day`: in a team, or in an agency alone, never having been in a team."""
        ever, then = Membership.objects.live(), Membership.objects.active_on(day)
        return self.live().filter(~Q(pk__in=ever.values("cadre")) | Q(pk__in=then.values("cadre")))


def _in_bounds(user: User) -> Q:
    members = Membership.objects.filter(team__in=Team.objects.visible_to(user).values("pk"))
    mine = Q(pk__in=members.values("cadre"))
    if user.agency_id:
        mine |= Q(agency=user.agency_id)
    if scope_of(user) is Scope.AREA and may(user, Permission.EDIT_TEAMS):
        # Somebody who was just entered serves nowhere yet: the office that enters them must find them again.
        # (No join on memberships: it would show a cadre once for each of them.)
        mine |= Q(created_by=user.pk) & ~Q(pk__in=Membership.objects.values("cadre"))
    return mine


class BirthPrecision(models.TextChoices):
    """How much of a birth date is known: many people know only the year (domain facts, 6)."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Sex(models.TextChoices):
    MALE = "male", _("male")
    FEMALE = "female", _("female")


class Cadre(Record):
    """An official or villager who serves in teams. People share names: never known by name alone."""

    class PartyStatus(models.TextChoices):
        MEMBER = "member", _("party member")
        PROBATIONARY = "probationary", _("probationary party member")
        NON_PARTY = "non_party", _("not a party member")

    name = Line(_("full name"), max_length=120)
    # For whom they work today; for whom they worked when, their postings say.
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cadres",
    )
    position = Line(_("position"), max_length=200, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_precision = models.CharField(
        _("birth date known to the"), max_length=5, choices=BirthPrecision, default=BirthPrecision.DAY
    )
    ethnicity = Line(_("ethnic group"), max_length=40, blank=True)
    # Several numbers are kept as they were given, joined with "; ".
    phone = Line(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    party_status = models.CharField(_("party membership"), max_length=12, choices=PartyStatus, blank=True)
    search_key = SearchKey(sources=("name", "position"))
    sort_key = SortKey(sources=("name",))

    objects = CadreQuerySet.as_manager()

    privacy = Privacy(
        personal=(
            "name",
            "agency",
            "position",
            "birth_date",
            "birth_precision",
            "phone",
            "email",
            "search_key",
            "sort_key",
        ),
        sensitive=("ethnicity", "party_status"),
    )

    class Meta(Record.Meta):
        ordering = ["sort_key", "id"]
        verbose_name = _("cadre")
        indexes = [models.Index(fields=["sort_key"]), models.Index(fields=["agency"])]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def bring_up_to_date(cls, rows: Sequence[Self]) -> None:
        Posting.settle(rows)
