"""Amounts as the database keeps them: with two decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from plumbing.importing.checking import Checked
from plumbing.numbers import format_number

_HUNDREDTH = Decimal("0.01")


def rounded(checked: Checked, code: str, value: Decimal) -> Decimal:
    """Return the amount with two decimals, and say so where it had more."""
    amount = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
    if amount != value:
        words = {"value": format_number(value), "amount": format_number(amount)}
        checked.warn(code, _("%(value)s was rounded to %(amount)s.") % words)
    return amount
