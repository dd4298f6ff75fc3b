"""Pages: a file for each noun. Each view fetches for the user, calls a rule or an action, and renders."""
