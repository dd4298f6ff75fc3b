"""The month's log on a phone: a whole month in few taps, and nothing of it lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from activities.actions.meetings import MeetingContent, record_meeting
from activities.models import Attendance, Meeting, Task, TeamMonth
from households.models import VillageSnapshot
from plumbing import history
from plumbing.dates import add_months, format_date
from teams.access import Role
from teams.models import Agency, Team
from tests.accounts import make_account
from tests.conftest import LAST_MONTH, THIS_MONTH, make_areas, make_team
from tests.journeys.conftest import DESK, PHONE, Person
from tests.journeys.sweep import faults

pytestmark = pytest.mark.app("activities")

PASSWORD = "Cau-Noi-2026!"
NAMES = [
    *("Giàng A Thử", "Lò Văn Mẫu", "Vàng Thị Ví Dụ", "Sùng A Mẫu"),
    *("Quàng Văn Thử", "Hạng A Mẫu", "Mùa A Thử", "Tòng Thị Mẫu"),
]
TITLES = ["Sửa đường vào bản", "Vận động tiêm phòng", "Họp dân", "Rà soát hộ nghèo", "Vệ sinh bản", "Trồng rừng"]
END = add_months(THIS_MONTH, 2) - dt.timedelta(days=1)
MAX_TAPS = 25


@pytest.fixture
def team(portal) -> Team:
    """Return a team of eight with six tasks due this month, two of which it was given before."""
    areas = make_areas()
    team, cadres = make_team(areas.a1, history.create(Agency(name="Phòng Mẫu"), by=None), NAMES, dt.date(2022, 1, 1))
    account = make_account(
        "totruong", PASSWORD, full_name="Giàng A Thử", role=Role.TEAM_LEADER, team=team, cadre=cadres[0]
    )
    record_meeting(
        team=team,
        month=LAST_MONTH,
        content=MeetingContent(
            held_on=LAST_MONTH.replace(day=5),
            present={c.pk for c in cadres},
            snapshot={"households": 62, "people": 340, "births": 1},
        ),
        by=account,
    )
    for i, title in enumerate(TITLES):
        history.create(
            Task(team=team, title=title, due_on=THIS_MONTH.replace(day=10 + i), assignee=cadres[i]), by=account
        )
    for title in TITLES[:2]:
        earlier = Task(team=team, title=title, due_on=LAST_MONTH, state="done", finished_on=LAST_MONTH)
        history.create(earlier, by=account)
    return team


class Thumb:
    """Taps on the page, counted."""

    def __init__(self, person: Person) -> None:
        self.page, self.taps = person.page, 0

    def tap(self, selector: str, words: str | None = None) -> None:
        self.page.locator(selector, has_text=words).locator("visible=true").first.tap()
        self.taps += 1

    def next(self) -> None:
        # A thumb needs longer than a program; two taps within 0.4 s count as a double tap.
        self.page.wait_for_timeout(450)
        self.tap("[data-next]")

    def type(self, words: str) -> None:
        """Type where the focus is, as the phone's keyboard does."""
        self.page.keyboard.type(words)


def opened(person, team: Team, path: str = "", size: dict[str, int] = PHONE) -> Person:
    leader = person(size)
    leader.enter("totruong", f"/months/{team.pk}/{THIS_MONTH:%Y-%m}/log/{path}")
    return leader


def step_of(person: Person) -> str:
    """Return the only step that is shown."""
    shown = person.page.locator("[data-step]:visible")
    assert shown.count() == 1
    return shown.get_attribute("id") or ""


def fill_in(thumb: Thumb) -> None:
    """Say everything of a month: who was missing, six tasks, what was done, two next tasks, a birth."""
    thumb.tap("label.cn-everybody")
    thumb.tap("label.cn-there", NAMES[2])
    thumb.next()
    thumb.tap(".cn-task:nth-of-type(1) label:has([value=not_done])")
    thumb.tap(".cn-task:nth-of-type(1) [data-fill]")
    thumb.tap(".cn-task:nth-of-type(2) label:has([value=carried])")
    thumb.tap("[data-rest]")
    thumb.next()
    thumb.tap("[data-take]")
    thumb.tap("#log-done .cn-typed button")
    thumb.type("Tuyên truyền phòng cháy\nThăm hỏi gia đình chính sách\n")
    thumb.next()
    thumb.tap("[data-suggest]", TITLES[0])
    thumb.tap(".cn-row:not([hidden]) label", NAMES[1])
    thumb.tap("[data-add-row]")
    thumb.type("Làm nhà vệ sinh")
    thumb.tap(".cn-row:nth-of-type(2) label", NAMES[3])
    thumb.tap(".cn-row:nth-of-type(2) [data-fill]", "·")
    thumb.next()
    thumb.tap("#div_id_births [data-by='1']")
    thumb.tap("#div_id_people [data-by='1']")
    thumb.next()


