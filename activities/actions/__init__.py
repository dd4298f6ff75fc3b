"""Verbs that write several rows: keyword-only, `by=` the actor, atomic, kept in the history."""
