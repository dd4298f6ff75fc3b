"""Checks that every page's test file asks for: who may not come in, and what a list costs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

# What a refusal says: a status alone could come from anywhere.
SENTENCES = {
    403: "<h1>Đồng chí không có quyền thực hiện thao tác này</h1>",
    404: "<h1>Không tìm thấy trang này</h1>",
}


def check_answer(response, status: int, *more: object) -> None:
    """The page refuses with `status` (403 or 404), in its own words; `more` says where, when it does not."""
    assert response.status_code == status, more
    assert SENTENCES[status] in response.content.decode(), more


def check_only_takes(response, *methods: str) -> None:
    assert (response.status_code, response["Allow"]) == (405, ", ".join(methods))


def check_visitor_signs_in(url: str) -> None:
    """A visitor is sent to sign in and comes back to the page."""
    response = Client().get(url)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert f"next={url.split('?')[0]}" in response.url


def check_refused(url: str, accounts: Iterable, *, status: int) -> None:
    """Each account gets `status` (403: may not; 404: does not exist for it), by GET and by POST."""
    for account in accounts:
        client = Client()
        client.force_login(account)
        check_answer(client.get(url), status, account.username, "GET")
        check_answer(client.post(url), status, account.username, "POST")


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def check_queries_do_not_grow(client: Client, url: str, add_rows: Callable[[int], object]) -> None:
    """The page asks as many questions for 30 rows more as for the few that are there, and never more than 12."""
    few = queries_of(client, url)
    add_rows(30)
    assert queries_of(client, url) == few
    assert few <= 12


def names_in(response) -> str:
    return response.content.decode()


def sheet(response) -> list[list]:
    """Return the rows of a downloaded workbook."""
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


def form_data(form) -> dict[str, str]:
    """Return what a browser would send for an untouched form."""
    data = {}
    for bound in form:
        value = bound.value()
        if value is True:
            data[bound.html_name] = "on"
        elif isinstance(value, list | tuple):
            data[bound.html_name] = value
        elif value not in (None, False):
            shown = bound.field.prepare_value(value)
            data[bound.html_name] = str(getattr(shown, "pk", shown))
    return data
