"""A day in the lists: a row beside its list, the keyboard alone, many rows at once, a phone, no JavaScript."""

import re

import pytest

from activities.models import Task
from households.models import Household
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.sweep import faults


@pytest.fixture
def office(portal, cast, person):
    """Return a function that seats the office at a list."""
    cast.office.tour_seen_on = "2026-01-01"
    cast.office.save()

    def sit(size, path, **options):
        somebody = person(size, **options)
        return somebody, somebody.enter("vanphong", path)

    return sit


def focused(page):
    return page.evaluate("document.activeElement.closest('tr')?.querySelector('a')?.textContent")


def test_a_row_opens_beside_the_list(cast, office):
    person, page = office(DESK, "/households/?result=poor")
    page.click("tbody tr:first-child td:nth-child(5)")
    page.wait_for_selector("[data-panel-body] h1")
    name = page.inner_text("tbody tr:first-child a")
    assert page.inner_text("[data-panel-body] h1") == name
    key = re.search(r"open=(\d+)", page.url).group(1)
    assert page.get_attribute("[data-panel-full]", "href").endswith(f"/households/{key}/")
    assert faults(page) == []
    page.click("[data-panel-step='1']")
    page.wait_for_function("name => document.querySelector('[data-panel-body] h1')?.textContent !== name", arg=name)
    other = page.url
    page.reload()
    page.wait_for_selector("[data-panel-body] h1")
    assert page.url == other
    # One step back closes it, however many rows were looked at.
    page.go_back()
    page.wait_for_selector("[data-panel]", state="hidden")
    assert "open=" not in page.url
    page.click("tbody tr:first-child td:nth-child(5)")
    page.wait_for_selector("[data-panel-body] h1")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-panel]", state="hidden")
    assert focused(page) == name
    person.check()


def test_a_form_beside_the_list_keeps_list_and_filter(cast, office):
    person, page = office(DESK, "/tasks/?state=open")
    page.click("tbody tr:first-child td:nth-child(4)")
    page.wait_for_selector("[data-panel-body] form")
    assert faults(page) == []
    page.select_option("[data-panel-body] [name=state]", "not_done")
    page.click("[data-panel-body] button.btn-primary")
    page.wait_for_selector("[data-panel-body] .alert, [data-panel-body] .invalid-feedback")
    page.fill("[data-panel-body] [name=not_done_reason]", "mưa lũ")
    page.click("[data-panel-body] button.btn-primary")
    page.wait_for_selector("[data-toast]")
    assert "state=open" in page.url
    assert Task.objects.filter(state="not_done", not_done_reason="mưa lũ").count() == 1
    person.check()


def test_a_row_is_corrected_beside_its_list(cast, office):
    person, page = office(DESK, "/households/")
    page.click("tbody tr:first-child td:nth-child(5)")
    page.wait_for_selector("[data-panel-body] a[href$='/edit/']")
    name = page.inner_text("[data-panel-body] h1")
    page.click("[data-panel-body] .cn-head a[href$='/edit/']")
    page.wait_for_selector("[data-panel-body] [name=address]")
    assert page.evaluate("document.activeElement.localName") == "h1"
    assert faults(page) == []
    page.click("[data-panel-body] .card-footer a")
    page.wait_for_selector("[data-panel-body] .cn-dl")
    assert page.inner_text("[data-panel-body] h1") == name
    page.click("[data-panel-body] .cn-head a[href$='/edit/']")
    page.fill("[data-panel-body] [name=address]", "Nhóm 1")
    page.click("[data-panel-body] .btn-primary")
    page.wait_for_selector("[data-panel-body] dd:text-is('Nhóm 1')")
    assert "open=" in page.url
    assert Household.objects.filter(address="Nhóm 1").count() == 1
    person.check()


