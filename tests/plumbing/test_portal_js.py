"""The portal's own script in a real Chromium: what was typed survives, nothing is sent twice, questions are asked.

The pages come from a small server of the test's own, so that each answer (redirect, error, sign-in) can be played
exactly.
"""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings

SCRIPT = Path(settings.BASE_DIR) / "static" / "vendor" / "portal.js"
pytestmark = pytest.mark.browser

CONFIRM = (
    '<dialog id="confirm"><p data-confirm-text></p><button type="button" data-confirm-yes>Yes</button>'
    '<button type="button" data-close>No</button></dialog>'
)
FORM = """
<form method="post" action="/save" data-draft="meeting-1" {extra}>
<input type="hidden" name="version" value="{version}"><input name="place"><textarea name="done"></textarea>
<label><input type="checkbox" name="present" value="7" checked> A</label>
<label><input type="checkbox" name="present" value="8" checked> B</label>
<input type="password" name="secret">
<input type="hidden" name="tasks-TOTAL_FORMS" value="0"><div data-rows="tasks"></div>
<template data-row="tasks"><div class="cn-row"><input name="tasks-__prefix__-text">
<input type="hidden" name="tasks-__prefix__-DELETE"><button type="button" data-remove-row>-</button></div></template>
<button type="button" data-add-row="tasks">+</button><button id="go">Save</button></form>
"""


class Site:
    """A server whose answers the test chooses; it remembers what was posted."""

    def __init__(self):
        self.pages, self.posted, self.jobs = {}, [], []

    def answer(self, method, path, body):
        """Return status, type and body (for a redirect: where to)."""
        if path == "/portal.js":
            return 200, "text/javascript", SCRIPT.read_text()
        if path == "/job":
            return 200, "application/json", json.dumps(self.jobs.pop(0))
        if method == "POST":
            self.posted.append(body)
        status, text = self.pages.get(f"{method} {path}", (404, ""))
        return status, "text/html; charset=utf-8", text

    def put(self, path, body, method="GET", user="5", status=200):
        signed_in = f' data-user="{user}"' if user else ""
        html = (
            f'<!doctype html><html lang="vi"><body{signed_in}>{body}{CONFIRM}<script src="/portal.js"></script></body>'
        )
        self.pages[f"{method} {path}"] = (status, html)


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the server's Site."""

    def reply(self):
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        status, kind, text = self.server.site.answer(self.command, self.path, sent)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", text)
            text = ""
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST = reply

    def log_message(self, *args):
        """Keep the test's output quiet."""


