"""Owns the one member of staff whom tests of accounts are about."""

LOGIN = "hanako@city.example"
HERE = "203.0.113.7"
