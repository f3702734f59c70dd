"""Owns the heart: intakes, drafts, uploads, sending, receipt, status and messages."""