def test_by_the_keyboard_alone(cast, office):
    person, page = office(DESK, "/tasks/")
    page.focus("tbody tr:first-child")
    first = focused(page)
    page.keyboard.press("j")
    page.keyboard.press("Space")
    assert focused(page) != first
    page.keyboard.press("Home")
    assert focused(page) == first
    page.keyboard.press("End")
    page.keyboard.press("Space")
    assert page.locator("tbody input:checked").count() == 2
    # Shift takes all rows between in or out, by key and by click; the bar counts them.
    page.keyboard.press("Home")
    page.keyboard.press("Shift+Space")
    rows = page.locator("tbody tr").count()
    assert page.locator("tbody input:checked").count() == rows > 2
    page.uncheck("tbody tr:first-child input")
    page.click(f"tbody tr:nth-child({rows}) input", modifiers=["Shift"])
    assert page.locator("tbody input:checked").count() == 0
    for place in (2, rows):
        page.check(f"tbody tr:nth-child({place}) input")
    page.focus("tbody tr:last-child")
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.wait_for_selector("[data-panel-body] form")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-panel]", state="hidden")
    page.focus("[data-bulk] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/finish/?*")
    assert faults(page) == []
    page.focus("form.card button.btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-undo] button")
    assert Task.objects.filter(state="done").count() == 2
    assert faults(page) == []
    page.focus("[data-undo] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cn-messages .cn-ok:not(:has([data-undo]))")
    assert Task.objects.filter(state="done").count() == 0
    person.check()


def test_letters_do_nothing_outside_the_table(cast, office):
    _person, page = office(DESK, "/tasks/")
    page.click("[name=q]")
    page.keyboard.type("jok?")
    assert page.input_value("[name=q]") == "jok?"
    assert not page.is_visible("#keys")
    assert not page.is_visible("[data-panel]")


def test_columns_show_at_once(cast, office):
    person, page = office(DESK, "/households/?q=a")
    page.click(".cn-columns-box summary")
    assert faults(page) == []
    page.check("[data-columns] [value=code]")
    page.wait_for_url("**columns=*code*")
    assert page.is_visible(".cn-columns-panel")
    assert "q=a" in page.url
    assert "columns=" in page.get_attribute("a[data-export]", "href")
    page.keyboard.press("Escape")
    page.goto(page.url.split("?")[0])
    assert page.locator("thead th").count() == 8
    person.check()


def test_a_toast_leaves_unless_it_is_an_error_or_holds_an_undo(cast, office):
    _person, page = office(DESK, "/tasks/")
    page.clock.install()
    page.goto(page.url)
    page.evaluate(
        """() => document.dispatchEvent(new CustomEvent('toasts', { detail: ['ok', 'undo', 'bad'].map((kind) => {
             const box = document.createElement('div');
             box.className = `cn-callout is-${kind}`;
             if (kind !== 'bad') box.dataset.toast = '';
             if (kind === 'undo') box.innerHTML = '<form data-undo></form>';
             return box; }) }))"""
    )
    page.clock.run_for(9000)
    assert [page.locator(f".is-{kind}").count() for kind in ("ok", "undo", "bad")] == [0, 1, 1]
    page.clock.run_for(12000)
    assert [page.locator(f".is-{kind}").count() for kind in ("ok", "undo", "bad")] == [0, 0, 1]


def test_on_a_phone_the_page_opens(cast, office):
    person, page = office(PHONE, "/tasks/")
    page.check("tbody tr:first-child input")
    person.check()
    assert faults(page) == []
    page.click(".cn-columns-box summary")
    person.check()
    assert faults(page) == []
    page.click("h1")
    page.click("tbody tr:nth-child(2) td:nth-child(4)")
    page.wait_for_url("**/tasks/*/edit/")


def test_without_javascript(cast, office):
    person, page = office(DESK, "/tasks/?q=nhiem", java_script_enabled=False)
    page.click(".cn-columns-box summary")
    page.uncheck("[data-columns] [value=commune]")
    page.click("[data-columns] button")
    assert "columns=title,team,assignee" in page.url
    assert "q=nhiem" in page.url
    page.check("tbody tr:first-child input")
    page.click("[data-bulk] button >> nth=0")
    page.click("form.card button.btn-primary")
    assert Task.objects.filter(state="done").count() == 1
    assert page.locator(".cn-messages").evaluate("box => getComputedStyle(box).position") == "static"
    page.click("[data-undo] button")
    assert Task.objects.filter(state="done").count() == 0
    assert person.complaints == []
