"""Addresses of pages, without matching patterns anew for each link: a page shows a hundred of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

# A number that stands nowhere else in an address.
STAND_IN = 9_753_108_642


def address(page: str) -> str:
    """Return the address of a page that takes nothing: reverse(), worked out once."""
    return _address(page, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=256)
def _address(page: str, _prefix: str, _urlconf: Any) -> str:
    return reverse(page)


def around_number(page: str, name: str, **others: Any) -> tuple[str, str]:
    """Return what stands before and after the number `name` in a page's addresses, for links of many rows;
    ("", "") when it takes something else.
    """
    return _around(page, name, tuple(sorted(others.items())), get_script_prefix(), get_urlconf())


@lru_cache(maxsize=1024)
def _around(page: str, name: str, others: tuple[tuple[str, Any], ...], _prefix: str, _urlconf: Any) -> tuple[str, str]:
    try:
        url = reverse(page, kwargs={**dict(others), name: STAND_IN})
    except NoReverseMatch:
        return "", ""
    before, found, after = url.partition(str(STAND_IN))
    return (before, after) if found else ("", "")
