"""The wall of 121 teams in a real Chromium: one sheet of paper, one projector, the keyboard alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from activities.models import TeamMonth
from plumbing import history
from teams import tree
from teams.models import Area, Containment, Team
from tests.conftest import LAST_MONTH
from tests.journeys.conftest import DESK, PHONE, eventually
from tests.journeys.sweep import faults, signed_in

pytestmark = pytest.mark.app("reports")

PROJECTOR = {"width": 1920, "height": 1080}
COMMUNES = 15
TEAMS = 121


@pytest.fixture
def district(transactional_db, live_server, cast):
    """Return the address of a portal with 121 teams in fifteen communes: more than one sheet ever had to hold."""
    since = dt.date(2025, 7, 1)
    communes = [
        history.create(Area(level="commune", code=f"x{n}", name=f"Xã Mẫu {n}", valid_from=since), by=None)
        for n in range(COMMUNES - 2)
    ]
    for n in range(TEAMS - 3):
        village = history.create(Area(level="village", code=f"x.{n}", name=f"Huổi Tưởng Tượng {n}"), by=None)
        for parent in (communes[n % len(communes)], cast.areas.region):
            history.create(Containment(child=village, parent=parent, valid_from=since), by=None)
        team = history.create(Team(village=village, name=f"Tổ mẫu {n}", active_from=since), by=None)
        TeamMonth.objects.create(team=team, month=LAST_MONTH, state=["draft", "submitted", "accepted"][n % 3])
    tree.rebuild_paths()
    return live_server.url


@pytest.fixture
def seat(chromium, district, cast):
    """Return a function that seats the leadership before a screen."""
    contexts = []

    def open_at(path: str, size: dict[str, int], **options):
        context = signed_in(chromium, district, cast.leadership, viewport=size, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(district + path)
        return page

    yield open_at
    for context in contexts:
        context.close()


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_all_teams_on_one_sheet_on_one_screen_and_by_keyboard(seat):
    page = seat("/wall/", DESK)
    assert page.locator("a.cn-tile").count() == TEAMS
    for path in ("/wall/", "/wall/?measure=poverty", "/board/"):
        page.goto(page.evaluate("location.origin") + path)
        assert sheets(page.pdf(prefer_css_page_size=True)) == 1, path

    # The keyboard: one stop for Tab, arrows within, Escape puts the card away, Enter opens.
    tiles = page.locator("a.cn-tile")
    assert page.locator('a.cn-tile[tabindex="0"]').count() == 1
    tiles.nth(0).focus()
    page.keyboard.press("ArrowRight")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == tiles.nth(1).get_attribute("href")
    card = page.locator("li:has(a.cn-tile:focus) .cn-tip")
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    below = tiles.nth(1).bounding_box()
    page.keyboard.press("ArrowDown")
    after = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert after > below["y"]
    assert card.is_visible()
    goal = page.evaluate("document.activeElement.getAttribute('href')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(goal)


@pytest.mark.parametrize("path", ["/wall/", "/board/"])
def test_a_projector_shows_every_tile_in_big_type(seat, path):
    page = seat(path, PROJECTOR)
    page.click("[data-fullscreen]")
    eventually(page, "Boolean(document.fullscreenElement?.style.cssText)")
    seen = page.evaluate(
        """() => {
            const screen = document.fullscreenElement;
            const boxes = [...screen.querySelectorAll('a.cn-tile')].map((tile) => tile.getBoundingClientRect());
            return {
                inside: boxes.filter((b) => b.bottom <= innerHeight && b.right <= innerWidth && b.height > 0).length,
                heading: screen.querySelector('h2.cn-full-only').checkVisibility(),
                presses: [...screen.querySelectorAll('.btn, input, select')].some((one) => one.checkVisibility()),
                scrolls: screen.scrollHeight > screen.clientHeight,
                size: parseFloat(getComputedStyle(screen.querySelector('.cn-walls')).fontSize),
                legend: parseFloat(getComputedStyle(screen.querySelector('.cn-legend .cn-status')).fontSize),
            };
        }"""
    )
    assert seen["inside"] == TEAMS
    assert seen["scrolls"] is False
    assert seen["heading"]
    assert not seen["presses"]
    assert seen["size"] >= 15
    assert seen["legend"] >= 20


@pytest.mark.parametrize("path", ["/wall/?measure=meetings", "/wall/?measure=poverty&view=table", "/", "/board/"])
def test_a_phone_and_a_reader_of_screens(seat, path):
    page = seat(path, PHONE, has_touch=True)
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    sizes = page.evaluate("[...document.querySelectorAll('a.cn-tile')].map((t) => t.getBoundingClientRect().height)")
    if "view=table" in path:
        # The same teams as rows, in pages: no tiles to press.
        assert page.locator("table tbody tr").count() > 1
    else:
        assert min(sizes) >= 44
    assert faults(page) == []
