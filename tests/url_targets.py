"""Which rows each URL is tried on: first rows of team A1, then (bait) rows of team B1.

`lambda c: [{}]` is a page about no row in particular.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

Kwargs = dict[str, Any]

PUBLIC: set[str] = set()

OPEN_TO_ALL_SIGNED_IN: set[str] = set()

TARGETS: dict[str, Callable[[SimpleNamespace], list[Kwargs]]] = {}
