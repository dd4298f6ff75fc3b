"""Every page x role x language: ids, weight; in a real Chromium axe, colours, width, longer words, complaints."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from playwright.sync_api import Page

from tests.journeys.shapes import Shape, Tried
from tests.journeys.sweep import (
    DESK,
    GROW,
    HEAVIEST,
    NARROWEST,
    Judge,
    Listener,
    pages_of,
    signed_in,
    width_beyond,
)

# The administrator sees the most; of the others' pages the browser opens what is new on them.
ROLES = ["administrator", "office", "leadership", "officer_a", "agency_lead", "leader_a1", "member_a1"]


def test_every_page_of_every_role(chromium, live_server, cast):
    sweep = Sweep(live_server.url)
    complaints = []
    for language in ("vi", "en"):
        for role in ROLES:
            account = getattr(cast, role)
            context = signed_in(chromium, live_server.url, account, language)
            found = sweep.faults(context.new_page(), account, cast)
            complaints += [f"{language} {role} {one}" for one in found]
            context.close()
    assert not complaints, "\n".join(complaints)


class Sweep:
    """Looks at pages; in the browser at those with something that was on none before."""

    def __init__(self, portal: str) -> None:
        self.portal = portal
        self.tried, self.judge = Tried(), Judge()

    def faults(self, page: Page, account, cast: SimpleNamespace) -> Iterator[str]:
        """Yield what is wrong with the pages of one who has signed in."""
        listener = Listener(page)
        for path, weight, content in pages_of(account, cast):
            shape = Shape(content)
            found = shape.broken_ids()
            if weight > HEAVIEST:
                found.append(f"{weight} bytes")
            known_parts = self.tried.has_parts(shape)
            if not known_parts or not self.tried.has_texts(shape):
                page.set_viewport_size({"width": DESK, "height": 800})
                page.goto(self.portal + path)
                if not known_parts:
                    found += self.judge.faults(page) + self.judge.pale(page, DESK)
                found += self.too_wide(page, judge=not known_parts) + listener.take()
                self.tried.add(shape)
            yield from (f"{path} {one}" for one in found)

    def too_wide(self, page: Page, *, judge: bool) -> list[str]:
        """Return the screens on which one would have to scroll sideways, and what is hard to read on a narrow one."""
        found = []
        beyond = width_beyond(page, NARROWEST)
        if beyond > 0:
            found.append(f"{beyond} px wider than a screen of {NARROWEST}")
        if judge:
            found += self.judge.pale(page, NARROWEST)
        page.evaluate(GROW)
        for width in (NARROWEST, 768, DESK):
            beyond = width_beyond(page, width)
            if beyond > 0:
                found.append(f"with longer words {beyond} px wider than a screen of {width}")
        return found
