"""The figures' part of the proof that a backup came back whole."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.rollups import take_waiting
from reports.verify import differences

# More would only be a longer way to say the same.
MAX_NAMED = 20


def wrong_figures_restored() -> list[str]:
    """Count what still waited when the backup was made; return a sentence for each figure that is not right."""
    take_waiting()
    found = differences()
    problems = [str(one) for one in found[:MAX_NAMED]]
    if len(found) > MAX_NAMED:
        problems.append(_("… and %(n)d more figures that are not right.") % {"n": len(found) - MAX_NAMED})
    return problems
