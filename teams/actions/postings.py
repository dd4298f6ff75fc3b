"""What is done about the agencies that cadres work for: they change from a day on, and nothing before it changes."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from plumbing import history
from plumbing.problems import refuse
from plumbing.stays import go_on, take_back
from teams import rules
from teams.models import Account, Agency, Cadre, Posting


@transaction.atomic
def move_cadre(
    *,
    cadre: Cadre,
    agency: Agency | None,
    on: dt.date,
    by: Account,
    position: str | None = None,
    version: int | None = None,
) -> Cadre:
    """Let a cadre work for `agency` from the day `on`. Raises Refused, and StaleVersion as `history.held` does."""
    row = history.held(cadre, version)
    postings = postings_of(row)
    refuse(rules.posting_problems(postings, agency, on, dt.date.today()))
    go_on([(postings[-1], Posting(cadre=row, agency=agency, valid_from=on))], by=by)
    return _go(row, agency, position, by)


@transaction.atomic
def correct_posting(
    *, cadre: Cadre, agency: Agency | None, by: Account, position: str | None = None, version: int | None = None
) -> Cadre:
    """Say that a cadre never worked for the present agency, but for `agency`: all this time, or on from before the last
    move, which is taken back by that. Raises StaleVersion as `history.held` does.
    """
    row = history.held(cadre, version)
    *before, wrong = postings_of(row)
    same = agency.pk if agency else None
    if before and before[-1].agency_id == same:
        take_back(wrong, before[-1], by=by)
    else:
        wrong.agency = agency
        history.change(wrong, by=by)
    return _go(row, agency, position, by)


def post_cadres(
    rows: Sequence[tuple[Cadre, dt.date | None]], *, by: Account | None, batch_id: int | None = None
) -> None:
    """Write that cadres work for the agency that their own rows name, given as (cadre, from which day on; None: nobody
    knew where they worked, and it is filled in).
    """
    last = {p.cadre_id: p for p in Posting.objects.live().filter(cadre__in=[c.pk for c, _on in rows], valid_to=None)}
    moved = [(last[c.pk], Posting(cadre=c, agency=c.agency, valid_from=on)) for c, on in rows if on is not None]
    go_on(moved, by=by, batch_id=batch_id)
    filled = []
    for cadre, on in rows:
        if on is None:
            now = copy.copy(last[cadre.pk])
            now.agency = cadre.agency
            filled.append((last[cadre.pk], now))
    history.change_many(filled, by=by, batch_id=batch_id)


def postings_of(cadre: Cadre) -> list[Posting]:
    return list(cadre.postings.live().select_related("agency"))


def _go(cadre: Cadre, agency: Agency | None, position: str | None, by: Account) -> Cadre:
    """Let the cadre's own row say for whom they work now."""
    cadre.agency = agency
    if position is not None:
        cadre.position = position
    history.change(cadre, by=by)
    return cadre
