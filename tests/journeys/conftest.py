"""People in a real Chromium against a live portal, with a real Celery worker where one has work to do."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Error, Page

from plumbing.guides import SIZES
from teams import setup
from teams.models import Account
from tests.conftest import make_catalogues
from tests.plumbing.test_job_worker import forget_messages, kill, start_worker

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
PICTURES = Path(settings.BASE_DIR) / "docs" / "pictures"
# Pictures of the guides, which the portal itself shows: small, for they travel over 2G.
GUIDE_PICTURES = Path(settings.BASE_DIR) / "static" / "help"
GUIDE_DESK = {"width": 1120, "height": 700}
GUIDE_WIDTH = 800
GUIDE_BYTES = 40_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def portal(transactional_db, live_server) -> str:
    """Return the address of an empty portal."""
    make_catalogues()
    # Another test of this process may have seen accounts.
    setup.forget()
    return live_server.url


@pytest.fixture
def worker(portal) -> Iterator[None]:
    """The portal's worker, a process of its own, for journeys that load lists or wait for figures."""
    forget_messages()
    process = start_worker()
    yield
    kill(process)


def eventually(page: Page, expression: str) -> None:
    """Wait until `expression` holds. The portal's policy forbids what wait_for_function() does with a text."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def session_cookie(account: Account, address: str) -> dict[str, str]:
    """Return what a browser holds in which the account has signed in."""
    client = Client()
    client.force_login(account)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": address,
    }


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
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        try:
            wide = self.page.evaluate(script)
        except Error:
            # The page of a job goes on by itself when the worker has done: then look at where it went.
            self.page.wait_for_load_state()
            wide = self.page.evaluate(script)
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"

    def enter(self, username: str, path: str = "/") -> Page:
        """Come in as somebody who has signed in before. The form is tried by the main journey and by test_sign_in."""
        cookie = session_cookie(Account.objects.get(username=username), self.portal)
        self.page.context.add_cookies([cookie])
        return self.open(path)

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

    def guide_picture(self, name: str) -> None:
        """Keep a small picture for the guides of docs/roles when `make screenshots` asks for it."""
        if not os.environ.get("PICTURES"):
            return
        size = dict(self.page.viewport_size)
        shown = size if size == PHONE else GUIDE_DESK
        self.page.set_viewport_size(shown)
        clip = {"x": 0, "y": self.page.evaluate("scrollY"), **shown, "scale": min(1, GUIDE_WIDTH / shown["width"])}
        session = self.page.context.new_cdp_session(self.page)
        for quality in (70, 55, 40, 25):
            answer = session.send(
                "Page.captureScreenshot", {"format": "webp", "quality": quality, "clip": clip, "fromSurface": True}
            )
            data = base64.b64decode(answer["data"])
            if len(data) <= GUIDE_BYTES:
                break
        assert len(data) <= GUIDE_BYTES, name
        GUIDE_PICTURES.mkdir(parents=True, exist_ok=True)
        (GUIDE_PICTURES / f"{name}.webp").write_bytes(data)
        write_size(f"{name}.webp", [round(clip["scale"] * shown[side]) for side in ("width", "height")])
        self.page.set_viewport_size(size)


def write_size(name: str, size: list[int]) -> None:
    """Keep the size of a guide's picture where the portal reads it."""
    sizes = json.loads(SIZES.read_text()) | {name: size}
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in sorted(sizes.items())]
    SIZES.write_text("{\n" + ",\n".join(lines) + "\n}\n")


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
