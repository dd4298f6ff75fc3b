"""What is tried on every page: what a reader of screens, a narrow phone and a strict policy would stumble over."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from types import SimpleNamespace

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import NoReverseMatch
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import session_cookie
from tests.test_access_walk import CLOSED, address

AXE = Axe()
# WCAG 2.2 AA and what axe holds for good practice; nothing is left out.
RULES = {"resultTypes": ["violations"]}
NARROWEST = 320
# 20 KB for each next page, as it travels.
HEAVIEST = 20 * 1024


def signed_in(browser: Browser, address_of_portal: str, account, language: str = "vi", **options) -> BrowserContext:
    """Return a browser in which `account` is signed in and reads `language`."""
    account.language = language
    account.save(update_fields=["language"])
    # Nothing is looked at while it still moves.
    context = browser.new_context(locale="vi-VN", reduced_motion="reduce", **options)
    context.set_default_timeout(15_000)
    context.add_cookies([session_cookie(account, address_of_portal)])
    return context


def pages_of(account, cast: SimpleNamespace) -> Iterator[tuple[str, int, str]]:
    """Return (address, bytes as they travel, what stands in it) of each page that the account may open."""
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(account)
    for name in CLOSED:
        try:
            path = address(name, cast, 0)
        except NoReverseMatch:
            continue
        response = client.get(path)
        is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        if is_page and not response.streaming:
            yield path, len(response.content), inside(response.content)


def inside(content: bytes) -> str:
    """Return a page without its frame, names and one-time marks: what is the same is tried once in each language."""
    page = (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode()
    main = page[page.find("<main") : page.find("<footer")]
    main = re.sub(r'<div class="cn-print-head".*?</div>', "", main, flags=re.S)
    return re.sub(r'name="(csrfmiddlewaretoken|token|uuid)" value="[^"]*"', "", main)


class Listener:
    """Collects what the browser complains of: script errors, refused scripts and styles, missing files."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.heard.append(message.text))
        page.on("pageerror", lambda error: self.heard.append(str(error)))

    def take(self) -> list[str]:
        heard, self.heard = self.heard, []
        return heard


# Words of another language, or of another day, are longer: each text of the page grows by two fifths.
GROW = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim().length > 3) texts.push(walker.currentNode);
  texts.forEach((one) => {
    const words = one.data.trim().split(/\\s+/);
    one.data = `${one.data} ${words.slice(0, Math.ceil(words.length * 0.4)).join(' ')}`;
  });
}"""


def width_beyond(page: Page, width: int) -> int:
    """Return by how many pixels the page is wider than a screen of `width`."""
    page.set_viewport_size({"width": width, "height": 740})
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def faults(page: Page) -> list[str]:
    """Return what axe finds: rule, weight, and the first place."""
    # What fades in is judged when it has come, so the end is waited for of whatever has one.
    page.evaluate(
        """() => Promise.all(document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity)
        .map((one) => one.finished.catch(() => {})))"""
    )
    page.evaluate(AXE.axe_script)
    # Axe's own run() also brings home all that is well, which takes as long as looking.
    found = page.evaluate("options => axe.run(options).then((result) => result.violations)", RULES)
    return [f"{one['id']} ({one['impact']}) x{len(one['nodes'])}: {one['nodes'][0]['html'][:200]}" for one in found]
