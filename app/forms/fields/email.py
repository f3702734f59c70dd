"""Owns the e-mail address: kept as typed, only its domain lower-cased."""

import re
from typing import Literal

from pydantic import JsonValue

from app.forms.characters import half_width, has_refused
from app.forms.field import Field
from app.forms.values import N_, FieldError, Gettext, Raw, one, text_of

# Old carrier addresses have `..` and dots at the edge: accepted, the confirming mail decides.
ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]+")
NOT_AN_ADDRESS = N_("メールアドレスの形を確かめてください。例）sample@example.jp")
TOO_LONG = N_("{max}文字以内で入力してください。")
MAX = 256


class EmailField(Field):
    """One address."""

    MISSING = N_("メールアドレスを入力してください。")

    type: Literal["email"] = "email"

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the address."""
        typed = half_width(one(raw)[: MAX * 4])
        if not typed:
            return None
        if len(typed) > MAX:
            return self.fault(TOO_LONG, max=MAX)
        if has_refused(typed) or not ADDRESS.fullmatch(typed):
            return self.fault(NOT_AN_ADDRESS)
        local, _, domain = typed.partition("@")
        return f"{local}@{domain.lower()}"

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the box."""
        return {"": [text_of(value)]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the address."""
        return text_of(value)

    def sample(self) -> JsonValue:
        """Return the example or a sample address."""
        return self.example or "sample@example.jp"
