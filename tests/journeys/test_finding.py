"""The palette and the choosers in a real Chromium: by keyboard alone, on a phone and a desk, and without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from households.models import Household
from plumbing import history
from teams.models import Account, Area
from tests.conftest import make_household
from tests.journeys.conftest import DESK, PHONE, Person
from tests.journeys.sweep import faults

pytestmark = pytest.mark.app("plumbing")


@pytest.fixture
def seat(chromium, live_server, cast) -> Iterator[Callable[..., Page]]:
    """Return a function that signs somebody in before a screen; a console error fails the test at its end."""
    people = []

    def sit(username: str, size: dict[str, int], **options) -> Page:
        context = chromium.new_context(viewport=size, locale="vi-VN", has_touch=size is PHONE, **options)
        person = Person(context, live_server.url)
        people.append((context, person))
        return person.enter(username)

    yield sit
    for context, person in people:
        person.check()
        context.close()


def more_villages(cast, number: int = 9) -> None:
    """So many that the select becomes a chooser."""
    for i in range(number):
        village = history.create(Area(level="village", code=f"x{i}", name=f"Điện Thử {i}"), by=None)
        path = cast.areas.a1.paths_up
        for way in path.filter(depth__gt=0):
            way.pk, way.descendant = None, village
            way.save()
        own = path.get(depth=0)
        own.pk, own.ancestor, own.descendant = None, village, village
        own.save()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_palette_opens_a_household_by_keyboard_alone(size, seat, cast):
    make_household(cast.areas.a1, "Lò Văn Điện", "poor", cast.review)
    page = seat("vanphong", size)
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type("dien")
    first = page.get_by_role("option", name="Lò Văn Điện")
    expect(first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert faults(page) == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/households/{Household.objects.get(persons__name='Lò Văn Điện').pk}/")


def test_escape_closes_and_a_slash_opens_but_not_while_somebody_types(seat):
    page = seat("vanphong", DESK)
    page.keyboard.press("/")
    palette = page.locator("#palette")
    expect(palette).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.goto(page.url + "search/")
    page.locator("#id_q").press("/")
    assert page.locator("#id_q").input_value() == "/"
    expect(palette).to_be_hidden()


def test_the_palette_opens_over_the_tour(seat):
    page = seat("vanphong", DESK)
    Account.objects.update(tour_seen_on=None)
    page.reload()
    expect(page.locator("#tour")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(page.locator("#tour")).to_be_visible()


def test_pages_opened_before_are_there_until_sign_out(seat):
    page = seat("vanphong", DESK)
    page.goto(page.url + "teams/")
    page.goto(page.url.replace("teams/", "cadres/"))
    page.locator("[data-palette]").click()
    expect(page.locator("#hit-recent-0")).to_contain_text("Tổ dân vận")
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('recent:'))") == []


def test_without_a_connection_the_palette_says_so(seat):
    page = seat("vanphong", DESK)
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    page.keyboard.press("Control+k")
    page.keyboard.type("dien")
    expect(page.locator("#palette .cn-note")).to_have_text(page.locator("#palette").get_attribute("data-offline"))


def test_without_a_script_the_button_leads_to_the_search_page(seat, cast):
    page = seat("vanphong", PHONE, java_script_enabled=False)
    page.locator("[data-palette]").click()
    page.fill("#id_q", "huoi thu")
    page.locator(".cn-find button").click()
    assert page.locator(f".cn-hits a[href='/dashboard/{cast.areas.a1.pk}/']").inner_text().startswith("Huổi Thử")
    page.goto(page.url.split("/search/")[0] + "/households/new/")
    assert page.locator("main [role=combobox]").count() == 0
    page.select_option("[name=village]", str(cast.areas.a2.pk))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_village_is_chosen_by_keyboard_alone(size, seat, cast):
    more_villages(cast)
    page = seat("vanphong", size)
    page.goto(page.url + "households/new/")
    field = page.locator("#div_id_village [role=combobox]")
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert faults(page) == []
    if size is PHONE:
        box = page.locator(".cn-chooser.is-open").bounding_box()
        assert (box["x"], box["y"], box["width"]) == (0, 0, PHONE["width"])
        assert page.locator(".cn-choice").first.bounding_box()["height"] >= 44
    page.keyboard.type("dien thu 4")
    page.keyboard.press("Enter")
    village = Area.objects.get(name="Điện Thử 4")
    assert page.locator("[name=village]").input_value() == str(village.pk)
    assert field.input_value() == "Điện Thử 4"
    expect(field).to_be_focused()
    # What was typed and not chosen leaves the choice as it was.
    page.keyboard.type("khong co")
    page.keyboard.press("Escape")
    assert field.input_value() == "Điện Thử 4"
    page.locator("#div_id_village [data-clear]").click()
    assert page.locator("[name=village]").input_value() == ""


def test_a_tree_opens_and_closes_by_arrows(seat, cast):
    more_villages(cast, 30)
    page = seat("vanphong", DESK)
    page.goto(page.url + "households/new/")
    page.locator("#div_id_village [role=combobox]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("tree")).to_be_visible()
    page.keyboard.press("ArrowDown")
    group = page.get_by_role("treeitem", name="Xã Mường Chà")
    expect(group).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowRight")
    expect(group).to_have_attribute("aria-expanded", "true")
    assert faults(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(group).to_have_attribute("aria-expanded", "false")


def test_enter_takes_what_was_typed_and_not_the_area_that_it_lies_in(seat, cast):
    # An account for one commune must not come to see the whole province.
    for i in range(9):
        commune = history.create(Area(level="commune", code=f"y{i}", name=f"Xã Điện Thử {i}"), by=None)
        for way in cast.areas.new_a.paths_up.all():
            way.pk, way.descendant = None, commune
            way.ancestor = way.ancestor if way.depth else commune
            way.save()
    page = seat("quantri", DESK)
    page.goto(page.url + "accounts/new/")
    page.locator("#div_id_area [role=combobox]").click()
    page.keyboard.type("dien thu 4")
    expect(page.get_by_role("treeitem", name="Tỉnh Điện Biên")).to_be_visible()
    page.keyboard.press("Enter")
    assert page.locator("#div_id_area [role=combobox]").input_value() == "Xã Điện Thử 4"


def test_a_choice_is_kept_in_the_draft_and_shown_again(seat, cast):
    more_villages(cast)
    page = seat("vanphong", DESK)
    page.goto(page.url + "households/new/")
    field = page.locator("#div_id_village [role=combobox]")
    field.click()
    page.keyboard.type("dien thu 2")
    page.keyboard.press("Tab")
    expect(page.locator("[data-draft-hint]")).to_be_visible()
    page.reload()
    assert field.input_value() == "Điện Thử 2"


def test_villages_of_a_filter_and_cadres_of_an_account_are_asked_for(seat, cast):
    page = seat("quantri", DESK)
    page.goto(page.url + "households/")
    page.locator("#id_village").locator("xpath=following-sibling::*[1]").get_by_role("combobox").click()
    page.keyboard.type("mau da")
    expect(page.get_by_role("option", name="Mẫu Đá")).to_be_visible()
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.locator(".cn-filter-go button").first.click()
    assert f"village={cast.areas.b1.pk}" in page.url
    assert page.locator("tbody tr").count() == 1
    page.goto(page.url.split("/households/")[0] + "/accounts/new/")
    page.locator("#div_id_cadre [role=combobox]").click()
    page.keyboard.type("sung a")
    expect(page.get_by_role("option", name="Sùng A Mẫu")).to_be_visible()
    page.keyboard.press("Enter")
    assert page.locator("[name=cadre]").input_value() == str(cast.cadres_a2[0].pk)


def test_rows_that_are_added_later_have_choosers_too(seat, cast):
    more_villages(cast)
    page = seat("vanphong", DESK)
    page.goto(page.url + "households/new/")
    page.evaluate(
        "document.querySelector('main form').append(Object.assign(document.createElement('select'), {name: 'late'}));"
        "const late = document.querySelector('[name=late]'); late.setAttribute('aria-label', 'Late');"
        "for (let i = 0; i < 12; i += 1) late.add(new Option(`Điện ${i}`, i)); late.dataset.chooser = '';"
        "late.parentNode.append(late);"
    )
    page.get_by_role("combobox", name="Late").click()
    page.keyboard.type("dien 11")
    page.keyboard.press("Enter")
    assert page.locator("[name=late]").input_value() == "11"
