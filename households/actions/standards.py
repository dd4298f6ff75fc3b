"""What is done to the catalogue of poverty standards."""

from __future__ import annotations

from households.catalogue import missing_standards
from households.models import PovertyStandard
from plumbing import history


def ensure_standards() -> None:
    """Write the poverty standards that are known, as far as they are missing."""
    history.create_many(missing_standards(PovertyStandard), by=None)
