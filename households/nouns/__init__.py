"""The nouns of this app, in the order in which the history offers them."""

from households.nouns import (
    households,
    persons,
    assessments,
    reviews,
    standards,
    snapshots,
    help_plans,
    assignments,
    proposals,
)  # isort: skip # noqa: E501

__all__ = [
    "assessments",
    "assignments",
    "help_plans",
    "households",
    "persons",
    "proposals",
    "reviews",
    "snapshots",
    "standards",
]
