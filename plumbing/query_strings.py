"""Addresses of the same page with another query."""

from __future__ import annotations

from django.http import QueryDict


def with_query(query: QueryDict, **changes: object) -> str:
    """Return `query` with `changes` as the end of an address; None takes a name away."""
    data = query.copy()
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = str(value)
    return f"?{data.urlencode()}"


def whole_number(text: object) -> int | None:
    """Return the key or version that an address or a form names; None for what is none, however long it is.

    Python refuses to read numbers of more than 4,300 digits, databases those of more than 18.
    """
    digits = str(text)
    return int(digits) if digits.isdecimal() and len(digits) < 19 else None
