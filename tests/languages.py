"""Owns the shelf of languages for tests: read once in a process, for no test changes it."""

from functools import cache

from app.i18n.messages import load_languages

shipped = cache(load_languages)
