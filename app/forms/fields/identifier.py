"""Owns the number or code on a paper (被保険者番号, 車両番号): folded, checked by its pattern."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

import re2
from pydantic import Field as Setting
from pydantic import JsonValue, StringConstraints, model_validator

from app.forms.characters import digits, has_refused, holds_my_number
from app.forms.field import Field, Text
from app.forms.fields.text import MY_NUMBER, REFUSED
from app.forms.values import N_, FieldError, Gettext, Raw, one, text_of

Pattern = Annotated[str, StringConstraints(min_length=1, max_length=200)]
WRONG = N_("番号を確かめてください。{shape}で入力してください。")
MOST_MEMORY = 1 << 20


class IdentifierField(Field):
    """A code in one box; canonical value is half-width, upper case unless `upper: false`.

    `pattern` is matched whole by an engine of linear time (RE2): no look-around, no back
    references. `shape` says the form in words (10けたの数字).
    """

    MISSING = N_("番号を入力してください。")

    type: Literal["identifier"] = "identifier"
    pattern: Pattern
    shape: Text
    max_length: Annotated[int, Setting(ge=1, le=60)] = 30
    upper: bool = True
    without: Annotated[str, StringConstraints(max_length=5)] = " "
    """Characters that are dropped: spaces, or `-` where it is printed but not kept."""

    @model_validator(mode="after")
    def _has_a_sound_pattern(self) -> Self:
        _compiled(self.pattern)
        return self

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the folded code."""
        typed = digits(one(raw)[: self.max_length * 4])
        for char in self.without:
            typed = typed.replace(char, "")
        if not typed:
            return None
        code = typed.upper() if self.upper else typed
        if has_refused(code):
            return self.fault(REFUSED)
        if not _compiled(self.pattern).fullmatch(code) or len(code) > self.max_length:
            return self.fault(MY_NUMBER if holds_my_number(code) else WRONG, shape=self.shape)
        return code

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the box."""
        return {"": [text_of(value)]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the code."""
        return text_of(value)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the shape in words."""
        yield "shape", self.shape


def _compiled(pattern: str) -> "re2._Regexp[str]":
    options = re2.Options()
    options.max_mem, options.log_errors = MOST_MEMORY, False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        text = reason.decode() if isinstance(reason, bytes) else str(reason)
        raise ValueError(f"pattern: {text} (no look-around, no back references)") from error
