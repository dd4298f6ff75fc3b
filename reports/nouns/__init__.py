"""The nouns of this room."""

from reports.nouns import checks, figures

__all__ = ["checks", "figures"]
