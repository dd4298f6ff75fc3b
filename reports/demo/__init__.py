"""A made-up district on the real communes of Nậm Pồ, for trying the portal out. Nobody in it exists."""

from reports.demo.accounts import DEMO_PASSWORD, demo_accounts
from reports.demo.flag import is_demo_database
from reports.demo.loading import NotEmpty, make
from reports.demo.plan import SCALES, Plan

__all__ = ["DEMO_PASSWORD", "SCALES", "NotEmpty", "Plan", "demo_accounts", "is_demo_database", "make"]
