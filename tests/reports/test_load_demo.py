"""The demo: the same seed gives the same data, every row keeps the rules, and the story is a believable one."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Q

from activities.checklist import needed_to_submit
from activities.models import (
    Activity,
    Attendance,
    Contribution,
    Measure,
    Meeting,
    Quantity,
    Task,
    TeamMonth,
)
from activities.models.months import due_day
from households.models import (
    Assessment,
    Assignment,
    AssignmentProposal,
    HelpPlan,
    Household,
    Person,
    Residence,
    Review,
    VillageSnapshot,
)
from plumbing.dates import add_months
from plumbing.identity import read_national_id
from plumbing.models import Change
from reports import demo
from reports.demo import flag, names
from reports.demo.places import MERGER
from reports.models import Figure
from teams.access import Role
from teams.models import Account, Agency, Area, Cadre, Containment, Membership, Posting, Team
from tests.accounts import make_account

# In the middle of a month that the figures know.
TODAY = add_months(dt.date.today().replace(day=1), -1).replace(day=19)
TINY = demo.Plan(seed=7, teams=6, months=4, households_a_village=14, agencies=12, today=TODAY)
MODELS = [
    Area, Containment, Agency, Cadre, Team, Membership, Account, Household, Person, Review, Assessment, HelpPlan,
    Assignment, AssignmentProposal, VillageSnapshot, Meeting, Task, Activity, Contribution, TeamMonth,
]  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_flag():
    """What a process knows about its database must not outlive the test's database."""
    flag.is_demo_database.cache_clear()
    yield
    flag.is_demo_database.cache_clear()


