"""Owns the question answered with yes or no."""

from collections.abc import Iterator
from typing import Literal

from pydantic import JsonValue

from app.forms.field import Field
from app.forms.values import N_, FieldError, Gettext, Raw, one

CHOOSE = N_("どちらかを選んでください。")
YES, NO = N_("はい"), N_("いいえ")


class YesNoField(Field):
    """Two radio buttons; canonical value is true or false. The two words can be the document's."""

    MISSING = CHOOSE
    SECONDS = 8

    type: Literal["yesno"] = "yesno"
    yes: str = YES
    no: str = NO

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return true or false."""
        typed = one(raw)
        if typed in ("yes", "no"):
            return typed == "yes"
        return self.fault(CHOOSE) if typed else None

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the chosen button."""
        if not isinstance(value, bool):
            return {"": [""]}
        return {"": ["yes" if value else "no"]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the word for the answer."""
        if not isinstance(value, bool):
            return ""
        return gettext(self.yes if value else self.no)

    def keys(self) -> tuple[str | bool, ...]:
        """Return both answers."""
        return (True, False)

    def sample(self) -> JsonValue:
        """Return the example, or no."""
        return False if self.example is None else self.example

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the two words."""
        yield "yes", self.yes
        yield "no", self.no
