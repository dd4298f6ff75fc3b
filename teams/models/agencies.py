"""Agencies: offices, schools, forces, mass organisations, party organisations and cells."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line, SearchKey, TitleSortKey
from plumbing.models import Record, RecordQuerySet
from plumbing.privacy import Privacy
from teams.access import User, role_of
from teams.models.areas import Area


class AgencyQuerySet(RecordQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the agencies that `user` may see: names of offices are no secret to any role."""
        return self if role_of(user) else self.none()


class Agency(Record):
    """An agency or unit whose cadres serve in teams (cơ quan, đơn vị)."""

    class Kind(models.TextChoices):
        PARTY = "party", _("party organisation")
        STATE = "state", _("state agency")
        FRONT = "front", _("Fatherland Front or mass organisation")
        FORCE = "force", _("armed forces")
        SERVICE = "service", _("school, health station or service")
        ENTERPRISE = "enterprise", _("enterprise")
        OTHER = "other", _("other")

    name = Line(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, null=True, blank=True, related_name="agencies"
    )
    search_key = SearchKey(sources=("name",))
    sort_key = TitleSortKey(sources=("name",))

    objects = AgencyQuerySet.as_manager()

    privacy = Privacy(neither=("name", "kind", "area", "search_key", "sort_key"))

    class Meta(Record.Meta):
        ordering = ["search_key"]
        verbose_name = _("agency")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["search_key"],
                name="agency_name_once",
                condition=Q(voided_at__isnull=True),
                violation_error_message=_("There is already an agency with this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
