"""Owns the statement: guidance between questions, without any answer."""

from collections.abc import Iterator
from typing import Literal

from pydantic import JsonValue

from app.forms.field import Field, Text
from app.forms.values import FieldError, Gettext, Raw


class StatementField(Field):
    """A heading (the label) and a text; takes no input and stores nothing.

    `on_receipt` repeats it on the receipt, where it tells what is still to be done.
    """

    PARTS = ()
    SECONDS = 8

    type: Literal["statement"] = "statement"
    text: Text
    on_receipt: bool = False
    required: bool = False

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return None: nothing is asked."""
        return None

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return no boxes."""
        return {}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return nothing: a statement has no answer."""
        return ""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the text."""
        yield "text", self.text
