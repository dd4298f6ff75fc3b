"""Pages about teams and who belongs to them."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plumbing.form_pages import action_page, edit_page, posted
from plumbing.listing import list_page
from plumbing.query_strings import whole_number
from plumbing.selection import Step, export_step
from plumbing.views.voiding import restore_row, void_page
from teams.access import Permission as P
from teams.access import may, requires
from teams.actions.ended_access import void_membership
from teams.actions.memberships import hand_over_leadership, save_membership
from teams.filters import CadreFilter, TeamFilter
from teams.forms.teams import HandOverForm, MembershipForm, TeamForm
from teams.models import Account, Cadre, Membership, Team
from teams.places import commune_name
from teams.tables import TeamTable, with_team_columns
from teams.views.ended_access import naming_ended_access

# How many cadres the search for a new member shows.
FOUND_LIMIT = 20


@requires(P.VIEW_TEAMS)
def team_list(request: HttpRequest) -> HttpResponse:
    may_edit = may(request.user, P.EDIT_TEAMS)
    return list_page(
        request,
        rows=with_team_columns(Team.objects.visible_to(request.user).live()),
        filter_class=TeamFilter,
        table_class=TeamTable,
        title=_("Teams"),
        may_export=may(request.user, P.EXPORT),
        context={"create_url": reverse("teams:team_create"), "create_label": _("New team")} if may_edit else None,
        steps=account_steps(request.user),
    )


def account_steps(user: Any) -> list[Step]:
    """Return what can be done to ticked teams: making accounts for who serves in them."""
    if not may(user, P.GIVE_ACCOUNTS):
        return []
    making = Step(_("Make accounts"), reverse("teams:account_create_many"), "key")
    return [making, *export_step(may(user, P.EXPORT))]


@requires(P.VIEW_TEAMS)
def team_detail(request: HttpRequest, pk: int) -> HttpResponse:
    teams = Team.objects.visible_to(request.user).with_village().annotate(commune=commune_name("village"))
    team = get_object_or_404(teams, pk=pk)
    today = dt.date.today()
    members: list[Any] = list(team.memberships.live().in_order())
    may_give = may(request.user, P.GIVE_ACCOUNTS) and not team.is_voided
    if may_give:
        join_accounts(members, request.user)
    context = {
        "team": team,
        "may_give_accounts": may_give,
        "lacks_accounts": any(not member.has_account for member in members) if may_give else False,
        "current": [m for m in members if m.valid_to is None or m.valid_to >= today],
        "past": sorted(
            (m for m in members if m.valid_to and m.valid_to < today), key=lambda m: m.valid_to or today, reverse=True
        ),
        "has_leader": any(m.role == Membership.Role.LEADER and not m.valid_to for m in members),
        "may_edit": may(request.user, P.EDIT_TEAMS) and not team.is_voided,
        "may_restore": may(request.user, P.EDIT_TEAMS) and team.is_voided,
        "may_see_history": may(request.user, P.VIEW_HISTORY),
        "may_see_households": may(request.user, P.VIEW_HOUSEHOLDS),
    }
    return render(request, "teams/team_detail.html", context)


def join_accounts(members: list[Any], user: Any) -> None:
    """Say of each member whether there is an account, and which where it is one that the user gives."""
    cadres = [member.cadre_id for member in members]
    having = set(Account.objects.filter(cadre__in=cadres).values_list("cadre_id", flat=True))
    given = {account.cadre_id: account for account in Account.objects.given_by(user).filter(cadre__in=cadres)}
    for member in members:
        member.account, member.has_account = given.get(member.cadre_id), member.cadre_id in having


def team_form_page(request: HttpRequest, team: Team | None) -> HttpResponse:
    back = team_url(team) if team else reverse("teams:team_list")
    return edit_page(
        request,
        make_form=partial(TeamForm, user=request.user),
        instance=team,
        title=_("Edit the team") if team else _("New team"),
        about=team or "",
        back_url=back,
        back_label=team or _("Teams"),
        success_url=team_url,
        message=_("The team has been saved."),
    )


def team_url(team: Any) -> str:
    return reverse("teams:team_detail", args=[team.pk])


@requires(P.EDIT_TEAMS)
def team_create(request: HttpRequest) -> HttpResponse:
    return team_form_page(request, None)


@requires(P.EDIT_TEAMS)
def team_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return team_form_page(request, get_object_or_404(Team.objects.visible_to(request.user).live(), pk=pk))


@requires(P.EDIT_TEAMS)
def team_void(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.user).live(), pk=pk)
    back, done = team_url(team), reverse("teams:team_list")
    return void_page(request, row=team, title=_("Void the team"), back_url=back, done_url=done)


@requires(P.EDIT_TEAMS)
@require_POST
def team_restore(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.user).filter(voided_at__isnull=False), pk=pk)
    return restore_row(request, team, team_url(team))


# --- members ----------------------------------------------------------------------------------------------------


@requires(P.EDIT_TEAMS)
def membership_create(request: HttpRequest, pk: int) -> HttpResponse:
    """First find the cadre (?q=), then (?cadre=) say in which role and from when."""
    team = get_object_or_404(Team.objects.visible_to(request.user).live(), pk=pk)
    cadres = Cadre.objects.visible_to(request.user).live()
    if not request.GET.get("cadre"):
        context = {"team": team, "q": request.GET.get("q", ""), "found": find_cadres(cadres, request.GET.get("q", ""))}
        return render(request, "teams/membership_create.html", context)
    if not request.GET["cadre"].isdecimal():
        return HttpResponseRedirect(request.path)
    cadre = get_object_or_404(cadres, pk=whole_number(request.GET["cadre"]))
    return membership_form_page(request, Membership(team=team, cadre=cadre, valid_from=dt.date.today()))


def find_cadres(cadres: QuerySet[Cadre], words: str) -> list[Cadre]:
    """Return the first cadres in whose name, position or agency every word stands."""
    if not words.strip():
        return []
    found = CadreFilter.base_filters["q"].filter(cadres.select_related("agency"), words)
    return list(found.order_by("sort_key")[:FOUND_LIMIT])


def membership_form_page(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show the form of a new or an old membership; what contradicts another one is said at its field."""
    is_new = not membership.pk

    def make_form(data: Any = None, instance: Any = None) -> MembershipForm:
        return MembershipForm(data, instance=instance or membership, user=request.user)

    def save(form: MembershipForm) -> Membership:
        return save_membership(membership=form.instance, by=request.user, version=form.cleaned_data.get("version"))

    response = edit_page(
        request,
        make_form=make_form,
        instance=None if is_new else membership,
        save=save,
        title=f"{membership.cadre} – {membership.team}",
        back_url=team_url(membership.team),
        back_label=membership.team,
        success_url=lambda row: team_url(row.team),
        message=_("The membership has been saved."),
    )
    return naming_ended_access(request, response)


@requires(P.EDIT_TEAMS)
def membership_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.visible_to(request.user).live().select_related("team", "cadre")
    return membership_form_page(request, get_object_or_404(rows, pk=pk))


@requires(P.EDIT_TEAMS)
def membership_void(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.visible_to(request.user).live().select_related("team", "cadre")
    row = get_object_or_404(rows, pk=pk)
    title, back = _("Void the membership"), team_url(row.team)
    return naming_ended_access(request, void_page(request, row=row, title=title, back_url=back, void=void_membership))


@requires(P.EDIT_TEAMS)
def leader_change(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.user).live(), pk=pk)
    by: Account = request.user  # type: ignore[assignment]
    response = action_page(
        request,
        form=HandOverForm(posted(request), team=team),
        act=partial(hand_over_leadership, team=team, by=by),
        title=_("Change the leader"),
        about=team,
        back_url=team_url(team),
        back_label=team,
        message=_("The leadership has been handed over."),
        can_undo=True,
    )
    return naming_ended_access(request, response)
