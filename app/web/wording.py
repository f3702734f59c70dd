"""Owns templates in one language: a text that never changes is translated when they are compiled.

Looking the same words up at every page, escaping and joining them again took a third of the time
of a page; so did macros that were built anew for every import, for they must know the language.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import cast

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from app.i18n.messages import Language

_CALL = ("name", "lparen", "string", "rparen")


class FixedTexts(Extension):
    """Reads `_("…")` and `static("…")` as what they say, where they say nothing but one text."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template, with fixed texts in the place of calls."""
        fixed = cast("Mapping[str, Callable[[str], str]]", self.environment.globals["fixed_texts"])
        tokens = list(stream)
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token.value in fixed and _types(tokens[place : place + 4]) == _CALL:
                yield Token(token.lineno, "string", fixed[token.value](tokens[place + 2].value))
                place += 4
            else:
                yield token
                place += 1


def in_language(environment: Environment, language: Language) -> Environment:
    """The same templates for the readers of one language."""
    own = environment.overlay(extensions=[FixedTexts])
    own.globals = environment.globals | {
        "_": language.gettext,
        "ngettext": language.ngettext,
        "language": language,
        "fixed_texts": {"_": language.fixed, "static": environment.globals["static"]},
    }
    return own


def _types(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.type for token in islice(tokens, len(_CALL)))
