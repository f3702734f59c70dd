"""Owns the free text of several lines."""

from typing import Annotated, Literal

from pydantic import Field as Setting
from pydantic import JsonValue

from app.forms.field import Field
from app.forms.fields.text import free_text
from app.forms.values import FieldError, Gettext, Raw, one, text_of


class LongTextField(Field):
    """Several lines of free text."""

    SECONDS = 60

    type: Literal["longtext"] = "longtext"
    max_length: Annotated[int, Setting(ge=1, le=10_000)] = 1000
    rows: Annotated[int, Setting(ge=2, le=20)] = 5

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the text as typed; CRLF is how browsers send a new line, not what was typed."""
        typed = one(raw).replace("\r\n", "\n")
        return free_text(self, typed, limit=self.max_length, multiline=True)

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the box."""
        return {"": [text_of(value)]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the text with its lines."""
        return text_of(value)

    def sample(self) -> JsonValue:
        """Return the example or two short lines."""
        return self.example or "見本の文章です。\n二行目です。"[: self.max_length]
