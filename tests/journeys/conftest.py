"""People in a real Chromium against a live portal with a real Celery worker."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from activities.catalogue import ensure_measures
from activities.models import Measure
from households.catalogue import ensure_standards
from households.models import PovertyStandard
from teams import setup
from tests.plumbing.test_job_worker import kill, start_worker

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
PICTURES = Path(settings.BASE_DIR) / "docs" / "pictures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Return the machine's own Chromium; Playwright's is not downloaded."""
    options = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
    yield browser
    browser.close()


@pytest.fixture
def portal(transactional_db, live_server) -> Iterator[str]:
    """Return the address of an empty portal whose worker is a process of its own."""
    ensure_measures(Measure)
    ensure_standards(PovertyStandard)
    # Another test of this process may have seen accounts.
    setup.forget()
    worker = start_worker()
    yield live_server.url
    kill(worker)


class Person:
    """Somebody with a screen. A console error, a blocked script or a page wider than the screen fails the test."""

    def __init__(self, context: BrowserContext, portal: str) -> None:
        self.portal = portal
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message) -> None:
        # A refused form (422) and a conflict (409) are answers, not faults.
        expected = "status of 422" in message.text or "status of 409" in message.text
        if message.type == "error" and not expected:
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(self.portal + path)
        self.check()
        return self.page

    def check(self) -> None:
        """Fail on what a person would see or stumble over."""
        assert self.complaints == []
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"

    def sign_in(self, username: str, password: str) -> None:
        self.open("/accounts/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", password)
        self.send()

    def send(self) -> None:
        """Press the main button of the page's form and wait for the answer."""
        with self.page.expect_navigation():
            self.page.locator(
                "main form button.btn-primary[type=submit], body.cn-public form button.btn-primary"
            ).last.click()
        self.check()

    def picture(self, name: str, *, whole: bool = False) -> None:
        """Keep a picture for the README when `make screenshots` asks for it."""
        if os.environ.get("PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)


@pytest.fixture
def person(chromium, portal) -> Iterator[Callable[..., Person]]:
    """Return a function that seats somebody before a phone or a desk screen."""
    contexts = []

    def seat(size: dict[str, int], **options) -> Person:
        context = chromium.new_context(viewport=size, locale="vi-VN", has_touch=size is PHONE, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Person(context, portal)

    yield seat
    for context in contexts:
        context.close()