@pytest.fixture
def site():
    made = Site()
    made.put("/form", FORM.format(extra="", version=3))
    made.put("/list", "<p>list</p>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.site = made
    made.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def tab(chromium, site):
    context = chromium.new_context(base_url=site.url)
    tab = context.new_page()
    errors = []
    tab.on("pageerror", lambda error: errors.append(error))
    tab.goto("/form")
    yield tab
    assert errors == []
    context.close()


def type_something(tab):
    tab.fill("[name=place]", "Nhà văn hóa")
    tab.fill("[name=secret]", "mật khẩu")
    tab.uncheck("[name=present][value='8']")
    tab.click("[data-add-row]")
    tab.fill("[name=tasks-0-text]", "Sửa đường")
    tab.wait_for_selector("[data-draft-hint]")
    tab.wait_for_timeout(350)


def assert_it_is_back(tab):
    assert tab.input_value("[name=place]") == "Nhà văn hóa"
    assert tab.input_value("[name=tasks-0-text]") == "Sửa đường"
    assert tab.is_checked("[name=present][value='7']")
    assert not tab.is_checked("[name=present][value='8']")


def drafts(tab):
    return tab.evaluate("Object.keys(localStorage)")


def test_what_was_typed_survives_a_reload_but_a_password_is_not_kept(tab):
    type_something(tab)
    tab.reload()
    assert_it_is_back(tab)
    assert tab.input_value("[name=secret]") == ""
    assert "mật khẩu" not in tab.evaluate("JSON.stringify(localStorage)")


def test_draft_can_be_thrown_away(tab):
    type_something(tab)
    tab.reload()
    tab.click("[data-draft-hint] button")
    tab.wait_for_load_state()
    assert tab.input_value("[name=place]") == ""
    assert drafts(tab) == []


def test_what_was_typed_on_an_older_version_is_offered_beside_what_is_saved(tab, site):
    type_something(tab)
    saved = FORM.replace('name="place"', 'name="place" value="Của người khác"')
    site.put("/form", saved.format(extra="", version=4))
    tab.reload()
    assert tab.input_value("[name=place]") == "Của người khác"
    offered = tab.inner_text(".cn-earlier")
    assert "Nhà văn hóa" in offered
    assert "Của người khác" in offered
    # What is typed meanwhile does not wipe it out.
    tab.fill("[name=done]", "Chữ mới")
    tab.wait_for_timeout(350)
    tab.reload()
    assert tab.input_value("[name=done]") == "Chữ mới"
    tab.click(".cn-earlier button >> nth=0")
    assert_it_is_back(tab)
    # With its version, so that sending it asks between the two.
    assert tab.input_value("[name=version]") == "3"
    tab.reload()
    assert "Nhà văn hóa" in tab.inner_text(".cn-earlier")
    tab.click(".cn-earlier button >> nth=1")
    tab.reload()
    assert tab.locator(".cn-earlier").count() == 0


def test_a_full_or_blocked_storage_says_so_before_anything_is_typed(tab, site):
    tab.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")
    tab.goto("/form")
    assert tab.locator("[data-draft-hint].is-lost").is_visible()


def test_without_a_signal_the_page_stays_and_says_that_nothing_was_sent(tab, site):
    site.put("/form", '<div class="cn-messages"></div>' + FORM.format(extra="", version=3))
    site.pages["POST /save"] = (302, "/list")
    tab.reload()
    type_something(tab)
    tab.context.set_offline(True)
    tab.click("#go")
    assert tab.locator(".cn-messages [role=alert]").is_visible()
    assert tab.url.endswith("/form")
    tab.context.set_offline(False)
    tab.click("#go")
    tab.wait_for_url("**/list")
    assert len(site.posted) == 1


def test_redirect_wipes_the_draft(tab, site):
    site.pages["POST /save"] = (302, "/list")
    type_something(tab)
    tab.click("#go")
    tab.wait_for_url("**/list")
    assert drafts(tab) == []


def test_answer_with_errors_keeps_the_draft(tab, site):
    site.put("/save", "<p class='is-invalid'>Day is missing</p>" + FORM.format(extra="data-bound=1", version=3), "POST")
    type_something(tab)
    tab.click("#go")
    tab.wait_for_selector("text=Day is missing")
    assert tab.input_value("[name=place]") == ""
    tab.goto("/form")
    assert_it_is_back(tab)


def test_expired_sign_in_keeps_the_draft_through_the_next_sign_in(tab, site):
    site.pages["POST /save"] = (302, "/login")
    site.put("/login", "<form method='post' action='/login'><button>Sign in</button></form>", user="")
    site.pages["POST /login"] = (302, "/list")
    type_something(tab)
    tab.click("#go")
    tab.wait_for_url("**/login")
    tab.click("button")
    tab.wait_for_url("**/list")
    tab.goto("/form")
    assert_it_is_back(tab)


def test_another_account_does_not_get_the_draft_and_signing_out_asks_about_ones_own(tab, site):
    type_something(tab)
    out = '<form method="post" action="/out" data-sign-out><button id="out">Out</button></form>' + CONFIRM
    site.put("/form", FORM.format(extra="", version=3) + out, user="6")
    site.pages["POST /out"] = (302, "/list")
    tab.reload()
    assert tab.input_value("[name=place]") == ""
    # Nothing of one's own: nothing is asked, and what another typed stays theirs.
    tab.click("#out")
    tab.wait_for_url("**/list")
    (kept,) = drafts(tab)
    tab.goto("/form")
    type_something(tab)
    tab.click("#out")
    tab.click("#confirm [data-close]")
    assert len(drafts(tab)) == 2
    tab.click("#out")
    tab.click("[data-confirm-yes]")
    tab.wait_for_url("**/list")
    assert drafts(tab) == [kept]


def test_double_tap_sends_once(tab, site):
    site.pages["POST /save"] = (302, "/list")
    tab.evaluate("() => { const b = document.querySelector('#go'); b.click(); b.click(); b.click(); }")
    tab.wait_for_url("**/list")
    assert len(site.posted) == 1


def test_question_is_asked_first(tab, site):
    site.put(
        "/form",
        '<form method="post" action="/save"><button id="go" name="a" value="b" data-confirm="Lock?">L</button></form>',
    )
    site.pages["POST /save"] = (302, "/list")
    tab.reload()
    tab.click("#go")
    assert tab.inner_text("[data-confirm-text]") == "Lock?"
    tab.click("#confirm [data-close]")
    assert site.posted == []
    tab.click("#go")
    tab.click("[data-confirm-yes]")
    tab.wait_for_url("**/list")
    assert site.posted == ["a=b"]


def test_removed_row_is_marked_for_the_server(tab):
    tab.click("[data-add-row]")
    tab.click("[data-remove-row]")
    assert tab.input_value("[name=tasks-0-DELETE]") == "on"
    assert "is-removed" in tab.get_attribute(".cn-row", "class")
    assert tab.input_value("[name=tasks-TOTAL_FORMS]") == "1"


def test_progress_is_followed_to_its_end(tab, site):
    site.jobs = [
        {"state": "running", "done": 1500, "total": 3000, "message": "Đang đọc"},
        {"state": "done", "done": 3000, "total": 3000, "message": "", "url": "/list"},
    ]
    site.put(
        "/form",
        '<div data-poll-url="/job"><i data-progress-message></i><i data-progress-count></i><progress></progress></div>',
    )
    tab.reload()
    tab.wait_for_function("document.querySelector('[data-progress-count]').textContent === '1.500 / 3.000'")
    tab.wait_for_url("**/list")
