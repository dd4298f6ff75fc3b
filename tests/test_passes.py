"""Nothing is lost between two passes that share the tests, and the time of each is put down to its app."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.budget import Budget
from tests.passes import Claims, belongs_to, runs_once


def item(name, *marks, fixtures=(), **params):
    """Return what the passes look at in a test."""
    marked = {mark.name: mark for mark in marks}
    return SimpleNamespace(
        nodeid=name,
        fixturenames=fixtures,
        get_closest_marker=marked.get,
        iter_markers=lambda name: [marked[name]] if name in marked else [],
        callspec=SimpleNamespace(params=params),
    )


DATABASE = item("tests/teams/test_a.py::test_a", fixtures=["cast", "db"])
MARKED = item("tests/teams/test_b.py::test_b", pytest.mark.django_db.mark)
PURE = item("tests/plumbing/test_c.py::test_c", fixtures=["tmp_path"])
JOURNEY = item("tests/journeys/test_d.py::test_d", pytest.mark.browser.mark, fixtures=["live_server"])
ON_BOTH = item("tests/journeys/test_e.py::test_e", pytest.mark.browser.mark, pytest.mark.both.mark, fixtures=["db"])
ALL = [JOURNEY, PURE, DATABASE, ON_BOTH, MARKED]


def test_whatever_touches_rows_runs_on_both_databases_but_for_long_journeys():
    assert [one for one in ALL if runs_once(one)] == [JOURNEY, PURE]


def test_the_suite_itself_is_sorted_so(request):
    """This test asks for no database and is to run once; one beside it asks and is to run twice."""
    assert runs_once(request.node)


def test_one_that_asks_for_rows_runs_twice(request, cast):
    assert not runs_once(request.node)


def test_two_passes_together_run_everything(tmp_path):
    first, second = Claims(tmp_path), Claims(tmp_path)
    items = list(ALL)
    first.pytest_collection_modifyitems(items)
    # What both run comes first, a journey before the short tests that fill the gap at the end.
    assert items == [DATABASE, ON_BOTH, MARKED, JOURNEY, PURE]
    ours, theirs = first.remaining(items), second.remaining(items)
    ran = [next(ours), next(ours), next(ours), next(ours)]
    other = list(theirs)
    assert ran == [DATABASE, ON_BOTH, MARKED, JOURNEY]
    assert other == [DATABASE, ON_BOTH, MARKED, PURE]
    assert list(ours) == []


def test_an_app_has_its_folder_its_parameter_and_its_mark():
    walk = item("tests/test_access_walk.py::test_each_role", app="teams")
    marked = item("tests/journeys/test_d.py::test_d", pytest.mark.app("teams").mark)
    assert [belongs_to(one, "teams") for one in (DATABASE, walk, marked, PURE)] == [True, True, True, False]


def test_the_tables_are_put_down_to_no_app(tmp_path, monkeypatch):
    budget = Budget()
    making = budget.pytest_fixture_setup(SimpleNamespace(argname="django_db_setup"))
    next(making)
    with pytest.raises(StopIteration):
        making.send(None)
    took = budget.preparing
    budget.pytest_runtest_logreport(SimpleNamespace(nodeid=DATABASE.nodeid, when="setup", duration=took + 2))
    budget.pytest_runtest_logreport(SimpleNamespace(nodeid=DATABASE.nodeid, when="call", duration=3))
    assert budget.seconds["teams"] == pytest.approx(5)
    assert budget.seconds["the test database"] == took > 0
    assert budget.tests["teams"] == 1
