"""The cast: fixed people with fixed rights, and something of each team's that others must never see.

Old commune A (Nậm Tin, now in Mường Chà) has villages A1 and A2, old commune B (Nậm Chua, now in Nà Hỳ) has B1.
Each village has a team, a household and a meeting. Tests say `cast.leader_a1`, `cast.household_b1`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from django.utils import translation
from playwright.sync_api import Browser, Playwright

from activities.actions.measures import ensure_measures
from activities.models import Activity, Attendance, Contribution, Measure, Meeting, Quantity, Task, TeamMonth
from households.actions.standards import ensure_purposes, ensure_standards
from households.models import (
    Assessment,
    Assignment,
    AssignmentProposal,
    Breach,
    DataRequest,
    HelpPlan,
    Household,
    Person,
    PovertyStandard,
    Purpose,
    Review,
    VillageSnapshot,
)
from plumbing import history
from plumbing.dates import add_months
from plumbing.models import Record
from reports import rollups
from scripts.run_tests import find_chromium
from teams import tree
from teams.access import Role
from teams.models import Account, Agency, Area, Cadre, Containment, Membership, Team
from tests.accounts import make_account
from tests.budget import Budget
from tests.imports import load_areas, load_teams
from tests.passes import belongs_to, claims
from tests.prepared_rows import APPS, PreparedRows, empty
from tests.writes import guard

PASSWORD = "mat-khau-thu-2026"
MERGER = dt.date(2025, 7, 1)
THIS_MONTH = dt.date.today().replace(day=1)
LAST_MONTH = add_months(THIS_MONTH, -1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--app", choices=APPS, help="run only what belongs to this app")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if app := config.getoption("app"):
        others = [item for item in items if not belongs_to(item, app)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if belongs_to(item, app)]


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Budget(), "budget")
    if shared := claims():
        config.pluginmanager.register(shared, "claims")


def make_areas() -> SimpleNamespace:
    """Return the province, the abolished district, its region, communes before and after the merger, villages."""
    create = lambda **f: history.create(Area(**f), by=None)  # noqa: E731
    province = create(level="province", code="11", name="Tỉnh Điện Biên")
    district = create(
        level="district",
        code="103",
        name="Huyện Nậm Pồ",
        valid_from=dt.date(2012, 8, 25),
        valid_to=dt.date(2025, 6, 30),
    )
    region = create(level="region", code="103", name="Khu vực Nậm Pồ (huyện cũ)", valid_from=MERGER)
    district.successor = region
    district.save()
    new_a = create(level="commune", code="03166", name="Xã Mường Chà", valid_from=MERGER)
    new_b = create(level="commune", code="03169", name="Xã Nà Hỳ", valid_from=MERGER)
    old = {"level": "commune", "valid_to": dt.date(2025, 6, 30)}
    old_a = create(code="03156", name="Xã Nậm Tin", successor=new_a, **old)
    old_b = create(code="03173", name="Xã Nậm Chua", successor=new_b, **old)
    rows = [(district, province), (old_a, district), (old_b, district), (new_a, province), (new_b, province)]
    for child, parent in rows:
        history.create(
            Containment(child=child, parent=parent, valid_from=child.valid_from, valid_to=child.valid_to), by=None
        )
    villages = {}
    for key, name, commune in [("a1", "Huổi Thử", old_a), ("a2", "Nà Ví Dụ", old_a), ("b1", "Mẫu Đá", old_b)]:
        villages[key] = create(level="village", code=f"{commune.code}.{key}", name=name)
        for row in tree.containments_of(villages[key], commune):
            history.create(row, by=None)
    tree.rebuild_paths()
    return SimpleNamespace(
        province=province,
        district=district,
        region=region,
        new_a=new_a,
        new_b=new_b,
        old_a=old_a,
        old_b=old_b,
        **villages,
    )


def make_team(village: Area, agency: Agency, names: list[str], since: dt.date) -> tuple[Team, list[Cadre]]:
    """Return a team of the village with a leader, a deputy and members."""
    team = history.create(Team(village=village, name=f"Tổ dân vận bản {village.name}", active_from=since), by=None)
    roles = ["leader", "deputy", *["member"] * len(names)]
    cadres = []
    for name, role in zip(names, roles, strict=False):
        cadre = history.create(Cadre(name=name, agency=agency, position="Cán bộ thử"), by=None)
        history.create(Membership(team=team, cadre=cadre, role=role, valid_from=since), by=None)
        cadres.append(cadre)
    return team, cadres


def make_household(village: Area, head: str, result: str, review: Review, national_id: str = "") -> Household:
    household = history.create(Household(village=village, size=5, ethnicity="Mông"), by=None)
    history.create(Person(household=household, name=head, relation="head", national_id=national_id), by=None)
    asked = DataRequest(household=household, kind="see", asked_by=head, received_on=dt.date(2026, 1, 5))
    history.create(asked, by=None)
    history.create(
        Assessment(household=household, review=review, assessed_on=dt.date(review.year, 11, 10), result=result), by=None
    )
    return household


def make_helper(plan: HelpPlan, household: Household, cadres: list[Cadre], key: str) -> dict[str, Record]:
    """Return who carries a household, the last of a team's cadres, and that its first one was asked to take it over."""
    since = dt.date(2025, 3, 1)
    row = history.create(Assignment(plan=plan, household=household, cadre=cadres[-1], valid_from=since), by=None)
    asked = AssignmentProposal(
        plan=plan,
        household=household,
        replaces=row,
        cadre=cadres[0],
        takes_over_on=LAST_MONTH,
        answer_due_on=LAST_MONTH,
    )
    return {f"assignment_{key}": row, f"proposal_{key}": history.create(asked, by=None)}


