"""Which rows each URL is tried on: first rows of team A1, then (bait) rows of team B1.

A page of a noun ("households:person_edit") needs no line here: its rows are found by the noun. What stands here are
the pages whose address says something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from households.models import DataRequest, HelpPlan, PovertyStandard
from plumbing.models import ExportedList, ImportBatch, Job, SavedFilter
from plumbing.nouns import all_nouns
from teams.models import SlipSheet
from tests.conftest import LAST_MONTH

Kwargs = dict[str, Any]
Targets = Callable[[SimpleNamespace], list[Kwargs]]

# Open to visitors: signing in, the language, the first set-up (404 once an account exists), the health checks.
PUBLIC = {
    "account_login",
    "set_language",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "teams:setup",
    "plumbing:healthz",
    "plumbing:readyz",
    "plumbing:appearance_set",
    "plumbing:offline",
    "plumbing:offline_worker",
}

# About the reader's own things, whoever signed in.
OPEN_TO_ALL_SIGNED_IN = {
    "home",
    "households:privacy_notice",
    "account_logout",
    "search",
    "help",
    "help_role",
    "help_page",
    "teams:tour_seen",
    "plumbing:export_detail",
    "plumbing:export_download",
    "plumbing:job_status",
    "plumbing:undo",
    "plumbing:saved_filter_create",
    "plumbing:saved_filter_delete",
    "teams:profile",
    "teams:password_change",
    "teams:session_list",
    "teams:session_end",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
}

# What one account started is that account's alone: here the office's.
OWNED_BY_OFFICE = {
    "plumbing:export_detail",
    "plumbing:export_download",
    "plumbing:job_status",
    "plumbing:saved_filter_delete",
    "teams:slip_sheet_detail",
    "teams:slip_sheet_print",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "plumbing:import_detail",
    "plumbing:import_convert",
    "plumbing:import_date",
    "plumbing:import_commit",
    "plumbing:import_undo",
    "plumbing:import_discard",
    "plumbing:import_resume",
    "plumbing:import_rejected",
}


def nothing(c: SimpleNamespace) -> list[Kwargs]:
    return [{}]


def pk(name: str) -> Targets:
    """Rows of the cast: `household` means cast.household_a1 and cast.household_b1."""
    return lambda c: [{"pk": getattr(c, f"{name}_a1").pk}, {"pk": getattr(c, f"{name}_b1").pk}]


def rows_of(model: type[models.Model]) -> Targets:
    """The first row that counts for each team's village; of a catalogue, which counts for none, any row.

    Read from the rows alone, not through `visible_to`: that is what the walk tries.
    """

    def targets(c: SimpleNamespace) -> list[Kwargs]:
        rows = list(model._base_manager.order_by("pk"))
        places = {row.place()[0] for row in rows}
        if places == {None}:
            return [{"pk": rows[0].pk}]
        wanted = [c.areas.a1.pk, c.areas.b1.pk]
        assert places >= set(wanted), f"the cast has no {model.__name__} of both teams"
        return [{"pk": next(row.pk for row in rows if row.place()[0] == area)} for area in wanted]

    return targets


def month(c: SimpleNamespace) -> list[Kwargs]:
    return [{"team_id": team.pk, "month": LAST_MONTH} for team in (c.team_a1, c.team_b1)]


def in_month(c: SimpleNamespace) -> list[Kwargs]:
    return [{"month": LAST_MONTH}]


def area(c: SimpleNamespace) -> list[Kwargs]:
    return [{"area": c.areas.a1.pk}, {"area": c.areas.b1.pk}]


def batch(c: SimpleNamespace) -> list[Kwargs]:
    row, _ = ImportBatch.objects.get_or_create(
        kind="teams", filename="to.xlsx", digest="0", state="unreadable", uploaded_by=c.office
    )
    return [{"token": row.token}]


def job(c: SimpleNamespace) -> list[Kwargs]:
    row, _ = Job.objects.get_or_create(kind="test", dedupe_key="walk", state="done", started_by=c.office)
    return [{"token": row.token}]


def export(c: SimpleNamespace) -> list[Kwargs]:
    work, _ = Job.objects.get_or_create(kind="list_export", dedupe_key="walk export", state="done", started_by=c.office)
    row, _ = ExportedList.objects.get_or_create(
        job=work, defaults={"title": "Danh sách", "address": "/teams/", "content": b"xlsx", "asked_by": c.office}
    )
    return [{"token": row.token}]


def saved_filter(c: SimpleNamespace) -> list[Kwargs]:
    row, _ = SavedFilter.objects.get_or_create(owner=c.office, page="/teams/", name="Tổ", query="q=a")
    return [{"pk": row.pk}]


def slip_sheet(c: SimpleNamespace) -> list[Kwargs]:
    work, _ = Job.objects.get_or_create(
        kind="accounts_make", dedupe_key="walk slips", state="done", started_by=c.office
    )
    row, _ = SlipSheet.objects.get_or_create(job=work, defaults={"title": "Phiếu", "made_by": c.office})
    return [{"token": row.token}]


def factor(kind: str) -> Targets:
    """A second factor of the office's: whoever has none finds no page about it."""

    def targets(c: SimpleNamespace) -> list[Kwargs]:
        if kind == "recovery_codes":
            RecoveryCodes.activate(c.office)  # whoever has some keeps them
        else:
            Authenticator.objects.get_or_create(user=c.office, type=kind, defaults={"data": {}})
        return [{}]

    return targets


