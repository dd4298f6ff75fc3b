"""What is done to the catalogues of poverty standards and of purposes."""

from __future__ import annotations

from households.catalogue import missing_purposes, missing_standards
from households.models import PovertyStandard, Purpose
from plumbing import history


def ensure_standards() -> None:
    """Write the poverty standards that are known, as far as they are missing."""
    history.create_many(missing_standards(PovertyStandard), by=None)


def ensure_purposes() -> None:
    """Write for what personal data is used, as far as it is missing."""
    history.create_many(missing_purposes(Purpose), by=None)