def make_month(team: Team, cadres: list[Cadre], month: dt.date, state: str, word: str) -> Meeting:
    """Return the meeting of a month in which the team also did something and got something."""
    meeting = history.create(
        Meeting(team=team, month=month, held_on=month.replace(day=3), done=f"Đã làm: {word}"), by=None
    )
    Attendance.objects.bulk_create(
        [Attendance(meeting=meeting, cadre=c, was_present=i != 1) for i, c in enumerate(cadres)]
    )
    history.create(
        Task(team=team, meeting=meeting, title=f"Nhiệm vụ {word}", assignee=cadres[0], due_on=month.replace(day=25)),
        by=None,
    )
    activity = history.create(
        Activity(team=team, held_on=month.replace(day=2), field="outreach", title=f"Hoạt động {word}", attended=40),
        by=None,
    )
    Quantity.objects.create(activity=activity, measure=Measure.objects.get(code="gifts"), amount=12)
    history.create(
        Contribution(
            team=team, activity=activity, donor=f"Nhà hảo tâm {word}", kind="money", amount=2_000_000, value=2_000_000,
            received_on=month.replace(day=2),
        ),
        by=None,
    )  # fmt: skip
    history.create(TeamMonth(team=team, month=month, state=state), by=None)
    return meeting


@pytest.fixture(autouse=True)
def past_the_history() -> Iterator[None]:
    """Refuse what the portal's code writes past the verbs of the history, in every test."""
    with connection.execute_wrapper(guard):
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_flush() -> None:
    """Empty the database by DELETE after a test that commits.

    Django's flush makes new files for each table of PostgreSQL, and writes down every permission anew. Types and
    permissions are the same for all tests, so they stay.
    """

    def handle(self: flush.Command, **options: Any) -> None:
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        empty(sorted(tables - {model._meta.db_table for model in (ContentType, Permission)}))

    flush.Command.handle = handle


