"""Owns the form engine: pure rules from a document to canonical answers; no HTTP, no SQL."""
