"""The pictures of the README and of the pages for each role, on the demo district. `make screenshots` renews them."""

from __future__ import annotations

import datetime as dt

import pytest

from plumbing.dates import add_months, month_of
from reports import demo
from teams.models import Area, Team
from tests.journeys.conftest import DESK, PHONE

MONTH = add_months(month_of(dt.date.today()), -1)


@pytest.mark.screenshots
def test_pictures(person, portal, settings):
    settings.DEMO = True
    demo.make(demo.Plan())
    region = Area.objects.get(level="region", code="103")
    team = Team.objects.get(village__name="Mốc 4")
    for username, size, path, name in [
        ("lanhdao", DESK, "/", "home-leadership"),
        ("lanhdao", DESK, f"/dashboard/{region.pk}/?month={MONTH:%Y-%m}", "dashboard"),
        ("lanhdao", DESK, f"/figures/newly_poor/{region.pk}/{MONTH.year - 1}/", "figure-rows"),
        ("lanhdao", DESK, f"/reports/{region.pk}/{MONTH:%Y-%m}/", "report"),
        ("lanhdao", PHONE, "/", "home-leadership-phone"),
        ("vanphong", DESK, "/", "home-office"),
        ("vanphong", DESK, f"/board/?month={MONTH:%Y-%m}", "board"),
        ("vanphong", DESK, "/households/?result=poor", "household-list"),
        ("totruong.moc4", PHONE, "/", "home-leader-phone"),
        ("totruong.moc4", PHONE, f"/months/{team.pk}/{month_of(dt.date.today()):%Y-%m}/log/", "month-log-phone"),
        ("totruong.moc4", PHONE, f"/activities/new/?team={team.pk}", "activity-phone"),
    ]:
        somebody = person(size)
        somebody.sign_in(username, demo.DEMO_PASSWORD)
        somebody.open(path)
        somebody.picture(name)
