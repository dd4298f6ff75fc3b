"""Writes the figures: village by village from the sources, then up the tree of areas. Nothing else writes them."""

from reports.rollups.months import all_months, current_month, first_month
from reports.rollups.waiting import roll_up, roll_up_all, take_waiting

__all__ = ["all_months", "current_month", "first_month", "roll_up", "roll_up_all", "take_waiting"]
