"""Which rows each URL is tried on: first rows of team A1, then (bait) rows of team B1.

`nothing` is a page about no row in particular.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from plumbing.models import ImportBatch, Job
from tests.conftest import LAST_MONTH

Kwargs = dict[str, Any]
Targets = Callable[[SimpleNamespace], list[Kwargs]]

# Open to visitors: signing in, the language, the first set-up (404 once an account exists), the health checks.
PUBLIC = {
    "account_login",
    "set_language",
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
    "account_logout",
    "search",
    "help",
    "help_role",
    "help_page",
    "teams:tour_seen",
    "plumbing:job_status",
    "plumbing:undo",
    "teams:profile",
    "teams:password_change",
}

# What one account started is that account's alone: here the office's.
OWNED_BY_OFFICE = {
    "plumbing:job_status",
    "plumbing:import_detail",
    "plumbing:import_convert",
    "plumbing:import_commit",
    "plumbing:import_undo",
    "plumbing:import_discard",
    "plumbing:import_rejected",
}


def nothing(c: SimpleNamespace) -> list[Kwargs]:
    return [{}]


def pk(name: str) -> Targets:
    """Rows of the cast: `household` means cast.household_a1 and cast.household_b1."""
    return lambda c: [{"pk": getattr(c, f"{name}_a1").pk}, {"pk": getattr(c, f"{name}_b1").pk}]


def of_team(related: str) -> Targets:
    """The first row that belongs to each team, such as its activity."""
    return lambda c: [{"pk": getattr(team, related).first().pk} for team in (c.team_a1, c.team_b1)]


def of_household(related: str) -> Targets:
    return lambda c: [{"pk": getattr(h, related).first().pk} for h in (c.household_a1, c.household_b1)]


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


TARGETS: dict[str, Targets] = {
    "home": nothing,
    "account_logout": nothing,
    "search": nothing,
    "help": nothing,
    "help_role": lambda c: [{"role": "office"}],
    "help_page": lambda c: [{"page": "teams:team_list"}],
    "component_gallery": nothing,
    "plumbing:job_status": job,
    "plumbing:undo": nothing,
    "plumbing:import_list": nothing,
    "plumbing:import_create": nothing,
    "plumbing:import_template": lambda c: [{"kind": "teams"}],
    "plumbing:import_detail": batch,
    "plumbing:import_convert": batch,
    "plumbing:import_commit": batch,
    "plumbing:import_undo": batch,
    "plumbing:import_discard": batch,
    "plumbing:import_rejected": batch,
    "teams:profile": nothing,
    "teams:tour_seen": nothing,
    "teams:password_change": nothing,
    "teams:account_list": nothing,
    "teams:account_create": nothing,
    "teams:account_close_many": nothing,
    "teams:account_edit": pk("leader"),
    "teams:account_password": pk("leader"),
    "teams:team_list": nothing,
    "teams:team_create": nothing,
    "teams:team_detail": pk("team"),
    "teams:team_edit": pk("team"),
    "teams:team_void": pk("team"),
    "teams:team_restore": pk("team"),
    "teams:leader_change": pk("team"),
    "teams:membership_create": pk("team"),
    "teams:membership_edit": of_team("memberships"),
    "teams:membership_void": of_team("memberships"),
    "teams:cadre_list": nothing,
    "teams:cadre_choices": nothing,
    "teams:village_choices": nothing,
    "teams:cadre_create": nothing,
    "teams:cadre_detail": lambda c: [{"pk": c.cadres_a1[0].pk}, {"pk": c.cadres_b1[0].pk}],
    "teams:cadre_edit": lambda c: [{"pk": c.cadres_a1[0].pk}, {"pk": c.cadres_b1[0].pk}],
    "teams:cadre_void": lambda c: [{"pk": c.cadres_a1[0].pk}, {"pk": c.cadres_b1[0].pk}],
    "teams:cadre_restore": lambda c: [{"pk": c.cadres_a1[0].pk}, {"pk": c.cadres_b1[0].pk}],
    "teams:agency_list": nothing,
    "teams:agency_create": nothing,
    "teams:agency_edit": lambda c: [{"pk": c.agency_a.pk}],
    "teams:area_list": nothing,
    "teams:village_create": nothing,
    # Names of places are no secret; what lies in them is tested by the bait.
    "teams:area_detail": lambda c: [{"pk": c.areas.b1.pk}],
    "teams:area_edit": lambda c: [{"pk": c.areas.a1.pk}, {"pk": c.areas.b1.pk}],
    "teams:history_list": nothing,
    "households:household_list": nothing,
    "households:household_create": nothing,
    "households:household_detail": pk("household"),
    "households:household_edit": pk("household"),
    "households:household_void": pk("household"),
    "households:household_restore": pk("household"),
    "households:household_leave": pk("household"),
    "households:person_create": pk("household"),
    "households:assessment_create": pk("household"),
    "households:person_edit": of_household("persons"),
    "households:person_void": of_household("persons"),
    "households:person_show_id": of_household("persons"),
    "households:assessment_void": of_household("assessments"),
    "households:review_list": nothing,
    "households:review_create": nothing,
    "households:review_edit": lambda c: [{"pk": c.review.pk}],
    "households:standard_list": nothing,
    "households:standard_create": nothing,
    "households:standard_edit": lambda c: [{"pk": c.review.standard_id}],
    "activities:month_board": nothing,
    "activities:month_accept_all": in_month,
    "activities:month_lock_all": in_month,
    "activities:month_return_all": in_month,
    "activities:month_own": nothing,
    "activities:month_detail": month,
    "activities:month_log": month,
    "activities:month_submit": month,
    "activities:month_accept": month,
    "activities:month_return": month,
    "activities:month_lock": month,
    "activities:month_reopen": month,
    "activities:meeting_list": nothing,
    "activities:meeting_detail": pk("meeting"),
    "activities:task_list": nothing,
    "activities:task_create": nothing,
    "activities:task_finish_many": nothing,
    "activities:task_move_many": nothing,
    "activities:task_assign_many": nothing,
    "activities:task_edit": of_team("tasks"),
    "activities:task_tick": of_team("tasks"),
    "activities:activity_list": nothing,
    "activities:activity_create": nothing,
    "activities:activity_detail": of_team("activities"),
    "activities:activity_edit": of_team("activities"),
    "activities:activity_void": of_team("activities"),
    "activities:activity_restore": of_team("activities"),
    "activities:contribution_list": nothing,
    "activities:contribution_create": nothing,
    "activities:contribution_detail": of_team("contributions"),
    "activities:contribution_correct": of_team("contributions"),
    "activities:contribution_hand_over": of_team("contributions"),
    "activities:measure_list": nothing,
    "activities:measure_create": nothing,
    "activities:measure_edit": lambda c: [{"pk": c.team_a1.activities.first().quantities.first().measure_id}],
    "reports:log_now": nothing,
    "reports:wall": nothing,
    "reports:doubt_list": nothing,
    "reports:doubt_rows": lambda c: [{"code": "team_without_leader"}],
    "reports:dashboard": area,
    "reports:chart_file": lambda c: [k | {"chart": "poverty", "period": f"{LAST_MONTH:%Y-%m}"} for k in area(c)],
    "reports:figure_rows": lambda c: [
        k | {"indicator": "poor_households", "period": f"{LAST_MONTH:%Y-%m}"} for k in area(c)
    ],
    "reports:report_page": lambda c: [k | {"period": f"{LAST_MONTH:%Y-%m}"} for k in area(c)],
}
