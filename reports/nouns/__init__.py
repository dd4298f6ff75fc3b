"""The nouns of this app."""

from reports.nouns import checks, figures

__all__ = ["checks", "figures"]
