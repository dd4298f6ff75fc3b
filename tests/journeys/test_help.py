"""The tour, the help panel and the page without connection, as people meet them in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from teams.models import Account
from tests.journeys.conftest import DESK, PHONE, Person, eventually
from tests.journeys.sweep import faults

pytestmark = pytest.mark.app("plumbing")


def focus(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def seen(account: Account) -> bool:
    account.refresh_from_db()
    return account.tour_seen_on is not None


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_tour_leads_through_three_steps_and_stays_away(portal, cast, person, size):
    somebody: Person = person(size)
    account = cast.leader_a1 if size is PHONE else cast.office
    with somebody.page.expect_response("**/me/tour/"):
        somebody.enter(account.username)
    page = somebody.page
    tour = page.locator("#tour")
    for step in (1, 2, 3):
        assert tour.locator("section:visible").count() == 1
        assert f"{step}/3" in tour.locator("section:visible").inner_text()
        assert focus(page) == tour.locator("section:visible h2").inner_text()
        box = tour.bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] + box["height"] <= size["height"]
        assert page.locator(".cn-tour-here").count() == 1
        somebody.check()
        assert faults(page) == []
        tour.locator("[data-tour-next]").click()
    assert not tour.is_visible()
    assert page.locator(".cn-tour-here").count() == 0
    assert seen(account)
    assert somebody.open("/").locator("#tour").count() == 0
    # Another device of the same account is not stopped again.
    other: Person = person(DESK)
    other.enter(account.username)
    assert other.page.locator("#tour").count() == 0


def test_tour_is_skipped_by_button_and_by_escape_and_can_be_asked_for(portal, cast, person):
    somebody: Person = person(PHONE, reduced_motion="reduce")
    page = somebody.enter(cast.leadership.username)
    page.locator("[data-tour-skip]").tap()
    assert not page.locator("#tour").is_visible()
    somebody.open("/?tour=1")
    assert page.locator("#tour").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#tour").is_visible()
    eventually(page, "document.activeElement.id === 'main'")
    somebody.open("/help/").locator("a[href='/?tour=1']:visible").click()
    page.wait_for_selector("#tour[open]")
    somebody.check()


def test_without_javascript_there_is_no_tour_and_the_help_is_a_page(portal, cast, person):
    somebody: Person = person(DESK, java_script_enabled=False)
    page = somebody.enter(cast.office.username)
    assert not page.locator("#tour").is_visible()
    page.locator(".cn-why").click()
    page.wait_for_url("**/help/page/home/")
    assert page.locator(".cn-help-purpose").is_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_help_opens_over_the_page(portal, cast, person, size):
    Account.objects.update(tour_seen_on="2026-01-01")
    somebody: Person = person(size)
    page = somebody.enter(cast.office.username, "/teams/")
    page.locator(".cn-why").click()
    panel = page.locator(".cn-help-panel[open]")
    panel.wait_for()
    assert focus(page) == panel.locator("h2").inner_text()
    somebody.check()
    assert faults(page) == []
    page.keyboard.press("Escape")
    assert not page.locator(".cn-help-panel").is_visible()
    assert page.evaluate("document.activeElement.className") == "cn-why"
    for path in ("/help/", "/help/page/reports:dashboard/"):
        assert faults(somebody.open(path)) == []


def wait_for_worker(page: Page) -> None:
    """Wait until the service worker answers for the page; a page that loaded while it started has to load again."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    if page.evaluate("navigator.serviceWorker.controller === null"):
        page.reload()
    eventually(page, "navigator.serviceWorker.controller !== null")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_connection_a_page_says_so(portal, cast, person, language):
    Account.objects.update(tour_seen_on="2026-01-01", language=language)
    somebody: Person = person(PHONE)
    page = somebody.enter(cast.leader_a1.username)
    wait_for_worker(page)
    page.context.set_offline(True)
    page.goto(f"{portal}/teams/")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("a[href='']").is_visible()
    # The kept page has its style, and keeps to the screen.
    assert page.evaluate("getComputedStyle(document.querySelector('.card')).borderTopWidth") != "0px"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert faults(page) == []
    page.context.set_offline(False)
    page.locator("a[href='']").tap()
    page.wait_for_selector(".cn-table")
    assert page.url == f"{portal}/teams/"


def test_what_was_typed_survives_sending_without_connection(portal, cast, person):
    Account.objects.update(tour_seen_on="2026-01-01")
    somebody: Person = person(PHONE)
    page = somebody.enter(cast.leader_a1.username, f"/activities/new/?team={cast.team_a1.pk}")
    wait_for_worker(page)
    page.fill("[name=title]", "Dọn vệ sinh bản")
    page.context.set_offline(True)
    page.locator("main form button.btn-primary[type=submit]").last.click()
    # The page stays, and says that nothing was sent.
    assert page.locator(".cn-messages [role=alert]").is_visible()
    page.context.set_offline(False)
    page.reload()
    eventually(page, "document.querySelector('[name=title]').value === 'Dọn vệ sinh bản'")


def test_pages_are_never_shown_from_a_store(portal, cast, person):
    """What the device keeps is one page, its style, script, icons and letters."""
    Account.objects.update(tour_seen_on="2026-01-01")
    somebody: Person = person(DESK)
    page = somebody.enter(cast.office.username)
    wait_for_worker(page)
    for path in ("/teams/", "/households/", "/"):
        somebody.open(path)
    kept = page.evaluate(
        """async () => { const all = []; for (const name of await caches.keys())
        for (const one of await (await caches.open(name)).keys()) all.push(new URL(one.url).pathname); return all; }"""
    )
    assert sorted(kept)[:2] == ["/offline/"] * 2
    assert [path.startswith("/static/") for path in sorted(kept)[2:]] == [True] * 4
    # A new team is there at once.
    cast.team_a1.name = "Tổ vừa đổi tên"
    cast.team_a1.save()
    assert "Tổ vừa đổi tên" in somebody.open("/teams/").inner_text("main")
