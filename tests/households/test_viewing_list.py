"""/viewings/: whoever was shown a household stands there, whatever it was shown on.

That no page of the portal is left out, for no role, is proved by the walk over all URLs (tests/test_access_walk.py).
"""

import datetime as dt

import pytest
from django.urls import reverse

from activities.models import Task
from households.models import Viewing
from plumbing import history
from plumbing.models import ImportBatch, ImportRow
from tests.closed import check_refused, names_in
from tests.conftest import LAST_MONTH
from tests.plumbing.test_export_download import make  # noqa: F401 -- a list that the worker makes
from tests.test_access_walk import unwritten

LIST = "/households/"


def last(response):
    """Return what was written down of an answer: how, the page, the households."""
    entry = Viewing.objects.filter(request_id=response["X-Request-ID"]).first()
    return entry and (entry.how, entry.path, set(entry.keys()))


def test_every_kind_of_answer_that_names_somebody(cast, sign_in):
    a1, a2, b1 = (cast.household_a1.pk, cast.household_a2.pk, cast.household_b1.pk)
    client = sign_in(cast.office)
    month = f"{LAST_MONTH:%Y-%m}"
    figure = f"/figures/poor_households/{cast.areas.region.pk}/{month}/"
    assert reverse("reports:figure_rows", args=["poor_households", cast.areas.region.pk, month]) == figure
    answers = {
        LIST: ("list", {a1, a2, b1}),
        f"{LIST}?q=Thào+A": ("page", {a1}),
        f"{LIST}?columns=head,address": ("list", {a1, a2, b1}),
        f"{LIST}?export=xlsx&export_reason=thử": ("file", {a1, a2, b1}),
        f"{LIST}?export=xlsx&export_reason=thử&row={a2}": ("file", {a2}),
        f"{LIST}?export=print&export_reason=thử": ("print", {a1, a2, b1}),
        "/search/?q=Bí+Mật": ("search", {b1}),
        figure: ("list", {a1, b1}),
        f"{figure}?export=xlsx&export_reason=thử": ("file", {a1, b1}),
        "/history/?model=households.person": ("list", {a1, a2, b1}),
        "/history/?model=teams.team": None,
        "/teams/": None,
        f"{LIST}999999/": None,
    }
    found = {url: last(client.get(url)) for url in answers}
    assert found == {url: right and (right[0], url.partition("?")[0], right[1]) for url, right in answers.items()}


def test_the_palette_and_a_page_beside_a_list(cast, sign_in):
    client = sign_in(cast.leader_a1)
    palette = client.get("/search/?q=Thào", headers={"X-Part": "palette"})
    beside = client.get(f"{LIST}{cast.household_a1.pk}/", headers={"X-Part": "panel"})
    assert last(palette) == ("search", "/search/", {cast.household_a1.pk})
    assert last(beside) == ("page", f"{LIST}{cast.household_a1.pk}/", {cast.household_a1.pk})
    assert unwritten(palette, cast) == unwritten(beside, cast) == []


@pytest.mark.parametrize("page", ["edit", "leave", "void", "persons/new", "assessments/new"])
def test_a_form_that_is_refused(cast, sign_in, page):
    """What comes back names the household once more; who is only sent on sees nobody."""
    response = sign_in(cast.office).post(f"{LIST}{cast.household_a1.pk}/{page}/", {"version": "1", "size": "99"})
    assert response.status_code == 422
    assert last(response)[2] == {cast.household_a1.pk}
    assert unwritten(response, cast) == []


def test_who_is_sent_on_saw_nobody(cast, sign_in):
    response = sign_in(cast.office).post(f"{LIST}{cast.household_a1.pk}/void/", {"reason": "nhập nhầm"})
    assert response.status_code == 302
    assert last(response) is None


def test_a_task_about_a_household_tells_of_it(cast, sign_in):
    row = Task(team=cast.team_a1, title="Thăm hộ", household=cast.household_a1, due_on=dt.date.today())
    history.create(row, by=None)
    assert last(sign_in(cast.leader_a1).get(f"/tasks/{row.pk}/edit/"))[2] == {cast.household_a1.pk}


def test_a_file_that_the_worker_made(cast, sign_in, make):  # noqa: F811
    client = sign_in(cast.officer_a)
    url = make(client, f"{LIST}?export=xlsx&export_reason=thử")
    Viewing.objects.all().delete()
    for _time in range(2):
        assert last(client.get(url)) == ("file", url, {cast.household_a1.pk, cast.household_a2.pk})
    # The page that waits for it names nobody.
    assert Viewing.objects.count() == 2


def test_a_list_that_waits_to_be_loaded(cast, sign_in):
    """A row that meets a stored household shows what is stored of it; so do the names of those that it leaves out."""
    words = {
        "kind": "households",
        "digest": "1",
        "state": "checked",
        "uploaded_by": cast.office,
        "counts": {"changed": 1},
    }
    reading = {"columns": [], "left_out": [["Mùa A Ví Dụ", "x", "nghèo", "/"]], "left_out_keys": [cast.household_a2.pk]}
    batch = ImportBatch.objects.create(filename="ho.xlsx", reading=reading, **words)
    ImportRow.objects.create(batch=batch, number=4, outcome="changed", title="Thào A Thử", about=cast.household_a1.pk)
    response = sign_in(cast.office).get(batch.get_absolute_url())
    assert response.status_code == 200
    assert last(response)[2] == {cast.household_a1.pk, cast.household_a2.pk}


def test_what_cannot_be_written_down_is_not_shown(cast, sign_in, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Viewing.objects, "create", full)
    client = sign_in(cast.office)
    client.raise_request_exception = False
    response = client.get(f"{LIST}{cast.household_a1.pk}/")
    assert response.status_code == 500
    assert "Thào A Thử" not in names_in(response)


def test_an_administrator_reads_them(cast, sign_in):
    sign_in(cast.leader_a1).get(f"{LIST}{cast.household_a1.pk}/")
    client = sign_in(cast.administrator)
    page = names_in(client.get("/viewings/"))
    assert f"{LIST}{cast.household_a1.pk}/" in page
    assert "Thử totruong.a1" in page
    assert "Thử totruong.a1" not in names_in(client.get("/viewings/?q=vanphong"))


def test_nobody_else_reads_what_colleagues_looked_at(cast):
    check_refused("/viewings/", [cast.office, cast.leadership, cast.officer_a, cast.leader_a1], status=403)
