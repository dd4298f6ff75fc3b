"""The nouns of this app, in the order in which the history offers them."""

from households.nouns import (
    assessments,
    assignments,
    help_plans,
    households,
    persons,
    proposals,
    protection,
    residences,
    reviews,
    snapshots,
    standards,
    viewings,
)  # isort: skip

__all__ = [
    "assessments",
    "assignments",
    "help_plans",
    "households",
    "persons",
    "proposals",
    "protection",
    "residences",
    "reviews",
    "snapshots",
    "standards",
    "viewings",
]
