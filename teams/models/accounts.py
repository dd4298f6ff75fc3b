"""Accounts: who signs in, in which role, and what that account may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line, SearchKey, SortKey
from plumbing.models import Record
from plumbing.models.records import RecordQuerySet
from plumbing.privacy import Privacy
from teams.access import ROLES, TEAM_ROLES, Permission, Role, Scope, User, may, roles_given_by, scope_of
from teams.models.agencies import Agency
from teams.models.areas import Area, AreaPath, AreaQuerySet, area_scope, is_unbounded
from teams.models.cadres import Cadre
from teams.models.teams import Membership, Team


class AccountQuerySet(RecordQuerySet):
    def visible_to(self, user: Account) -> Self:
        """Return the accounts that `user` may see: those that the user gives, and one's own."""
        if may(user, Permission.MANAGE_ACCOUNTS):
            return self
        return self.filter(Q(pk=user.pk) | _given_by(user))

    def given_by(self, user: User) -> Self:
        """Return the accounts that `user` may give, change and close: of roles below the user's own, within its scope.

        One's own role and scope are changed by somebody else.
        """
        return self.filter(_given_by(user))


def areas_given_by(user: User, day: dt.date | None = None) -> AreaQuerySet:
    """Return the areas that an account given by `user` may look after: those that lie in the user's own scope.

    A commune does not lie in a reporting region, but all its villages may.
    """
    rows = Area.objects.live().exclude(level=Area.Level.VILLAGE)
    if is_unbounded(user):
        return rows
    if scope_of(user) is not Scope.AREA:
        return rows.none()
    day = day or dt.date.today()
    villages = AreaPath.objects.filter(
        descendant__level=Area.Level.VILLAGE,
        descendant__voided_at__isnull=True,
        depth__gt=0,
        valid_from__lte=day,
        valid_to__gte=day,
    )
    inside = area_scope(user, "descendant")
    wholly = Q(pk__in=villages.filter(inside).values("ancestor")) & ~Q(
        pk__in=villages.exclude(inside).values("ancestor")
    )
    return rows.filter(area_scope(user, "") | wholly)


def _given_by(user: User) -> Q:
    if may(user, Permission.MANAGE_ACCOUNTS):
        return Q()
    given = roles_given_by(user)
    if not given or not may(user, Permission.GIVE_ACCOUNTS):
        return Q(pk__in=[])
    if is_unbounded(user):
        return Q(role__in=given)
    by_area, areas = given & {Role.LEADERSHIP, Role.COMMUNE_OFFICER}, areas_given_by(user).values("pk")
    mine = Q(role__in=given & TEAM_ROLES, team__in=Team.objects.visible_to(user).values("pk"))
    mine |= Q(role__in=by_area, area__in=areas)
    return mine | Q(role__in=given & {Role.AGENCY_LEAD}, agency__area__in=areas)


class AccountManager(UserManager.from_queryset(AccountQuerySet)):
    """Finds accounts for Django's sign-in; they are written by `teams.actions.accounts`."""


def _has_its_scope() -> Q:
    """Return the condition under which an account has what the scope of its role is read from."""
    roles: dict[str, list[str]] = {}
    for role, card in ROLES.items():
        roles.setdefault(card.needed_field, []).append(str(role))
    condition = Q()
    for field, names in roles.items():
        is_role = {"role": names[0]} if len(names) == 1 else {"role__in": names}
        condition |= Q(**is_role, **({f"{field}__isnull": False} if field else {}))
    return condition


class Account(Record, AbstractBaseUser):
    """Somebody who signs in. The role says what they may do, the area, agency or team on which rows."""

    username = Line(
        _("user name"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("There is already an account with this user name.")},
    )
    full_name = Line(_("full name"), max_length=120)
    role = models.CharField(_("role"), max_length=16, choices=Role)
    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        help_text=_("Office and leadership without an area see the whole deployment."),
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
    )
    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    cadre = models.OneToOneField(
        Cadre,
        verbose_name=_("cadre"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="account",
    )
    language = models.CharField(
        _("language"), max_length=2, default="vi", choices=[("vi", "Tiếng Việt"), ("en", "English")]
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    # The service in a team with which this access came, and with whose end it goes (teams.actions.ended_access).
    # None: given by hand.
    service = models.ForeignKey(
        Membership,
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="accounts",
    )
    # Since when access that came with a service, or with a cadre, is gone or less; empty once somebody gave it back.
    access_ended_on = models.DateField(_("access ended on"), null=True, blank=True, editable=False)
    # The password was made by the portal: it must be changed at the first sign-in, and is worth nothing after this.
    one_time_until_at = models.DateTimeField(_("one-time password until"), null=True, blank=True, editable=False)
    # Of the account, not of the device: who was shown around on the phone is not stopped again at the desk.
    tour_seen_on = models.DateField(_("shown around on"), null=True, blank=True, editable=False)
    search_key = SearchKey(sources=("username", "full_name"))
    sort_key = SortKey(sources=("full_name",))

    objects = AccountManager()

    USERNAME_FIELD = "username"

    privacy = Privacy(
        personal=("password", "last_login", "username", "full_name", "cadre", "language", "search_key", "sort_key"),
        neither=(
            "role",
            "area",
            "agency",
            "team",
            "is_active",
            "service",
            "access_ended_on",
            "one_time_until_at",
            "tour_seen_on",
        ),
    )

    class Meta(Record.Meta):
        ordering = ["sort_key", "username"]
        verbose_name = _("account")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="account_has_its_scope",
                condition=_has_its_scope(),
                violation_error_message=_(
                    "A commune officer needs a commune, an agency lead an agency, a team leader or member a team."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else self.username

    @property
    def scope_name(self) -> str:
        """Return the name of what this account sees; empty for the whole deployment."""
        if self.team_id and not Account.team.is_cached(self):
            # The name alone, in one query: it stands on every page.
            return Area.objects.values_list("name", flat=True).get(teams=self.team_id)
        scope = self.team.village if self.team else self.agency or self.area
        return str(scope) if scope else ""

    @property
    def must_change_password(self) -> bool:
        return self.one_time_until_at is not None

    @classmethod
    def store_passwords(cls, accounts: Sequence[Account]) -> None:
        """Save the hashes of new passwords: the history says that they were set, and never what they are."""
        cls.objects.bulk_update(accounts, ["password"], batch_size=500)

    def note_tour_seen(self) -> None:
        """Remember that the tour was shown. No change of a record: no history, no new version."""
        Account.objects.filter(pk=self.pk, tour_seen_on__isnull=True).update(tour_seen_on=timezone.localdate())

    def may(self, permission: str) -> bool:
        """Return whether this account's role holds `permission`."""
        return may(self, permission)

    # Django's own permission names are not used here; packages that ask get a plain no.
    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_perms(self, perm_list: Iterable[str], obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    @property
    def is_staff(self) -> bool:
        return False

    @property
    def is_superuser(self) -> bool:
        return False
