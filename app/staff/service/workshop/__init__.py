"""Owns the bench where clerks make forms: the sheet, its settings, conditions, faults, words."""
