"""Every URL × every role: closed to visitors, 403 without the permission, 404 outside the scope, no bait anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from teams import access
from tests.url_targets import OPEN_TO_ALL_SIGNED_IN, OWNED_BY_OFFICE, PUBLIC, TARGETS

# Roles that see all three teams of the cast, and those to whom team B1 does not exist.
WIDE = ["administrator", "office", "leadership"]
NARROW = ["officer_a", "agency_lead", "leader_a1", "member_a1", "stranger"]
# What only team B1 has; nobody narrow may meet one of these anywhere.
BAIT = ["BÍ MẬT", "Bí Mật", "Chảo A"]


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, Callable]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}", entry.callback


ALL = dict(patterns(get_resolver()))
CLOSED = sorted(set(ALL) - PUBLIC)


def test_every_url_is_sorted():
    """A new URL must say here which rows it shows to whom."""
    assert set(ALL) - PUBLIC - set(TARGETS) == set()
    assert (PUBLIC | set(TARGETS)) - set(ALL) == set()


def test_every_closed_view_names_its_permission():
    nameless = {name for name in CLOSED if not getattr(ALL[name], "permission", None)}
    assert nameless == OPEN_TO_ALL_SIGNED_IN


def address(name: str, cast: SimpleNamespace, which: int) -> str | None:
    """Return the URL on rows of team A1 (0) or of team B1 (1); None when the page is about no row."""
    rows = TARGETS[name](cast)
    if which >= len(rows):
        return None
    return reverse(name, kwargs=rows[which])


@pytest.mark.parametrize("name", CLOSED)
def test_visitors_are_sent_to_sign_in(name, cast, client):
    response = client.get(address(name, cast, 0))
    assert response.status_code == 302, response.status_code
    assert response.url.startswith(reverse("account_login"))


def expected(name: str, role: str, cast: SimpleNamespace, *, is_bait: bool) -> set[int]:
    """Return the answers that are right for a GET. 405 means that the page only takes a POST."""
    permission = getattr(ALL[name], "permission", None)
    if permission and not access.may(getattr(cast, role), permission):
        return {403}
    if is_bait:
        return {404, 405}
    return {200, 302, 405}


@pytest.mark.parametrize("name", CLOSED)
def test_each_role(name, cast, client):
    """Rows of A1 for everybody (404 allowed for those in whose scope A1 does not lie), rows of B1 as bait."""
    for role in [*WIDE, *NARROW]:
        client.force_login(getattr(cast, role))
        own, bait = address(name, cast, 0), address(name, cast, 1)
        response = client.get(own)
        right = expected(name, role, cast, is_bait=False)
        if role in {"stranger", "agency_lead"}:
            right |= {404}
        if name in OWNED_BY_OFFICE and role != "office":
            right = right - {200, 302} | {404}
        if name == "plumbing:import_rejected":
            right |= {404}  # the batch of the walk has no rejected rows
        assert response.status_code in right, (role, own, response.status_code)
        check_no_bait(response, role, own)
        if bait and role in NARROW:
            response = client.get(bait)
            assert response.status_code in expected(name, role, cast, is_bait=True), (role, bait, response.status_code)
            check_no_bait(response, role, bait)


def check_no_bait(response, role: str, where: str) -> None:
    if role not in NARROW or response.streaming:
        return
    body = response.content.decode(errors="replace")
    leaked = [word for word in BAIT if word in body]
    assert not leaked, (role, where, leaked)


@pytest.mark.parametrize("name", CLOSED)
def test_posting_is_closed_too(name, cast, client):
    """A POST without the permission is refused before anything else; on B1's rows it meets nothing."""
    for role in NARROW:
        client.force_login(getattr(cast, role))
        permission = getattr(ALL[name], "permission", None)
        if permission and not access.may(getattr(cast, role), permission):
            assert client.post(address(name, cast, 0)).status_code in {403, 405}, role
            continue
        bait = address(name, cast, 1)
        if bait:
            assert client.post(bait).status_code in {403, 404, 405}, (role, bait)
