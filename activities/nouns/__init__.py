"""The nouns of this app, in the order in which the history offers them."""

from activities.nouns import meetings, tasks, activities, contributions, months, measures  # isort: skip

__all__ = ["activities", "contributions", "measures", "meetings", "months", "tasks"]
