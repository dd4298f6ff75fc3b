"""What is tried on every page: what a reader of screens, a narrow phone and a strict policy would stumble over."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import NoReverseMatch
from playwright.sync_api import Browser, BrowserContext, Page

from plumbing.appearance import AUTO, LOOKS
from tests.journeys.conftest import session_cookie
from tests.test_access_walk import CLOSED, address

AXE = Axe()
# WCAG 2.2 AA and what axe holds for good practice; nothing is left out.
RULES = {"resultTypes": ["violations"]}
NARROWEST = 320
DESK = 1280
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
    """Return (address, bytes as they travel, page) of each page that the account may open."""
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
            content = response.content
            page = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
            yield path, len(content), page.decode()


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


# Waits for what still fades in: it is judged when it has come.
SETTLED = """() => Promise.all(
  document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity)
    .map((one) => one.finished.catch(() => {})))"""
# Colours depend on an element and all that it lies in, and take axe longer than all else together. So they are judged,
# in each look, of those elements that stand where none stood before: `known` holds the places of the others.
CONTRAST = """async ({known, looks}) => {
  const tried = new Set(known), found = [], violations = [];
  const places = new Map();
  const states = ['aria-current', 'aria-pressed', 'aria-selected', 'aria-invalid', 'aria-disabled', 'disabled', 'type'];
  for (const element of document.querySelectorAll('html, body, body *')) {
    let place = places.get(element.parentElement) ?? 7;
    const words = [element.tagName, ...[...element.classList].sort(), ...states.map((s) => element.getAttribute(s))];
    for (const letter of words.join(' ')) place = (place * 31 + letter.codePointAt(0)) % 9007199254740;
    places.set(element, place);
    if (tried.has(place) || !element.checkVisibility()) continue;
    found.push(place);
    element.setAttribute('data-untried', '');
  }
  const options = {runOnly: ['color-contrast'], resultTypes: ['violations']};
  for (const look of found.length ? looks : []) {
    document.documentElement.dataset.look = look;
    const {violations: those} = await axe.run({include: [['[data-untried]']]}, options);
    violations.push(...those.map((one) => ({...one, id: `${one.id} in ${look}`})));
  }
  delete document.documentElement.dataset.look;
  document.querySelectorAll('[data-untried]').forEach((element) => element.removeAttribute('data-untried'));
  return {found, violations};
}"""
# Axe's own run() also brings home all that is well, which takes as long as looking.
VIOLATIONS = "options => axe.run(options).then((result) => result.violations)"


def faults(page: Page) -> list[str]:
    """Return what axe finds: rule, weight, and the first place."""
    page.evaluate(SETTLED)
    page.evaluate(AXE.axe_script)
    return in_words(page.evaluate(VIOLATIONS, RULES))


class Judge:
    """Lets axe judge many pages: the colours of a place once on a desk and once on a phone."""

    def __init__(self) -> None:
        self.known: dict[int, set[int]] = {DESK: set(), NARROWEST: set()}

    def faults(self, page: Page) -> list[str]:
        page.evaluate(SETTLED)
        page.evaluate(AXE.axe_script)
        return in_words(page.evaluate(VIOLATIONS, RULES | {"rules": {"color-contrast": {"enabled": False}}}))

    def pale(self, page: Page, width: int) -> list[str]:
        """Return what is hard to read in one of the looks, on a screen of `width`."""
        known = self.known[width]
        answer = page.evaluate(CONTRAST, {"known": list(known), "looks": [code for code in LOOKS if code != AUTO]})
        known |= set(answer["found"])
        return in_words(answer["violations"])


def in_words(violations: list[dict[str, Any]]) -> list[str]:
    """Return rule, weight, and the first place of each."""
    return [f"{one['id']} ({one['impact']}) x{len(one['nodes'])}: {first_place(one)}" for one in violations]


def first_place(violation: dict[str, Any]) -> str:
    return violation["nodes"][0]["html"][:200]
