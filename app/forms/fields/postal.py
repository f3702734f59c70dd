"""Owns the postal code: seven digits."""

import re
from typing import Literal

from pydantic import JsonValue

from app.forms.characters import digits
from app.forms.field import Field
from app.forms.values import N_, FieldError, Gettext, Raw, one, text_of

CODE = re.compile(r"[0-9]{7}")
NOT_A_CODE = N_("郵便番号は7けたの数字で入力してください。例）963-8601")


class PostalField(Field):
    """A postal code; canonical value is seven digits."""

    MISSING = N_("郵便番号を入力してください。")

    type: Literal["postal"] = "postal"

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the seven digits."""
        typed = one(raw)
        if not typed.strip():
            return None
        return postal_code(typed) or self.fault(NOT_A_CODE)

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the box."""
        return {"": [shown_code(text_of(value))]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return NNN-NNNN."""
        return shown_code(text_of(value))

    def sample(self) -> JsonValue:
        """Return the example or the city hall's code."""
        return self.example or "9638601"


def postal_code(typed: str) -> str | None:
    """Return the seven digits of `typed` (any width, with 〒 or hyphen), else None."""
    bare = digits(typed[:40].replace("〒", "")).replace("-", "").replace(" ", "")
    return bare if CODE.fullmatch(bare) else None


def shown_code(code: str) -> str:
    """Return seven digits as NNN-NNNN; anything else unchanged."""
    return f"{code[:3]}-{code[3:]}" if CODE.fullmatch(code) else code
