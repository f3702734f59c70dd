"""Owns languages: messages, negotiation, and how dates and money are written and read."""
