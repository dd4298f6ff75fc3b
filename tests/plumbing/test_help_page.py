"""The “?”: every page that somebody can open is explained in both languages and costs its page nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from config.help import BOOK, GUIDES, HELP, KEYS, PAGES
from config.tour import TOURS, tour_for
from reports.glossary import KIND_WORDS, glossary
from reports.indicators import BUILT_IN, Ratio
from teams.access import Role
from tests.closed import check_answer, check_visitor_signs_in, queries_of
from tests.test_access_walk import ALL
from tests.url_targets import TARGETS

LINK = re.compile(r'class="cn-why" href="([^"]+)"')


def pages_of(cast, account) -> dict[str, str]:
    """Return the whole pages that the account can open, by their URL names."""
    client = Client()
    client.force_login(account)
    found = {}
    for name, targets in TARGETS.items():
        response = client.get(reverse(name, kwargs=targets(cast)[0]))
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            found[name] = response.content.decode()
    return found


def test_every_page_is_explained(cast):
    found = pages_of(cast, cast.administrator) | pages_of(cast, cast.office) | pages_of(cast, cast.leader_a1)
    assert len(found) > 50
    assert set(found) - set(PAGES) - {"account_logout"} == set()
    unlinked = {name for name, html in found.items() if name != "account_logout" and not LINK.search(html)}
    assert unlinked == set()
    for name, html in found.items():
        if name != "account_logout":
            assert reverse("help_page", args=[name]) == LINK.search(html)[1]


def test_no_help_is_left_of_a_page_that_has_gone():
    assert set(PAGES) - set(ALL) == set()
    names = [name for group, _ in HELP for name in group]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_term_resolves(db, language):
    with translation.override(language):
        terms = glossary()
        unknown = {(name, code) for name, page in PAGES.items() for code in page.terms if code not in terms}
        assert unknown == set()
        explained = [terms[code] for page in PAGES.values() for code in page.terms]
        counted = [one for page in PAGES.values() for _, ones in BOOK.figures(page.heads, terms) for one in ones]
        assert len(explained) > 50
        assert len(counted) > 20
        assert [one for one in [*explained, *counted] if not (str(one.name) and str(one.meaning))] == []


def test_every_figure_has_its_meaning():
    """A new indicator cannot come without a sentence about how it is counted; a ratio says so by itself."""
    assert [code for code, one in BUILT_IN.items() if not isinstance(one, Ratio) and not one.meaning] == []
    assert {one.kind for one in BUILT_IN.values()} <= set(KIND_WORDS)


def test_explains_how_figures_are_computed(cast, sign_in):
    html = sign_in(cast.office).get(reverse("help_page", args=["reports:dashboard"])).content.decode()
    for one in BUILT_IN.values():
        assert str(one.name).replace("&", "&amp;") in html
    assert "<details>" in html
    assert html.count("<h1>") == 1


def test_panel_is_only_the_middle(cast, sign_in):
    url = reverse("help_page", args=["home"])
    whole = sign_in(cast.office).get(url)
    panel = sign_in(cast.office).get(url, headers={"X-Part": "panel"})
    assert "<html" in whole.content.decode()
    assert "<html" not in panel.content.decode()
    assert "X-Part" in panel["Vary"]


def test_asks_little(cast, sign_in):
    assert queries_of(sign_in(cast.office), reverse("help_page", args=["reports:report_page"])) <= 6


def test_unknown_page(cast, sign_in):
    check_answer(sign_in(cast.office).get(reverse("help_page", args=["teams:nothing"])), 404)


def test_visitor_signs_in(db):
    check_visitor_signs_in(reverse("help_page", args=["home"]))


def test_pages_stay_small(cast, sign_in):
    """The text of the help is fetched when somebody asks for it: a page carries its address alone."""
    html = sign_in(cast.office).get("/teams/").content.decode()
    assert str(PAGES["teams:team_list"].purpose) not in html


# --- the tour ---------------------------------------------------------------------------------------------------


def test_every_role_has_a_guide_and_three_steps():
    assert set(GUIDES) == set(TOURS) == set(Role)
    assert {len(steps) for steps in TOURS.values()} == {3}
    pages = {step.page for steps in TOURS.values() for step in steps if step.page}
    assert len(pages) > 3
    assert pages - set(ALL) == set()


@pytest.mark.parametrize("role", ["administrator", "office", "leadership", "officer_a", "agency_lead", "leader_a1"])
def test_steps_point_at_parts_of_the_home_page(cast, sign_in, role):
    account = getattr(cast, role)
    html = sign_in(account).get("/").content.decode()
    for step in TOURS[account.role]:
        address = reverse(step.page) if step.page else ""
        assert f'data-tour="{step.anchor}"' in html or (address and f'href="{address}' in html), step.anchor


def test_tour_is_shown_once(cast, sign_in):
    client = sign_in(cast.office)
    assert 'id="tour"' in client.get("/").content.decode()
    assert 'id="tour"' not in client.get("/teams/").content.decode()
    client.post(reverse("teams:tour_seen"))
    assert 'id="tour"' not in client.get("/").content.decode()
    assert 'id="tour"' in client.get("/?tour=1").content.decode()


def test_tour_of_another_page_is_none(cast, rf):
    assert tour_for(rf.get("/teams/?tour=1"), cast.office) == ()


def test_keys_are_said():
    assert KEYS
    assert [pair for pair in KEYS if not all(map(str, pair))] == []
