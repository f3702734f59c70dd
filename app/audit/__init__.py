"""Owns the hash-chained record of who did or saw what."""
