"""Every URL × every role: closed to visitors, 403 without the permission, 404 outside the scope, no bait anywhere."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse

from households.models import Viewing
from plumbing.models import Change
from teams import access
from tests.url_targets import OPEN_TO_ALL_SIGNED_IN, OWNED_BY_OFFICE, PATTERNS, PUBLIC, SPECIAL, TARGETS

# Roles that see all three teams of the cast, and those to whom team B1 does not exist.
WIDE = ["administrator", "office", "leadership"]
NARROW = ["officer_a", "agency_lead", "leader_a1", "member_a1", "stranger"]
# What only team B1 has; nobody narrow may meet one of these anywhere.
BAIT = ["BÍ MẬT", "Bí Mật", "Chảo A"]


ALL = {name: one.callback for name, one in PATTERNS.items()}
CLOSED = sorted(set(ALL) - PUBLIC)


def test_every_url_is_sorted():
    """A new URL is a noun's page, or says in tests/url_targets.py which rows it is about."""
    assert set(ALL) - PUBLIC - set(TARGETS) == set()
    assert (PUBLIC | set(SPECIAL)) - set(ALL) == set()


def test_every_closed_view_names_its_permission():
    nameless = {name for name in CLOSED if not getattr(ALL[name], "permission", None)}
    assert nameless == OPEN_TO_ALL_SIGNED_IN


def address(name: str, cast: SimpleNamespace, which: int) -> str | None:
    """Return the URL on rows of team A1 (0) or of team B1 (1); None when the page is about no row."""
    rows = TARGETS[name](cast)
    if which >= len(rows):
        return None
    return reverse(name, kwargs=rows[which])


def app_of(name: str) -> str:
    """Return the app of a URL name; those without a namespace belong to `config`."""
    return name.rpartition(":")[0] or "config"


APPS = {app: [name for name in CLOSED if app_of(name) == app] for app in sorted(set(map(app_of, CLOSED)))}
by_app = pytest.mark.parametrize("app", APPS)


@by_app
def test_visitors_are_sent_to_sign_in(app, cast, client):
    answers = {name: client.get(address(name, cast, 0)) for name in APPS[app]}
    wrong = {
        name: answer.status_code
        for name, answer in answers.items()
        if answer.status_code != 302 or not answer.url.startswith(reverse("account_login"))
    }
    assert wrong == {}


def expected(name: str, role: str, cast: SimpleNamespace, *, is_bait: bool) -> set[int]:
    """Return the answers that are right for a GET. 405 means that the page only takes a POST."""
    permission = getattr(ALL[name], "permission", None)
    if permission and not access.may(getattr(cast, role), permission):
        return {403}
    if is_bait:
        return {404, 405}
    right = {200, 302, 405}
    if name in OWNED_BY_OFFICE and role != "office":
        right = {404, 405}
    if role in {"stranger", "agency_lead"} or name == "plumbing:import_rejected":
        right |= {404}  # A1 is not theirs; the batch of the walk has no rejected rows
    return right


@by_app
@pytest.mark.parametrize("role", [*WIDE, *NARROW])
def test_each_role(app, role, cast, client):
    """Rows of A1 for everybody (404 allowed for those in whose scope A1 does not lie), rows of B1 as bait."""
    client.force_login(getattr(cast, role))
    wrong = []
    for name in APPS[app]:
        for is_bait in (False, True):
            where = address(name, cast, int(is_bait))
            if where is None or (is_bait and role not in NARROW):
                continue
            response = client.get(where)
            if response.status_code not in expected(name, role, cast, is_bait=is_bait):
                wrong.append((where, response.status_code))
            wrong += [(where, word) for word in leaked(response, role)]
            wrong += [(where, *one) for one in unwritten(response, cast)]
    assert wrong == []


def unwritten(response, cast: SimpleNamespace) -> list[tuple[str, str]]:
    """Return the households that a page shows and no entry names, or the other way round; and copies that stay."""
    body = "" if response.streaming else response.content.decode(errors="replace")
    names = {cast.household_a1: "Thào A Thử", cast.household_a2: "Mùa A Ví Dụ", cast.household_b1: "Chảo A Bí Mật"}
    shown = {household.pk for household, name in names.items() if name in body}
    entry = Viewing.objects.filter(request_id=response["X-Request-ID"]).first()
    written = set(entry.keys()) if entry else set()
    wrong = [("shown, not written", str(pk)) for pk in shown - written]
    wrong += [("written, not shown", str(pk)) for pk in written - shown]
    return wrong + [("may be kept", "") for _ in shown if "no-store" not in response["Cache-Control"]]


def leaked(response, role: str) -> list[str]:
    """Return what only team B1 has and somebody narrow was told."""
    if role not in NARROW or response.streaming:
        return []
    body = response.content.decode(errors="replace")
    return [word for word in BAIT if word in body]


@by_app
@pytest.mark.parametrize("role", NARROW)
def test_posting_is_closed_too(app, role, cast, client):
    """A POST without the permission is refused before anything else; on B1's rows it meets nothing."""
    client.force_login(getattr(cast, role))
    before = Change.objects.count()
    wrong = []
    for name in APPS[app]:
        permission = getattr(ALL[name], "permission", None)
        may = not permission or access.may(getattr(cast, role), permission)
        where, right = (address(name, cast, 1), {404, 405}) if may else (address(name, cast, 0), {403, 405})
        if where and (answer := client.post(where)).status_code not in right:
            wrong.append((where, answer.status_code))
    assert wrong == []
    assert Change.objects.count() == before


def test_every_app_is_walked():
    assert sorted(name for names in APPS.values() for name in names) == CLOSED
    assert {"activities", "config", "households", "plumbing", "reports", "teams"} <= set(APPS)
