"""What the homes share."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.text import capfirst

from activities.board import BoardRow, counts

MOST_SHOWN = 12


def board_url(month: dt.date) -> str:
    return f"{reverse('activities:month_board')}?month={month:%Y-%m}"


def counters(rows: list[BoardRow], month: dt.date) -> list[tuple[str, int, str]]:
    """Return how many teams stand in each state, with the address of just those on the board."""
    return [(capfirst(words), n, f"{board_url(month)}&state={key}") for key, words, n in counts(rows) if n]
