"""Owns the verbs of the indicator registry: read, change, files, close a year."""
