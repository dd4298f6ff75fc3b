"""The nouns of this app, in the order in which the history offers them."""

from households.nouns import households, persons, assessments, reviews, standards, snapshots  # isort: skip

__all__ = ["assessments", "households", "persons", "reviews", "snapshots", "standards"]