@pytest.fixture(scope="class")
def made(django_db_setup, django_db_blocker):
    """One tiny demo for all tests of a class, gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.make(TINY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def tiny(made, db):
    """The tiny demo; what a test changes in it is undone."""


class Undo(Exception):
    """Rolls a demo back, so that another one can be made."""


def content_of(plan: demo.Plan) -> dict[str, list]:
    """Make a demo and return everything in it but what the database itself counts or makes up at random."""
    found = {}
    try:
        with transaction.atomic():
            demo.make(plan)
            for model in MODELS:
                # Ids differ from one database to the next, salts and nonces from one run to the next.
                fields = [f.attname for f in model._meta.concrete_fields if not f.is_relation]
                names = [n for n in fields if n not in {"id", "password"}]
                rows = model._base_manager.order_by("uuid")
                found[model.__name__] = [tuple(getattr(row, n) for n in names) for row in rows]
            found["Attendance"] = sorted(Attendance.objects.values_list("meeting__uuid", "cadre__uuid", "was_present"))
            found["Quantity"] = sorted(Quantity.objects.values_list("activity__uuid", "measure__code", "amount"))
            found["Change"] = list(Change.objects.exclude(model=flag.DEMO_FLAG).values_list("at", "title", "action"))
            found["Figure"] = sorted(Figure.objects.values_list("area__uuid", "month", "indicator", "value"))
            raise Undo
    except Undo:
        return found


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_demo():
    first, second = content_of(TINY), content_of(TINY)
    assert {name: len(rows) for name, rows in first.items() if not rows} == {}
    for name, rows in first.items():
        assert rows == second[name], name


@pytest.mark.django_db
def test_another_seed_gives_another_demo():
    other = demo.Plan(seed=8, teams=6, months=4, households_a_village=14, agencies=12, today=TODAY)
    first, second = content_of(TINY), content_of(other)
    assert first["Person"] != second["Person"]
    assert first["Meeting"] != second["Meeting"]


@pytest.mark.django_db
def test_poverty_falls_over_two_years():
    plan = demo.Plan(seed=3, teams=30, months=24, agencies=12, today=TODAY)
    demo.make(plan)
    region = Area.objects.get(code="103", level="region")

    def rate(month: dt.date, area: Area) -> float:
        values = dict(Figure.objects.filter(area=area, month=month).values_list("indicator", "value"))
        return float(values["poor_households"] / values["households_total"])

    district = Area.objects.get(code="103", level="district")
    first = rate(plan.first_month, district if plan.first_month < MERGER else region)
    last = rate(add_months(plan.this_month, -1), region)
    assert 0.58 < first < 0.85
    assert 0.42 < last < 0.65
    assert first - last > 0.1
    totals = Figure.objects.filter(area__in=[region, district]).values("indicator").annotate(n=Count("id"))
    told = {row["indicator"] for row in totals}
    assert told >= {"poor_exited", "near_poor_exited", "newly_poor", "relapsed_poor", "money_mobilised", "land_m2"}
    assert Contribution.objects.filter(kind="money").exclude(value=F("amount")).count() == 0
    assert {m.code for m in Measure.objects.filter(quantities__isnull=False)} >= {"gifts", "books", "road_metres"}


@pytest.mark.django_db
def test_command_loads_once_and_prints_who_can_sign_in():
    assert not demo.is_demo_database()
    out = StringIO()
    call_command("load_demo", "--teams=4", "--months=3", stdout=out)
    assert "totruong.moc4" in out.getvalue()
    assert demo.DEMO_PASSWORD in out.getvalue()
    assert demo.is_demo_database()
    entries = Change.objects.count()
    call_command("load_demo", stdout=out)
    assert Change.objects.count() == entries


@pytest.mark.django_db
def test_command_leaves_other_data_alone():
    make_account("ai.do", "mat-khau-thu-2026", full_name="Ai Đó Thử", role=Role.ADMINISTRATOR)
    with pytest.raises(CommandError):
        call_command("load_demo", stdout=StringIO())
    assert not Area.objects.exists()
    assert not demo.is_demo_database()


def test_numbers_become_names():
    assert names.number_in_words(5) == "Năm"
    assert names.number_in_words(15) == "Mười Lăm"
    assert names.number_in_words(20) == "Hai Mươi"
    assert names.number_in_words(21) == "Hai Mươi Mốt"


class TestTinyDemo:
    """What holds in every demo."""

    def test_every_row_is_one_that_a_form_would_take(self, tiny):
        problems = []
        for model in MODELS:
            for row in model._base_manager.all():
                try:
                    row.full_clean(validate_unique=False)
                except ValidationError as problem:
                    problems.append(f"{model.__name__} {row}: {problem}")
        assert problems == []

    def test_only_members_of_the_day_attend_meetings(self, tiny):
        serves = Q(
            cadre__memberships__team=F("meeting__team"), cadre__memberships__valid_from__lte=F("meeting__held_on")
        ) & (Q(cadre__memberships__valid_to__isnull=True) | Q(cadre__memberships__valid_to__gte=F("meeting__held_on")))
        assert Attendance.objects.count() == Attendance.objects.filter(serves).distinct().count() > 50
        for meeting in Meeting.objects.all():
            assert (
                meeting.attendances.count()
                == Membership.objects.active_on(meeting.held_on).filter(team=meeting.team).count()
            )

    def test_tasks_are_given_to_members_about_households_of_the_village(self, tiny):
        given = Q(assignee__memberships__team=F("team"), assignee__memberships__valid_from__lte=F("meeting__held_on"))
        first = Task.objects.filter(carried_from=None)
        assert first.count() == first.filter(given).distinct().count() > 10
        about = Task.objects.exclude(household=None)
        assert about.exists()
        assert not about.exclude(household__village=F("team__village")).exists()

    def test_nothing_lies_ahead(self, tiny):
        for model, name in [
            (Meeting, "held_on"), (Activity, "held_on"), (Contribution, "received_on"),
            (Contribution, "handed_over_on"),
            (Assessment, "assessed_on"), (Task, "finished_on"), (VillageSnapshot, "month"), (Membership, "valid_from"),
            (Household, "left_on"),
        ]:  # fmt: skip
            assert not model.objects.filter(**{f"{name}__gt": TODAY}).exists(), (model, name)
        assert Change.objects.exclude(model=flag.DEMO_FLAG).filter(at__date__gt=TODAY).count() == 0

    def test_some_have_moved_and_nothing_before_it_changed(self, tiny):
        for model, owner in ((Residence, "household"), (Posting, "cadre")):
            ended = model.objects.exclude(valid_to=None)
            assert ended.exists(), model
            for row in ended:
                following = model.objects.get(**{owner: getattr(row, owner)}, valid_to=None)
                assert following.valid_from == row.valid_to + dt.timedelta(days=1)

    def test_people_of_a_village_add_up_from_month_to_month(self, tiny):
        pairs = [
            pair
            for village in Area.objects.villages()
            for pair in pairwise(VillageSnapshot.objects.filter(village=village).order_by("month"))
        ]
        assert len(pairs) >= 12
        for before, after in pairs:
            moved = after.births - after.deaths + after.arrivals - after.departures
            assert after.people == before.people + moved

    def test_a_village_has_no_more_poor_than_households(self, tiny):
        snapshots = list(VillageSnapshot.objects.all())
        assert len(snapshots) >= 18
        for snapshot in snapshots:
            standing = Assessment.objects.standing_on(add_months(snapshot.month, 1) - dt.timedelta(days=1))
            listed = standing.filter(household__village=snapshot.village).exclude(result="neither").count()
            assert listed <= snapshot.households

    def test_national_ids_fit_their_people(self, tiny):
        people = Person.objects.exclude(national_id="")
        assert people.exists()
        for person in people:
            reading = read_national_id(person.national_id, sex=person.sex, birth_year=person.birth_date.year)
            assert reading.warnings == ()

    def test_villages_follow_their_communes_through_the_merger(self, tiny):
        village = Area.objects.get(name="Mốc 4")
        before, after = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
        assert [a.name for a in Area.objects.above(village, before)] == ["Xã Nậm Tin", "Huyện Nậm Pồ", "Tỉnh Điện Biên"]
        names = {a.name for a in Area.objects.above(village, after)}
        assert names == {"Xã Mường Chà", "Khu vực Nậm Pồ (huyện cũ)", "Tỉnh Điện Biên"}

    def test_months_stand_where_they_should(self, tiny):
        last, older = add_months(TODAY.replace(day=1), -1), add_months(TODAY.replace(day=1), -2)
        states = set(TeamMonth.objects.filter(month__lte=older).values_list("state", flat=True))
        assert states == {"locked", "draft"}
        assert not TeamMonth.objects.filter(month=last, state="locked").exists()
        moc_4 = Team.objects.get(village__name="Mốc 4")
        # The current month is left to whoever tries the portal.
        assert not TeamMonth.objects.filter(team=moc_4, month=TODAY.replace(day=1)).exists()
        assert TeamMonth.objects.get(team=moc_4, month=last).state == "submitted"
        inactive = Team.objects.exclude(months__month=last)
        assert inactive.count() == 1
        assert not Meeting.objects.filter(team=inactive.get(), month__gte=last).exists()

    def test_a_month_says_in_its_history_how_it_came_there(self, tiny):
        locked = list(TeamMonth.objects.filter(state="locked"))
        assert len(locked) > 5
        for row in locked:
            entries = list(Change.objects.about(row).order_by("id"))
            assert [entries[0].action, entries[1].action, entries[-1].action] == ["created", "submitted", "locked"]
            assert entries[-1].after["state"] == "locked"
            assert len(entries) == row.version
            assert row.submitted_at.date() <= due_day(row.month) + dt.timedelta(days=10)

    def test_every_record_has_its_history_and_is_counted(self, tiny):
        for model in MODELS:
            written = Change.objects.filter(model=model._meta.label_lower, action="created").count()
            assert written == model._base_manager.count(), model
        assert not Change.objects.waiting().exists()
        call_command("verify_figures", stdout=StringIO())

    def test_history_stands_in_the_order_of_time(self, tiny):
        moments = list(Change.objects.exclude(model=flag.DEMO_FLAG).order_by("id").values_list("at", flat=True))
        assert moments == sorted(moments)

    def test_history_shows_no_national_id(self, tiny):
        people = list(Person.objects.exclude(national_id=""))
        assert len(people) > 10
        for person in people:
            shown = Change.objects.about(person).get().after["national_id"]
            assert shown == "•" * 8 + person.national_id[-4:]

    def test_automatic_times_are_back_afterwards(self, tiny):
        row = Agency.objects.create(name="Phòng Mẫu sau cùng")
        assert row.created_at is not None

    def test_each_role_can_sign_in_with_the_printed_password(self, tiny):
        printed = demo.demo_accounts()
        roles = set()
        for username, password, _role, sees in printed:
            account = Account.objects.get(username=username)
            roles.add(account.role)
            assert account.check_password(password)
            assert str(sees)
        assert roles == set(Role.values)
        lead = Account.objects.get(username="coquan")
        assert Team.objects.visible_to(lead).filter(village__name="Mốc 4").exists()
        assert Team.objects.visible_to(Account.objects.get(username="xa.nahy")).count() >= 1

    def test_a_month_was_handed_in_only_when_it_was_complete(self, tiny):
        handed_in = TeamMonth.objects.filter(state__in=["submitted", "accepted", "locked"])
        assert handed_in.count() > 10
        for row in handed_in.select_related("team"):
            assert [p for p in needed_to_submit(row.team, row.month).problems() if not p.is_warning] == [], row

    def test_a_month_is_begun_by_its_first_entry(self, tiny):
        begun = list(TeamMonth.objects.select_related("team"))
        assert len(begun) > 10
        for row in begun:
            meetings = Meeting.objects.filter(team=row.team, month=row.month)
            assert meetings.exists() or Activity.objects.filter(team=row.team).in_month(row.month).exists()

    def test_history_tells_attendance_and_quantities(self, tiny):
        meeting = Meeting.objects.first()
        told = Change.objects.about(meeting).get().after
        assert len(told["present"]) == meeting.attendances.filter(was_present=True).count() > 0
        activity = Quantity.objects.first().activity
        assert Change.objects.about(activity).get().after["quantities"]