def period_of(extra: Kwargs) -> Targets:
    return lambda c: [k | extra | {"period": f"{LAST_MONTH:%Y-%m}"} for k in area(c)]


def cadres(c: SimpleNamespace) -> list[Kwargs]:
    """A cadre counts for no village: who serves in each team."""
    return [{"pk": c.cadres_a1[0].pk}, {"pk": c.cadres_b1[0].pk}]


# What the address of a page says, where it is not the row of the noun by which the page is called.
SPECIAL: dict[str, Targets] = {
    "help_role": lambda c: [{"role": "office"}],
    "help_page": lambda c: [{"page": "teams:team_list"}],
    "plumbing:export_detail": export,
    "plumbing:export_download": export,
    "plumbing:job_status": job,
    "plumbing:saved_filter_create": nothing,
    "plumbing:saved_filter_delete": saved_filter,
    "plumbing:import_template": lambda c: [{"kind": "teams"}],
    "teams:account_edit": pk("leader"),
    "teams:account_password": pk("leader"),
    "teams:account_give_back": pk("leader"),
    "teams:account_sign_out": pk("leader"),
    "teams:account_second_factor_remove": pk("leader"),
    # The password is asked for first.
    "mfa_deactivate_totp": factor("totp"),
    "mfa_view_recovery_codes": factor("recovery_codes"),
    "mfa_remove_webauthn": lambda c: [{"pk": 1}],
    "teams:slip_sheet_detail": slip_sheet,
    "teams:slip_sheet_print": slip_sheet,
    "teams:leader_change": pk("team"),
    "teams:membership_create": pk("team"),
    "households:request_create": pk("household"),
    "households:request_edit": rows_of(DataRequest),
    "households:person_create": pk("household"),
    "households:assessment_create": pk("household"),
    "households:assignment_create": pk("household"),
    "households:proposal_create": pk("assignment"),
    **{f"households:proposal_{page}": pk("proposal") for page in ("detail", "accept", "decline", "withdraw")},
    "households:plan_edit": rows_of(HelpPlan),
    "households:plan_void": rows_of(HelpPlan),
    "households:standard_edit": rows_of(PovertyStandard),
    # Names of places are no secret; what lies in them is tested by the bait.
    "teams:area_detail": lambda c: [{"pk": c.areas.b1.pk}],
    "teams:area_edit": lambda c: [{"pk": c.areas.a1.pk}, {"pk": c.areas.b1.pk}],
    "teams:area_move": lambda c: [{"pk": c.areas.a1.pk}, {"pk": c.areas.b1.pk}],
    "reports:doubt_rows": lambda c: [{"code": "team_without_leader"}],
    "reports:dashboard": area,
    "reports:chart_file": period_of({"chart": "poverty"}),
    "reports:figure_rows": period_of({"indicator": "poor_households"}),
    "reports:report_page": period_of({}),
}
# By what stands in the address.
BY_ARGUMENTS: dict[frozenset[str], Targets] = {
    frozenset(): nothing,
    frozenset({"month"}): in_month,
    frozenset({"team_id", "month"}): month,
}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Return every named URL below `resolver`, with its pattern."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}", entry


def targets_of(name: str, arguments: frozenset[str]) -> Targets | None:
    """Return the rows on which a URL is tried; None for one that nobody has sorted yet."""
    if name in SPECIAL:
        return SPECIAL[name]
    if arguments in BY_ARGUMENTS:
        return BY_ARGUMENTS[arguments]
    app, _colon, page = name.rpartition(":")
    if app == "plumbing" and arguments == {"token"}:
        return batch
    if app == "teams" and page.startswith("cadre_"):
        return cadres
    own = [
        n.model
        for n in all_nouns()
        if n.model._meta.app_label == app and page.startswith(f"{n.model._meta.model_name}_")
    ]
    return rows_of(max(own, key=lambda model: len(model.__name__))) if own and arguments == {"pk"} else None


PATTERNS = dict(patterns(get_resolver()))
TARGETS: dict[str, Targets] = {
    name: targets
    for name, one in PATTERNS.items()
    if name not in PUBLIC and (targets := targets_of(name, frozenset(one.pattern.converters)))
}
