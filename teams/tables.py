"""The columns of this app's lists."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from plumbing import tables
from plumbing.dates import format_known_date
from plumbing.listing import DayColumn, ListTable, NumberColumn, StateColumn
from plumbing.templatetags import ui
from teams.access import Permission
from teams.models import UNKNOWN_START, Area, AreaPath, Cadre, Membership, Team
from teams.places import commune_name


def with_officer(rows: QuerySet[Any], name: str, role: str, value: str) -> QuerySet[Any]:
    """Add something about the cadre who holds a role in each team today."""
    holders = Membership.objects.current().filter(team=OuterRef("pk"), role=role).values(f"cadre__{value}")
    return rows.annotate(**{name: Subquery(holders[:1])})


def with_team_columns(teams: Any) -> QuerySet[Team]:
    """Add what the table shows of each team: commune today, leader, number of members."""
    members = Membership.objects.current().filter(team=OuterRef("pk"))
    leader = members.filter(role=Membership.Role.LEADER)
    counted = members.order_by().values("team").annotate(n=Count("pk")).values("n")
    shown = teams.with_village().annotate(
        commune=commune_name("village"),
        leader_name=Subquery(leader.values("cadre__name")[:1]),
        member_count=Coalesce(Subquery(counted), 0),
    )
    # To sort and search by; not fetched.
    return shown.alias(
        commune_sort=commune_name("village", value="sort_key"),
        commune_search=commune_name("village", value="search_key"),
        leader_sort=Subquery(leader.values("cadre__sort_key")[:1]),
        leader_search=Subquery(leader.values("cadre__search_key")[:1]),
    )


class TeamTable(ListTable):
    empty_text = _("No team was found. Try fewer filters.")

    name = tables.Column(_("Team"), link=("teams:team_detail", {"pk": "pk"}), order_by=("sort_key", "pk"))
    village = tables.Column(_("Village"), accessor="village__name", order_by=("village__sort_key", "pk"))
    commune = tables.Column(_("Commune (today)"), order_by=("commune_sort", "sort_key"))
    leader = tables.Column(_("Leader"), accessor="leader_name", order_by=("leader_sort", "pk"), empty_values=())
    members = NumberColumn(_("Members"), accessor="member_count")
    active_from = DayColumn(_("Active from"))
    active_to = DayColumn(_("Active until"))
    optional = {
        "kind": tables.Column(_("Kind")),
        "deputy": tables.Column(_("Deputy leader"), accessor="deputy_name", orderable=False),
        "leader_phone": tables.Column(_("Leader's phone"), orderable=False),
        "founding_decision": tables.Column(_("Founding decision"), orderable=False),
    }
    guarded = {"leader_phone": Permission.SEE_COLLEAGUES}
    needs = {
        "deputy": partial(with_officer, name="deputy_name", role=Membership.Role.DEPUTY, value="name"),
        "leader_phone": partial(with_officer, name="leader_phone", role=Membership.Role.LEADER, value="phone"),
    }

    def render_leader(self, value: Any, record: Any) -> Any:
        return value or ui.status("warning", _("no leader"))

    def value_leader(self, value: Any, record: Any) -> str:
        return value or ""


def with_cadre_columns(cadres: QuerySet[Cadre]) -> QuerySet[Cadre]:
    """Add each cadre's agency and the number of teams served today."""
    serving = Membership.objects.current().filter(cadre=OuterRef("pk")).order_by().values("cadre")
    counted = serving.annotate(n=Count("pk")).values("n")
    return cadres.select_related("agency").annotate(team_count=Coalesce(Subquery(counted), 0))


class CadreTable(ListTable):
    empty_text = _("No cadre was found. Try fewer filters.")

    name = tables.Column(_("Cadre"), link=("teams:cadre_detail", {"pk": "pk"}), order_by=("sort_key", "pk"))
    position = tables.Column(_("Position"))
    agency = tables.Column(_("Agency"), accessor="agency__name", order_by=("agency__sort_key", "sort_key"))
    phone = tables.Column(_("Phone"), orderable=False)
    party_status = tables.Column(_("Party membership"))
    teams = NumberColumn(_("Teams today"), accessor="team_count")
    optional = {
        "born": tables.Column(_("Born"), accessor="birth_date", orderable=False),
        "email": tables.Column(_("E-mail"), orderable=False),
    }
    # A member knows the colleagues; their telephone numbers and party membership are for those who lead or check teams.
    guarded = {
        "born": Permission.EDIT_TEAMS,
        "email": Permission.EDIT_TEAMS,
        "phone": Permission.SEE_COLLEAGUES,
        "party_status": Permission.SEE_COLLEAGUES,
    }

    def render_born(self, value: dt.date | None, record: Any) -> str:
        return format_known_date(value, record.birth_precision)

    value_born = render_born


