"""The first page after signing in: one file for each kind of reader (design, 1)."""