def test_a_whole_month_takes_few_taps(person, team):
    leader = opened(person, team)
    page, thumb = leader.page, Thumb(leader)
    # Who came is chosen: nobody is there, nobody absent, before somebody was tapped.
    assert page.inner_text("#log-meeting [data-count]") == "0/8"
    assert page.locator("#log-meeting .cn-there small:visible").count() == 0
    fill_in(thumb)
    assert step_of(leader) == "log-check"
    summary = page.inner_text(".cn-sums")
    for words in [
        "7/8",
        NAMES[2],
        TITLES[0],
        "Thăm hỏi gia đình chính sách",
        "Làm nhà vệ sinh",
        format_date(END),
        "341",
    ]:
        assert words in summary
    leader.picture("month-log-check-phone")
    page.wait_for_timeout(450)
    with page.expect_navigation():
        thumb.tap("button[value=submit]")
    leader.check()
    # All that is missing is an activity; the page says so, leads there, and submits the month as it is.
    assert page.locator("a[href*='/activities/new/']").is_visible()
    leader.picture("month-submit-phone")
    with page.expect_navigation():
        thumb.tap("main button.btn-primary[type=submit]")
    print(f"{thumb.taps} taps")
    assert thumb.taps <= MAX_TAPS
    check_what_was_logged(team)


def check_what_was_logged(team: Team) -> None:
    meeting = Meeting.objects.get(team=team, month=THIS_MONTH)
    absent = Attendance.objects.filter(meeting=meeting, was_present=False)
    assert list(absent.values_list("cadre__name", flat=True)) == [NAMES[2]]
    due = Task.objects.filter(team=team, due_on__gte=THIS_MONTH, meeting=None, carried_from=None)
    states = dict(due.values_list("title", "state"))
    assert states == dict.fromkeys(TITLES, "done") | {TITLES[0]: "not_done", TITLES[1]: "carried"}
    assert Task.objects.get(state="not_done").not_done_reason
    assert meeting.done.split("\n") == [*TITLES[2:], "Tuyên truyền phòng cháy", "Thăm hỏi gia đình chính sách"]
    assert meeting.not_done == TITLES[0]
    given = meeting.tasks.order_by("id").values_list("title", "assignee__name", "due_on")
    assert list(given) == [(TITLES[0], NAMES[1], END), ("Làm nhà vệ sinh", NAMES[3], END)]
    figures = VillageSnapshot.objects.get(village=team.village_id, month=THIS_MONTH)
    assert (figures.households, figures.people, figures.births) == (62, 341, 1)
    assert TeamMonth.objects.get(team=team, month=THIS_MONTH).state == "submitted"


def values(person: Person) -> list:
    """Return every field of the form with what it holds."""
    script = """() => [...document.querySelector('form[data-steps]').elements]
        .filter((f) => f.name && !/^(hidden|submit)$/.test(f.type)).map((f) => [f.name, f.value, f.checked || false])"""
    return person.page.evaluate(script)


def test_nothing_typed_is_lost(person, team):
    """Not by a reload, the back button, an expired sign-in or a double tap."""
    leader = opened(person, team)
    page, thumb = leader.page, Thumb(leader)
    fill_in(thumb)
    page.fill("[name=minutes]", "Biên bản họp")
    page.wait_for_timeout(400)
    typed = values(leader)

    page.reload()
    leader.check()
    assert (step_of(leader), values(leader)) == ("log-check", typed)

    page.go_back()
    assert step_of(leader) == "log-figures"
    page.go_back()
    assert (step_of(leader), values(leader)) == ("log-next", typed)
    page.go_forward()
    page.go_forward()
    assert (step_of(leader), values(leader)) == ("log-check", typed)

    page.goto(leader.portal + "/")
    page.go_back()
    leader.check()
    assert (step_of(leader), values(leader)) == ("log-check", typed)

    Session.objects.all().delete()
    page.wait_for_timeout(450)
    with page.expect_navigation():
        page.click("button[value=submit]")
    assert "/accounts/login/" in page.url
    assert not Meeting.objects.filter(team=team, month=THIS_MONTH).exists()
    page.fill("[name=login]", "totruong")
    page.fill("[name=password]", PASSWORD)
    leader.send()
    leader.open(f"/months/{team.pk}/{THIS_MONTH:%Y-%m}/log/")
    assert (step_of(leader), values(leader)) == ("log-check", typed)

    page.wait_for_timeout(450)
    with page.expect_navigation():
        page.dblclick("button[value=submit]")
    leader.check()
    with page.expect_navigation():
        page.click("main button.btn-primary[type=submit]")
    check_what_was_logged(team)
    assert Meeting.objects.get(team=team, month=THIS_MONTH).minutes == "Biên bản họp"
    page.wait_for_timeout(300)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length") == 0


