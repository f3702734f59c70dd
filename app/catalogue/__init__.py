"""Owns the catalogue as rows: procedures, their editing and history, search, and form revisions."""
