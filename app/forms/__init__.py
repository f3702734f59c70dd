"""The form engine: pure rules from a form document to canonical answers; no HTTP, no SQL."""
