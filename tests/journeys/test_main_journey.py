"""The main job, once, end to end: from an empty portal and two messy workbooks to the figures of the month."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from activities.models import Contribution, Meeting, Task, TeamMonth
from households.models import Household
from plumbing.dates import add_months, month_of
from reports.models import Figure
from teams.models import Account, Area, Membership, Team
from tests.journeys.conftest import DESK, PHONE, Person

DATA = Path(__file__).resolve().parent.parent / "data"
PASSWORD = "Suoi-Trong-2026!"
MONTH = add_months(month_of(dt.date.today()), -1)


def load(office: Person, kind: str, file: str, *, only_good: bool) -> None:
    """Load a list by the wizard: choose, look at the preview, commit, wait for the worker."""
    office.open("/imports/new/")
    office.page.check(f"input[name=kind][value={kind}]")
    office.page.set_input_files("input[name=file]", DATA / file)
    office.send()
    office.page.wait_for_selector("form[action$='/commit/']", timeout=60_000)
    office.check()
    office.picture(f"import-{kind}")
    if kind == "households":
        office.guide_picture("import-preview")
    if only_good:
        office.page.check("#rows-good")
    with office.page.expect_navigation():
        office.page.click("form[action$='/commit/'] button[type=submit]")
    office.page.wait_for_selector("form[action$='/undo/']", timeout=60_000)
    office.check()


def make_account(admin: Person, username: str, role: str, **fields: str) -> str:
    """Make an account as the administrator does. Return its password, which is shown once."""
    page = admin.open("/accounts/new/")
    page.fill("[name=full_name]", f"Thử {username}")
    page.fill("[name=username]", username)
    page.select_option("[name=role]", role)
    for name, value in fields.items():
        page.select_option(f"[name={name}]", value)
    admin.send()
    admin.send()
    return page.inner_text("#new-password").strip()


def make_accounts(office: Person) -> dict[str, str]:
    """Make the accounts of all team leaders in one step and read their slips. Return the passwords by user name."""
    page = office.open("/accounts/new/many/")
    office.send()
    page.wait_for_selector("form[action$='/print/']", timeout=60_000)
    office.send()
    slips = [slip.locator("code").all_inner_texts() for slip in page.locator(".cn-slip").all()]
    # Whoever comes back later finds nothing.
    office.open(page.url.removesuffix("print/").removeprefix(office.portal))
    assert page.locator(".cn-slip").count() == 0
    return dict(slips)


def choose_password(newcomer: Person, username: str, one_time: str) -> None:
    """Sign in with a slip: the portal asks for a password of one's own before anything else."""
    newcomer.sign_in(username, one_time)
    newcomer.open("/months/")
    assert newcomer.page.url.endswith("/me/password/")
    newcomer.page.fill("[name=password]", PASSWORD)
    newcomer.page.fill("[name=password_again]", PASSWORD)
    newcomer.send()
    assert newcomer.page.url == newcomer.portal + "/"


def log_the_month(leader: Person, team: Team) -> None:
    """On a phone: attendance by tapping, done and not done, a next task with assignee and day."""
    page = leader.open(f"/months/{team.pk}/{MONTH:%Y-%m}/log/")

    def go_to(step: str) -> None:
        page.locator(f".cn-stepper a[href='#log-{step}']").tap()

    page.locator("#log-meeting [data-other]").tap()
    page.fill("[name=held_on]", f"{MONTH.replace(day=20):%d/%m/%Y}")
    page.locator("label.cn-everybody").tap()
    page.locator("label.cn-there").nth(2).tap()
    go_to("done")
    for name, words in {
        "done": "Vận động 12 hộ làm nhà vệ sinh",
        "not_done": "Chưa sửa xong đường vào bản",
        "not_done_reason": "Mưa nhiều ngày",
    }.items():
        page.locator(f"#div_id_{name} .cn-typed textarea").fill(words)
    go_to("next")
    page.fill("[name=new-0-title]", "Sửa xong đường vào bản")
    page.locator("#div_id_new-0-assignee label").nth(1).tap()
    page.locator("#div_id_new-0-due_on [data-other]").tap()
    page.fill("[name=new-0-due_on]", f"{add_months(MONTH, 1).replace(day=25):%d/%m/%Y}")
    go_to("figures")
    page.fill("[name=households]", "62")
    page.fill("[name=people]", "340")
    go_to("check")
    # What comes under the thumb right after a step is not pressed.
    page.wait_for_timeout(450)
    with page.expect_navigation():
        page.locator("[data-last]:not([value=submit])").tap()
    leader.check()


def log_an_activity(leader: Person, team: Team) -> None:
    page = leader.open(f"/activities/new/?team={team.pk}")
    page.fill("[name=held_on]", f"{MONTH.replace(day=12):%d/%m/%Y}")
    page.select_option("[name=field]", "outreach")
    page.fill("[name=title]", "Tuyên truyền phòng, chống tảo hôn")
    page.fill("[name=attended]", "45")
    page.locator("label:has-text('Suất quà')").locator("xpath=..").locator("input").fill("1.080")
    page.fill("[name$=donor]", "Nhà hảo tâm mẫu")
    page.select_option("[name$=kind]", "money")
    page.fill("[name$=amount]", "27.000.000")
    leader.send()


