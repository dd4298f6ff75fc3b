"""The pictures of the README and of the guides for each role, on the demo district. `make screenshots` renews them."""

from __future__ import annotations

import datetime as dt

import pytest

from plumbing.dates import add_months, month_of
from reports import demo
from teams.models import Account, Area, Team
from tests.journeys.conftest import DESK, PHONE

MONTH = add_months(month_of(dt.date.today()), -1)
README, GUIDE = "README", "guide"


@pytest.mark.screenshots
@pytest.mark.usefixtures("worker")
def test_pictures(person, portal, settings):
    settings.DEMO = True
    demo.make(demo.Plan())
    # Nobody is shown around here: the tour would stand before the page.
    Account.objects.update(tour_seen_on=dt.date.today())
    region = Area.objects.get(level="region", code="103")
    team = Team.objects.get(village__name="Mốc 4")
    now, last = f"{month_of(dt.date.today()):%Y-%m}", f"{MONTH:%Y-%m}"
    both = {README, GUIDE}
    for username, size, path, name, used in [
        ("lanhdao", DESK, "/", "home-leadership", both),
        ("lanhdao", DESK, f"/dashboard/{region.pk}/?month={last}", "dashboard", {README}),
        ("lanhdao", DESK, f"/figures/newly_poor/{region.pk}/{MONTH.year - 1}/", "figure-rows", both),
        ("lanhdao", DESK, f"/reports/{region.pk}/{last}/", "report", both),
        ("lanhdao", PHONE, "/", "home-leadership-phone", {README}),
        ("vanphong", DESK, "/", "home-office", both),
        ("vanphong", DESK, f"/board/?month={last}", "board", both),
        ("vanphong", DESK, "/households/?result=poor", "household-list", {README}),
        ("xa.nahy", DESK, "/", "home-commune", {GUIDE}),
        ("xa.nahy", DESK, "/households/?result=poor", "household-list", {GUIDE}),
        ("coquan", DESK, "/", "home-agency", {GUIDE}),
        ("coquan", DESK, f"/dashboard/{village_of('coquan').pk}/?month={last}", "dashboard-village", {GUIDE}),
        ("quantri", DESK, "/accounts/", "account-list", {GUIDE}),
        ("quantri", DESK, "/history/", "history-list", {GUIDE}),
        ("totruong.moc4", PHONE, "/", "home-leader-phone", both),
        ("totruong.moc4", PHONE, f"/months/{team.pk}/{now}/log/", "month-log-phone", both),
        ("totruong.moc4", PHONE, f"/activities/new/?team={team.pk}", "activity-phone", both),
        ("totruong.moc4", PHONE, f"/months/{team.pk}/{last}/", "month-phone", {GUIDE}),
        ("thanhvien.moc4", PHONE, "/tasks/", "task-list-phone", {GUIDE}),
    ]:
        somebody = person(size)
        somebody.enter(username, path)
        if README in used:
            somebody.picture(name)
        if GUIDE in used:
            somebody.guide_picture(name)


def village_of(username: str) -> Area:
    """Return a village whose figures this account may read."""
    account = Account.objects.get(username=username)
    return Team.objects.visible_to(account).select_related("village").first().village
