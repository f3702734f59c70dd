"""Owns the journal: append-only facts without personal data, the only source of statistics."""
