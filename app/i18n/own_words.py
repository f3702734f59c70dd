"""Owns the translations that a city brings itself: those of the form which a request is about.

A form made by clerks carries its texts in other languages; the shelf of `app/locales` cannot know
them. Whoever reads a form for a page of residents says so (`speak`); it holds for that request.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType

Words = Mapping[str, Mapping[str, str]]
"""By a language's address, a text by its Japanese."""

NONE: Words = MappingProxyType({})
_spoken: ContextVar[Words] = ContextVar("own_words", default=NONE)


def speak(words: Words) -> None:
    """Let the rest of this request know the texts of its form."""
    _spoken.set(words)


def find(address: str, message: str) -> str | None:
    """The form's own text in a language; None where it has none."""
    own = _spoken.get().get(address)
    return own.get(message) if own else None
