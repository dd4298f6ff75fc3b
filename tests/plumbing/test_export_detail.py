"""/exports/<token>/: a list of many rows is made by the worker, for whoever asked and with that reader's rights."""

import pytest
from django.urls import reverse

from plumbing import exporting
from plumbing.models import ExportedList, Job
from tests.closed import check_answer, check_visitor_signs_in
from tests.imports import work

TEAMS = "/teams/?export=xlsx"


@pytest.fixture
def long_lists(monkeypatch):
    """Every list of more than one row counts as long."""
    monkeypatch.setattr(exporting, "MAX_ROWS_AT_ONCE", 1)


def ask(client, url=TEAMS) -> ExportedList:
    response = client.get(url)
    assert response.status_code == 302
    export = ExportedList.objects.latest("id")
    assert response.url == export.get_absolute_url()
    return export


def outcome(export) -> tuple[str, bytes]:
    export.refresh_from_db()
    return export.job.state, export.content


def text(client, export) -> str:
    return client.get(export.get_absolute_url()).content.decode()


def test_says_how_far_it_is_then_where_the_file_lies(cast, sign_in, long_lists):
    client = sign_in(cast.office)
    export = ask(client)
    waiting = text(client, export)
    assert f'data-poll-url="{reverse("plumbing:job_status", args=[export.job.token])}"' in waiting
    assert "Tải xuống Excel" not in waiting
    work()
    ready = text(client, export)
    assert reverse("plumbing:export_download", args=[export.token]) in ready
    assert "data-poll-url" not in ready
    assert (
        client.get(reverse("plumbing:job_status", args=[export.job.token])).json()["url"] == export.get_absolute_url()
    )


def test_a_short_list_comes_at_once(cast, sign_in):
    assert sign_in(cast.office).get(TEAMS).status_code == 200
    assert not ExportedList.objects.exists()


def test_asking_twice_makes_one_file(cast, sign_in, long_lists):
    client = sign_in(cast.office)
    assert client.get(TEAMS).url == client.get(TEAMS).url
    assert (ExportedList.objects.count(), Job.objects.count()) == (1, 1)


def test_a_list_that_is_too_long_is_narrowed_first(cast, sign_in, monkeypatch):
    monkeypatch.setattr(exporting, "MAX_ROWS", 2)
    response = sign_in(cast.office).get("/teams/?q=A&export=xlsx", follow=True)
    assert response.redirect_chain == [("/teams/?q=A", 302)]
    assert "hẹp" in response.content.decode()
    assert not ExportedList.objects.exists()


def test_whoever_has_lost_the_right_gets_no_file(cast, sign_in, long_lists):
    client = sign_in(cast.office)
    export = ask(client, "/households/?export=xlsx&export_reason=thử")
    cast.office.role, cast.office.agency = "agency_lead", cast.agency_a
    cast.office.save()
    work()
    assert outcome(export) == ("failed", b"")
    assert "không còn được xuất danh sách này" in text(client, export)


def test_a_closed_account_gets_no_file(cast, sign_in, long_lists):
    export = ask(sign_in(cast.office))
    cast.office.is_active = False
    cast.office.save()
    work()
    assert outcome(export) == ("failed", b"")


def test_a_page_is_no_file(cast, sign_in, long_lists):
    """A list that may no longer be taken along answers with its page."""
    export = ask(sign_in(cast.office))
    ExportedList.objects.update(address="/teams/")
    work()
    assert outcome(export) == ("failed", b"")


@pytest.mark.parametrize("name", ["administrator", "leadership", "leader_a1", "stranger"])
def test_nobody_else_sees_it(cast, sign_in, long_lists, name):
    export = ask(sign_in(cast.office))
    check_answer(sign_in(getattr(cast, name)).get(export.get_absolute_url()), 404)


def test_visitor_signs_in(cast, sign_in, long_lists):
    check_visitor_signs_in(ask(sign_in(cast.office)).get_absolute_url())
