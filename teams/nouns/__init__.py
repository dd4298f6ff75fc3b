"""The nouns of this app, in the order in which the history offers them."""

from teams.nouns import teams, memberships, cadres, postings, agencies, areas, accounts, changes, sign_ins  # isort: skip

__all__ = ["accounts", "agencies", "areas", "cadres", "changes", "memberships", "postings", "sign_ins", "teams"]
