"""The table of roles: who reaches which rows."""

import ast
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from activities.models import Activity, Contribution, Meeting, Task, TeamMonth
from households.models import Assessment, Household, Person, VillageSnapshot
from plumbing import history
from teams import access
from teams.access import ROLES, Permission, Role, Scope, may, scope_of
from teams.imports.scope import area_ids
from teams.models import Account, Area, Cadre, Membership, Team

TEAM_ROWS = [Team, Meeting, Task, Activity, Contribution, TeamMonth]
HOUSEHOLD_ROWS = [Household, Person, Assessment]


def test_every_role_has_its_card():
    assert set(ROLES) == set(Role)


def test_the_administrator_may_do_everything():
    assert ROLES[Role.ADMINISTRATOR].permissions == frozenset(Permission)


@pytest.mark.parametrize("model", TEAM_ROWS, ids=lambda m: m.__name__)
def test_rows_of_teams(model, cast):
    counts = {
        role: model.objects.visible_to(getattr(cast, role)).count()
        for role in [
            "administrator",
            "office",
            "leadership",
            "officer_a",
            "officer_b",
            "leader_a1",
            "member_a1",
            "stranger",
        ]
    }
    assert counts == {
        "administrator": 3, "office": 3, "leadership": 3, "officer_a": 2, "officer_b": 1, "leader_a1": 1,
        "member_a1": 1, "stranger": 0,
    }  # fmt: skip


@pytest.mark.parametrize("model", HOUSEHOLD_ROWS, ids=lambda m: m.__name__)
def test_rows_of_households(model, cast):
    def count(role):
        return model.objects.visible_to(getattr(cast, role)).count()

    assert [count(r) for r in ["office", "officer_a", "leader_b1", "stranger"]] == [3, 2, 1, 0]
    # The agency lead sees the teams of its cadres, but no household.
    assert count("agency_lead") == 0
    assert Team.objects.visible_to(cast.agency_lead).get() == cast.team_a1


def test_a_visitor_and_a_closed_account_see_nothing(cast):
    cast.office.is_active = False
    for model in [*TEAM_ROWS, *HOUSEHOLD_ROWS, Cadre, Membership, VillageSnapshot, Area]:
        assert not model.objects.visible_to(AnonymousUser()).exists(), model
        assert not model.objects.visible_to(cast.office).exists(), model


def test_an_office_without_area_sees_the_deployment_but_no_row_without_a_place(cast):
    cast.office.area = None
    cast.office.save()
    assert Team.objects.visible_to(cast.office).count() == 3
    assert Area.objects.in_scope_of(cast.office).exists()


def test_a_commune_officer_without_area_would_see_nothing(cast):
    cast.officer_a.area = None
    assert not Team.objects.visible_to(cast.officer_a).exists()


def test_scope_follows_the_village_when_communes_merge(cast):
    """An account of the old commune keeps its villages: the scope is read on the area's last day."""
    cast.officer_a.area = cast.areas.old_a
    cast.officer_a.save()
    assert Team.objects.visible_to(cast.officer_a).count() == 2


def test_cadres_are_seen_through_their_teams(cast):
    names = {c.name for c in Cadre.objects.visible_to(cast.officer_a)}
    assert "Hờ A Bí Mật" not in names
    assert "Giàng A Thử" in names


def test_an_ended_membership_still_shows_who_served(cast):
    membership = Membership.objects.get(team=cast.team_a1, cadre=cast.cadres_a1[1])
    membership.valid_to = membership.valid_from
    history.change(membership, by=cast.office)
    assert cast.cadres_a1[1] in Cadre.objects.visible_to(cast.leader_a1)


@pytest.mark.parametrize(
    ("role", "permission", "answer"),
    [
        (Role.LEADERSHIP, Permission.EDIT_HOUSEHOLDS, False),
        (Role.COMMUNE_OFFICER, Permission.LOCK_MONTH, False),
        (Role.OFFICE, Permission.MANAGE_ACCOUNTS, False),
        (Role.MEMBER, Permission.LOG_MONTH, False),
        (Role.MEMBER, Permission.LOG_ACTIVITY, True),
        (Role.AGENCY_LEAD, Permission.VIEW_HOUSEHOLDS, False),
        (Role.TEAM_LEADER, Permission.REVIEW_MONTH, False),
        (Role.TEAM_LEADER, Permission.SHOW_NATIONAL_ID, False),
    ],
)
def test_what_roles_may_do(role, permission, answer, cast):
    cast.office.role = role
    assert may(cast.office, permission) is answer


def test_no_area_means_the_whole_deployment_for_those_roles_only(cast):
    reached = {}
    for role in Role:
        account = Account(role=role, is_active=True)
        reached[role] = scope_of(account)
    assert reached == {
        Role.ADMINISTRATOR: Scope.EVERYTHING,
        Role.OFFICE: Scope.DEPLOYMENT,
        Role.LEADERSHIP: Scope.DEPLOYMENT,
        Role.COMMUNE_OFFICER: None,
        Role.AGENCY_LEAD: Scope.AGENCY,
        Role.TEAM_LEADER: Scope.TEAM,
        Role.MEMBER: Scope.TEAM,
    }
    cast.office.area = None
    # A list is bound by the same rule as a page.
    assert area_ids(cast.office) is None
    assert area_ids(cast.officer_a) < set(Area.objects.values_list("pk", flat=True))


def test_the_table_of_roles_knows_no_model():
    """The models ask the table, not the other way round: no import of a model, no look-up of one by its name."""
    tree = ast.parse(Path(access.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name for name in imported if name.split(".")[0] == "teams"}
    assert "django.apps" not in imported
