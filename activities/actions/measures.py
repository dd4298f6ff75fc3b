"""What is done to the catalogue of measures."""

from __future__ import annotations

from activities.catalogue import missing_measures
from activities.models import Measure
from plumbing import history


def ensure_measures() -> None:
    """Write the measures with which every deployment begins, as far as they are missing."""
    history.create_many(missing_measures(Measure), by=None)