@pytest.mark.both
@pytest.mark.usefixtures("worker")
def test_from_two_workbooks_to_the_report(person, portal, tmp_path):
    admin = person(DESK)
    admin.open("/")
    admin.page.fill("[name=full_name]", "Người Quản Trị Thử")
    admin.page.fill("[name=username]", "quantri")
    admin.page.fill("[name=password]", PASSWORD)
    admin.page.fill("[name=password_again]", PASSWORD)
    admin.send()
    password = make_account(admin, "vanphong", "office")

    office = person(DESK)
    choose_password(office, "vanphong", password)
    load(office, "areas", "areas_nampo.csv", only_good=False)
    load(office, "teams", "messy_teams.xlsx", only_good=True)
    load(office, "households", "messy_households.xlsx", only_good=True)
    assert Team.objects.live().count() == 6
    assert Household.objects.live().count() >= 30

    team = Team.objects.get(village__name="Mốc 4")
    slips = make_accounts(office)
    leads = Account.objects.get(team=team, role="team_leader")
    region = Area.objects.get(level="region", code="103")
    boss_password = make_account(admin, "lanhdao", "leadership", area=str(region.pk))

    leader = person(PHONE)
    choose_password(leader, leads.username, slips[leads.username])
    log_the_month(leader, team)
    log_an_activity(leader, team)
    leader.open(f"/months/{team.pk}/{MONTH:%Y-%m}/")
    with leader.page.expect_navigation():
        leader.page.click("form[action$='/submit/'] button")
    leader.check()
    month = TeamMonth.objects.get(team=team, month=MONTH)
    assert month.state == "submitted"
    submitted = time.monotonic()
    check_what_was_logged(team)

    while not Figure.objects.filter(area=region, month=MONTH, indicator="months_handed_in", value=1).exists():
        assert time.monotonic() - submitted < 15, "the worker did not roll the figures up"
        time.sleep(0.05)

    boss = person(DESK)
    choose_password(boss, "lanhdao", boss_password)
    page = boss.open(f"/dashboard/{region.pk}/?month={MONTH:%Y-%m}")
    assert "27.000.000" in page.inner_text("main")
    page = boss.open(f"/figures/money_mobilised/{region.pk}/{MONTH:%Y-%m}/")
    assert "Nhà hảo tâm mẫu" in page.inner_text("main")

    review(office, team, month)
    check_the_report(tmp_path)


def check_what_was_logged(team: Team) -> None:
    meeting = Meeting.objects.get(team=team)
    members = Membership.objects.live().filter(team=team).count()
    assert meeting.attendances.count() == members
    assert meeting.attendances.filter(was_present=False).count() == 1
    task = Task.objects.get(team=team)
    assert (task.title, task.assignee is not None) == ("Sửa xong đường vào bản", True)
    assert Contribution.objects.get(team=team).value == 27_000_000


def review(office: Person, team: Team, month: TeamMonth) -> None:
    """The office sees who is missing, returns the month with a reason, then accepts, locks and reopens it."""
    page = office.open(f"/board/?month={MONTH:%Y-%m}")
    assert page.locator(".cn-tile").count() == 6
    here = f"/months/{team.pk}/{MONTH:%Y-%m}/"

    def step(name: str, reason: str, state: str) -> None:
        office.open(f"{here}{name}/")
        office.page.fill("[name=reason]", reason)
        office.send()
        month.refresh_from_db()
        assert month.state == state

    step("return", "Thiếu biên bản", "returned")
    office.open(here)
    with office.page.expect_navigation():
        office.page.click("form[action$='/submit/'] button")
    office.open(here)
    with office.page.expect_navigation():
        office.page.click("form[action$='/accept/'] button")
    month.refresh_from_db()
    assert month.state == "accepted"
    step("lock", "Đã gửi báo cáo tháng", "locked")
    step("reopen", "Bổ sung số liệu", "draft")


def check_the_report(tmp_path: Path) -> None:
    """The report says what an independent count says."""
    path = tmp_path / "report.json"
    call_command("report", "103", f"{MONTH:%Y-%m}", "--format", "json", "--output", str(path))
    report = json.loads(path.read_text())
    figures = report["figures"]
    assert (report["area"]["code"], report["area"]["level"]) == ("103", "region")
    assert (figures["teams_active"], figures["teams_met"], figures["gifts"]) == (6, 1, 1080)
    assert (figures["money_mobilised"], figures["outreach_people"]) == (27_000_000, 45)
    assert figures["attendance_rate"] == pytest.approx(1 - 1 / figures["attendance_expected"])
    assert sum(child["figures"]["teams_active"] for child in report["children"]) == 6
    call_command("verify_figures")
    workbook = tmp_path / "report.xlsx"
    call_command("report", "103", f"{MONTH:%Y-%m}", "--format", "xlsx", "--output", str(workbook))
    assert workbook.read_bytes()[:2] == b"PK"