class AgencyTable(ListTable):
    empty_text = _("No agency was found. Try fewer filters.")

    name = tables.Column(_("Agency"), order_by=("sort_key", "pk"))
    kind = tables.Column(_("Kind"))
    area = tables.Column(_("Area"), accessor="area__name", order_by=("area__sort_key", "pk"))
    cadres = NumberColumn(_("Cadres"), accessor="cadre_count")


class EditableAgencyTable(AgencyTable):
    """For those who may correct agencies: the name opens the form."""

    name = tables.Column(_("Agency"), link=("teams:agency_edit", {"pk": "pk"}), order_by=("sort_key", "pk"))


class AccountTable(ListTable):
    empty_text = _("No account was found. Try fewer filters.")

    full_name = tables.Column(_("Name"), link=("teams:account_edit", {"pk": "pk"}), order_by=("sort_key", "pk"))
    username = tables.Column(_("User name"))
    role = tables.Column(_("Role"))
    scope = tables.Column(_("Sees"), accessor="scope_name", orderable=False, empty_values=())
    is_active = tables.Column(_("May sign in"))
    last_login = tables.Column(_("Last sign-in"))

    def render_scope(self, value: str, record: Any) -> Any:
        return value or _("everything")

    def value_scope(self, value: str, record: Any) -> Any:
        return value or _("everything")

    def render_is_active(self, value: bool, record: Any) -> Any:
        return ui.status("active", _("yes")) if value else ui.status("ended", _("no"))

    def value_is_active(self, value: bool, record: Any) -> Any:
        return _("yes") if value else _("no")

    def render_last_login(self, value: Any, record: Any) -> str:
        return ui.moment(value)


class SignInTable(ListTable):
    order_by = ("-at",)
    empty_text = _("No sign-in was found. Try fewer filters.")

    at = tables.Column(_("When"), order_by=("at", "pk"))
    account = tables.Column(_("Account"), accessor="account__full_name", order_by=("account__sort_key", "pk"))
    username = tables.Column(_("User name"), accessor="account__username")
    address = tables.Column(_("Address"))
    outcome = StateColumn(_("Outcome"))
    path = tables.Column(_("Page"))

    def render_at(self, value: Any, record: Any) -> str:
        return ui.moment(value)


def with_area_columns(areas: QuerySet[Area]) -> QuerySet[Area]:
    """Add what each area lies in (or lay in at its end), and how high its level stands."""
    up = AreaPath.objects.filter(descendant=OuterRef("pk"), depth=1, ancestor__voided_at__isnull=True)
    # The reporting region is not what a village "lies in": its commune is.
    nearest = up.exclude(ancestor__level=Area.Level.REGION).order_by("-valid_to")
    ranks = [When(level=level, then=Value(rank)) for rank, level in enumerate(Area.Level.values)]
    return areas.annotate(parent_name=Subquery(nearest.values("ancestor__name")[:1]), level_rank=Case(*ranks))


class AreaTable(ListTable):
    order_by = ("level",)
    empty_text = _("No area was found. Try fewer filters.")

    name = tables.Column(_("Area"), link=("teams:area_detail", {"pk": "pk"}), order_by=("sort_key", "pk"))
    level = tables.Column(_("Level"), order_by=("level_rank", "sort_key", "pk"))
    code = tables.Column(_("Code"))
    parent = tables.Column(_("Lies in"), accessor="parent_name", orderable=False)
    valid_from = DayColumn(_("From"))
    valid_to = DayColumn(_("Until"))

    def render_valid_from(self, value: Any, record: Any) -> Any:
        return _("not known") if value == UNKNOWN_START else ui.day(value)

    def value_valid_from(self, value: Any, record: Any) -> Any:
        return "" if value == UNKNOWN_START else value
