"""Teams and who belongs to them, and when."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from plumbing.dates import month_end
from plumbing.fields import Line, SearchKey, TitleSortKey
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place, in_force
from plumbing.privacy import Privacy
from plumbing.spans import Span, present_at_month_ends
from teams.access import Permission, Scope, User, may, scope_of
from teams.models.areas import Area, area_scope, served_today

Rows = TypeVar("Rows", bound="QuerySet[Any]")


class TeamQuerySet(RecordQuerySet):
    """Questions about teams."""

    def visible_to(self, user: User) -> Self:
        return teams_in_scope(self, user)

    def active_on(self, day: dt.date) -> Self:
        return self.live().filter(Q(active_to__isnull=True) | Q(active_to__gte=day), active_from__lte=day)

    def active_in(self, month: dt.date) -> Self:
        """Return the teams that had to work in `month`: active on its last day."""
        return self.active_on(month_end(month))

    def in_area(self, area: Area, day: dt.date | None = None) -> Self:
        """Return the teams of the villages that lie in `area` on `day`."""
        return self.filter(village__in=Area.objects.within(area, day).values("pk"))

    def with_village(self) -> Self:
        return self.select_related("village")

    def with_leader(self) -> Self:
        """Fetch each team's leader into `.leaders` (a list of at most one membership)."""
        leaders = Membership.objects.current().filter(role=Membership.Role.LEADER).select_related("cadre")
        return self.prefetch_related(Prefetch("memberships", queryset=leaders, to_attr="leaders"))


class Team(Record):
    """A grassroots team that stands by one village (Tổ dân vận cơ sở and its sisters)."""

    class Kind(models.TextChoices):
        MASS_MOBILIZATION = "mass_mobilization", _("mass mobilization team")
        YOUTH_SHOCK = "youth_shock", _("youth shock team")
        WOMENS_CLUB = "womens_club", _("women's club")
        OTHER = "other", _("other team")

    village = models.ForeignKey(Area, verbose_name=_("village"), on_delete=models.PROTECT, related_name="teams")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MASS_MOBILIZATION)
    name = Line(_("name"), max_length=160)
    founding_decision = Line(_("founding decision"), max_length=120, blank=True)
    active_from = models.DateField(_("active from"))
    active_to = models.DateField(_("active until"), null=True, blank=True)
    search_key = SearchKey(sources=("name",))
    sort_key = TitleSortKey(sources=("name",))

    objects = TeamQuerySet.as_manager()

    privacy = Privacy(
        neither=("village", "kind", "name", "founding_decision", "active_from", "active_to", "search_key", "sort_key")
    )

    class Meta(Record.Meta):
        ordering = ["sort_key", "id"]
        verbose_name = _("team")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["village", "kind"],
                name="team_of_a_kind_once_in_village",
                condition=Q(voided_at__isnull=True, active_to__isnull=True),
                violation_error_message=_("This village already has an active team of this kind."),
            ),
            models.CheckConstraint(
                name="team_ends_after_it_begins",
                condition=Q(active_to__isnull=True) | Q(active_to__gte=F("active_from")),
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key"])]

    def __str__(self) -> str:
        return self.name

    def place(self) -> Place:
        return (self.village_id, None)

    def counted_in(self) -> list[Span]:
        return present_at_month_ends(self.village_id, self.active_from, self.active_to)

    def counts_as(self) -> None:
        """One team is one, whatever it is called."""


class MembershipQuerySet(RecordQuerySet):
    """Questions about who belongs to a team."""

    def visible_to(self, user: User) -> Self:
        return self.filter(team__in=Team.objects.visible_to(user).values("pk"))

    def active_on(self, day: dt.date) -> Self:
        return self.live().filter(in_force(day))

    def current(self) -> Self:
        return self.active_on(dt.date.today())

    def in_order(self) -> Self:
        """Leader first, then deputy, secretary and members by given name."""
        rank = models.Case(
            *[models.When(role=role, then=models.Value(i)) for i, role in enumerate(Membership.Role.values)]
        )
        return self.select_related("cadre", "cadre__agency").order_by(rank, "cadre__sort_key")


class Membership(Record):
    """A cadre serves in a team, in a role, from a day to a day."""

    class Role(models.TextChoices):
        LEADER = "leader", _("team leader")
        DEPUTY = "deputy", _("deputy leader")
        SECRETARY = "secretary", _("team secretary")
        MEMBER = "member", _("team member")

    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="memberships")
    # By name, for cadres.py stands above: who may see a cadre depends on where the cadre serves.
    cadre = models.ForeignKey(
        "teams.Cadre", verbose_name=_("cadre"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role in the team"), max_length=10, choices=Role, default=Role.MEMBER)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    privacy = Privacy(personal=("cadre", "role"), neither=("team", "valid_from", "valid_to"))

    class Meta(Record.Meta):
        verbose_name = _("membership")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["team"],
                name="membership_one_leader",
                condition=Q(role="leader", valid_to__isnull=True, voided_at__isnull=True),
                violation_error_message=_("This team already has a leader; end that membership first."),
            ),
            models.UniqueConstraint(
                fields=["team", "cadre"],
                name="membership_once_at_a_time",
                condition=Q(valid_to__isnull=True, voided_at__isnull=True),
                violation_error_message=_("This cadre already belongs to this team."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} ({self.get_role_display()}, {self.team})"

    def place(self) -> Place:
        return (self.team.village_id, None)

    def counted_in(self) -> list[Span]:
        return present_at_month_ends(self.team.village_id, self.valid_from, self.valid_to)

    def counts_as(self) -> int:
        """Who serves is counted, in whatever role."""
        return self.cadre_id


# --- which rows somebody reaches ----------------------------------------------------------------------------------


def teams_in_scope(rows: Rows, user: User, lookup: str = "") -> Rows:
    """Return the teams (or the rows that lead to a team by `lookup`) in the user's scope."""
    scope = scope_of(user)
    if scope is None or not may(user, Permission.VIEW_TEAMS):
        return rows.none()
    prefix = f"{lookup}__" if lookup else ""
    if scope is Scope.TEAM:
        return rows.filter(**{f"{prefix}pk": user.team_id})
    if scope is Scope.AGENCY:
        return rows.filter(**{f"{prefix}pk__in": Team.objects.filter(served_today(user, "memberships__")).values("pk")})
    return rows.filter(area_scope(user, f"{prefix}village"))
