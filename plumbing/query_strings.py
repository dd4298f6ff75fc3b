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
