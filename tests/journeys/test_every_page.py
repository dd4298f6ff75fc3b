"""Every page x role x language in a real Chromium: axe, width, room for longer words, complaints, weight."""

from __future__ import annotations

import pytest

from tests.journeys.sweep import GROW, HEAVIEST, NARROWEST, Listener, faults, pages_of, signed_in, width_beyond

ROLES = ["administrator", "office", "leadership", "officer_a", "agency_lead", "leader_a1", "member_a1"]


# (language, content) of what was tried for another role; each role's first page is tried in any case, with its frame.
TRIED: set[tuple[str, str]] = set()


# The language changes last: the second browser of a pass does not try again what the first one has tried.
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", [pytest.param(code, marks=pytest.mark.together(code)) for code in ("vi", "en")])
def test_every_page_of_a_role(chromium, live_server, cast, role, language):
    account = getattr(cast, role)
    context = signed_in(chromium, live_server.url, account, language)
    page = context.new_page()
    listener = Listener(page)
    complaints = []
    for place, (path, weight, content) in enumerate(pages_of(account, cast)):
        if place and (language, content) in TRIED:
            continue
        TRIED.add((language, content))
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(live_server.url + path)
        found = faults(page) + listener.take()
        beyond = width_beyond(page, NARROWEST)
        if beyond > 0:
            found.append(f"{beyond} px wider than a screen of {NARROWEST}")
        if weight > HEAVIEST:
            found.append(f"{weight} bytes")
        page.evaluate(GROW)
        for width in (NARROWEST, 768, 1280):
            beyond = width_beyond(page, width)
            if beyond > 0:
                found.append(f"with longer words {beyond} px wider than a screen of {width}")
        complaints += [f"{path} {one}" for one in found]
    context.close()
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("look", ["dark", "contrast"])
def test_every_page_in_another_look(chromium, live_server, cast, look):
    """The same pages for the office, which sees the most, dark and in high contrast, on a phone."""
    context = signed_in(chromium, live_server.url, cast.office, viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "look", "value": look, "url": live_server.url}])
    page = context.new_page()
    complaints = []
    for path, _weight, _content in pages_of(cast.office, cast):
        page.goto(live_server.url + path)
        complaints += [f"{path} {one}" for one in faults(page)]
    context.close()
    assert not complaints, "\n".join(complaints)