def test_a_double_tap_on_next_goes_one_step(person, team):
    leader = opened(person, team)
    leader.page.wait_for_timeout(450)
    leader.page.dblclick("[data-next]")
    assert step_of(leader) == "log-tasks"
    leader.page.wait_for_timeout(450)
    leader.page.click("[data-back]")
    assert step_of(leader) == "log-meeting"


def test_a_refused_form_opens_at_the_step_to_mend(person, team):
    leader = opened(person, team, "#log-figures")
    page = leader.page
    page.fill("[name=people]", "20")
    page.click(".cn-stepper a[href='#log-check']")
    page.wait_for_timeout(450)
    with page.expect_navigation():
        page.click("button[value=submit]")
    leader.check()
    assert step_of(leader) == "log-figures"
    assert page.locator(".cn-stepper a.is-wrong").get_attribute("href") == "#log-figures"
    assert page.locator(".cn-stepper-now em").is_visible()
    assert page.input_value("[name=people]") == "20"
    assert page.locator("#div_id_people .invalid-feedback").is_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_step_is_easy_to_reach(person, team, size):
    """Nothing that axe complains of, no target under 44 px on a phone, nothing wider than 320 px."""
    leader = opened(person, team, size=size)
    page = leader.page
    for step in ["log-meeting", "log-tasks", "log-done", "log-next", "log-figures", "log-check"]:
        page.goto(f"{page.url.split('#')[0]}#{step}")
        assert step_of(leader) == step
        if step == "log-tasks":
            page.locator("label:has([value=not_done])").first.click()
        assert faults(page) == [], step
        if size is PHONE:
            assert small_targets(page) == [], step
            page.set_viewport_size({"width": 320, "height": 640})
            leader.check()
            page.set_viewport_size(size)


def small_targets(page) -> list[str]:
    """Return what can be tapped in the form and is smaller than 44 px, save links inside a text."""
    kinds = "a, button, input:not([type=hidden]), textarea, label"
    script = """(kinds) => [...document.querySelectorAll(`form[data-steps] :is(${kinds})`)]
        .filter((one) => one.checkVisibility() && !(one.matches('label') && !one.querySelector('input')))
        .filter((one) => !one.matches('label input')).map((one) => [one, one.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.9 || box.width < 43.9).map(([one]) => one.outerHTML.slice(0, 90))"""
    return page.evaluate(script, kinds)


def test_without_a_script_it_is_one_form(person, team):
    """All steps show, and saving works."""
    leader = opened_without_script(person, team)
    page = leader.page
    assert page.locator("[data-step]:visible").count() == 6
    assert page.locator("[data-next]").is_hidden()
    page.locator(".cn-task:nth-of-type(1) label:has([value=not_done])").click()
    page.locator(".cn-task:nth-of-type(1) .cn-task-why input").fill("Mưa")
    page.fill("[name=done]", "Một\nHai")
    page.fill("[name=new-0-title]", "Việc mới")
    with page.expect_navigation():
        page.click("button[data-last]:not([value=submit])")
    meeting = Meeting.objects.get(team=team, month=THIS_MONTH)
    assert (meeting.done, meeting.tasks.get().title) == ("Một\nHai", "Việc mới")
    assert Task.objects.get(state="not_done").not_done_reason == "Mưa"


def opened_without_script(person, team: Team) -> Person:
    leader = person(PHONE, java_script_enabled=False)
    leader.page.goto(f"{leader.portal}/accounts/login/?next=/months/{team.pk}/{THIS_MONTH:%Y-%m}/log/")
    leader.page.fill("[name=login]", "totruong")
    leader.page.fill("[name=password]", PASSWORD)
    with leader.page.expect_navigation():
        leader.page.click("form button.btn-primary")
    return leader