@pytest.fixture(autouse=True)
def in_vietnamese() -> None:
    """Begin in the portal's language: a page asked for in English leaves its thread in English."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def prepared_rows() -> defaultdict[str, PreparedRows]:
    """What many tests begin with, by name."""
    # Migrations fill these, and a test that empties the database takes that away.
    return defaultdict(lambda: PreparedRows(catalogues=[Measure, PovertyStandard, Purpose]))


@pytest.fixture
def cast(db, prepared_rows, request) -> SimpleNamespace:
    """Return everybody and everything by name."""
    cache.clear()  # sign-in limits live there: they must not leak from one test into the next
    if "counted" in request.fixturenames:
        return prepared_rows["counted"].load_or_make(make_counted_cast)
    return prepared_rows["cast"].load_or_make(make_cast)


@pytest.fixture
def counted(cast) -> SimpleNamespace:
    """Return the cast; its figures are rolled up already."""
    return cast


def make_counted_cast() -> SimpleNamespace:
    made = make_cast()
    rollups.take_waiting()
    return made


@pytest.fixture
def official_areas(db, prepared_rows) -> None:
    """The province before and after the merger, as its official table is loaded."""
    prepared_rows["areas"].load_or_make(make_areas_and_catalogues)


@pytest.fixture
def listed_teams(db, prepared_rows) -> None:
    """The official areas and the six teams of messy_teams.xlsx."""
    prepared_rows["teams"].load_or_make(make_teams_of_the_list)


def make_catalogues() -> None:
    ensure_measures()
    ensure_standards()
    ensure_purposes()


def make_areas_and_catalogues() -> None:
    make_catalogues()
    load_areas()


def make_teams_of_the_list() -> None:
    make_areas_and_catalogues()
    load_teams()


def make_cast() -> SimpleNamespace:
    """Write everybody and everything by the verbs that the portal uses."""
    make_catalogues()
    areas = make_areas()
    since = dt.date(2024, 1, 1)
    agency_a = history.create(Agency(name="Phòng Mẫu A"), by=None)
    agency_b = history.create(Agency(name="Phòng Mẫu B"), by=None)
    team_a1, cadres_a1 = make_team(areas.a1, agency_a, ["Giàng A Thử", "Lò Văn Mẫu", "Vàng Thị Ví Dụ"], since)
    team_a2, cadres_a2 = make_team(areas.a2, agency_b, ["Sùng A Mẫu", "Quàng Văn Thử"], since)
    team_b1, cadres_b1 = make_team(areas.b1, agency_b, ["Hờ A Bí Mật", "Tẩn A Bí Mật"], since)
    plan = history.create(
        HelpPlan(number="40-KH/TH", title="Kế hoạch thử", issuer="Huyện ủy thử", valid_from=since), by=None
    )
    review = history.create(
        Review(year=LAST_MONTH.year - 1, kind="yearly", standard=PovertyStandard.objects.first()), by=None
    )
    people = {
        "household_a1": make_household(areas.a1, "Thào A Thử", "poor", review, "011078000001"),
        "household_a2": make_household(areas.a2, "Mùa A Ví Dụ", "near_poor", review),
        "household_b1": make_household(areas.b1, "Chảo A Bí Mật", "poor", review, "011085000002"),
    }
    for village, households in [(areas.a1, 50), (areas.a2, 40), (areas.b1, 60)]:
        history.create(
            VillageSnapshot(village=village, month=LAST_MONTH, households=households, people=households * 5), by=None
        )
    for key, cadres in [("a1", cadres_a1), ("b1", cadres_b1)]:
        people |= make_helper(plan, people[f"household_{key}"], cadres, key)
    meetings = {
        "meeting_a1": make_month(team_a1, cadres_a1, LAST_MONTH, "submitted", "A1"),
        "meeting_a2": make_month(team_a2, cadres_a2, LAST_MONTH, "accepted", "A2"),
        "meeting_b1": make_month(team_b1, cadres_b1, LAST_MONTH, "draft", "BÍ MẬT B1"),
    }

    def account(username: str, role: str, **scope) -> Account:
        return make_account(username, PASSWORD, full_name=f"Thử {username}", role=role, **scope)

    history.create(Breach(what="Mất máy tính", whose="Thử"), by=None)
    people |= {
        "administrator": account("quantri", Role.ADMINISTRATOR),
        "office": account("vanphong", Role.OFFICE, area=areas.region),
        "leadership": account("lanhdao", Role.LEADERSHIP, area=areas.region),
        "officer_a": account("xa.a", Role.COMMUNE_OFFICER, area=areas.new_a),
        "officer_b": account("xa.b", Role.COMMUNE_OFFICER, area=areas.new_b),
        "agency_lead": account("coquan.a", Role.AGENCY_LEAD, agency=agency_a),
        "leader_a1": account("totruong.a1", Role.TEAM_LEADER, team=team_a1, cadre=cadres_a1[0]),
        "leader_b1": account("totruong.b1", Role.TEAM_LEADER, team=team_b1, cadre=cadres_b1[0]),
        "member_a1": account("thanhvien.a1", Role.MEMBER, team=team_a1, cadre=cadres_a1[2]),
        # Signed in, with an area in which nothing of ours lies.
        "stranger": account("xa.la", Role.COMMUNE_OFFICER, area=areas.a2),
    }
    people["stranger"].area = history.create(Area(level="commune", code="99999", name="Xã Khác"), by=None)
    people["stranger"].save()
    tree.rebuild_paths()
    return SimpleNamespace(
        areas=areas, plan=plan, agency_a=agency_a, agency_b=agency_b, review=review,
        team_a1=team_a1, team_a2=team_a2, team_b1=team_b1,
        cadres_a1=cadres_a1, cadres_a2=cadres_a2, cadres_b1=cadres_b1, **people, **meetings,
    )  # fmt: skip


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Return the machine's own Chromium; Playwright's is not downloaded."""
    options = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
    yield browser
    browser.close()


@pytest.fixture
def sign_in(client):
    """Return a function that signs an account in and gives the client."""

    def sign(account: Account):
        client.force_login(account)
        return client

    return sign
