"""Owns the declaration (誓約・宣誓): one tick under a wording, kept with its version."""

from collections.abc import Iterator
from typing import Literal

from pydantic import JsonValue

from app.forms.field import Field, Text
from app.forms.values import N_, FieldError, Gettext, Raw, mapping, one, text_of

NEEDED = N_("内容を読んで、確認のチェックを入れてください。")
DECLARE = N_("上の内容を誓約します")


class DeclarationField(Field):
    """One declaration. Canonical value: `{"answer": "declared", "version", "wording"}`.

    The wording stored is the Japanese one: a translation beside it is for reading only.
    """

    PARTS = ("answer",)
    MISSING = NEEDED
    SECONDS = 15

    type: Literal["declaration"] = "declaration"
    wording: Text
    version: Text
    declare: str = DECLARE

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the declaration with the wording it was given to."""
        typed = one(raw, "answer")
        if not typed:
            return None
        if typed != "declared":
            return self.fault(NEEDED)
        return {"answer": typed, "version": self.version, "wording": self.wording}

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the tick."""
        return {"answer": [text_of(self.plain(value))]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the words beside the tick."""
        return gettext(self.declare) if self.plain(value) == "declared" else ""

    def plain(self, value: JsonValue) -> JsonValue:
        """Return `declared`."""
        return mapping(value).get("answer")

    def keys(self) -> tuple[str | bool, ...]:
        """Return the one answer."""
        return ("declared",)

    def sample(self) -> JsonValue:
        """Return a declaration to the present wording."""
        return {"answer": "declared", "version": self.version, "wording": self.wording}

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the wording and the words beside the tick."""
        yield "wording", self.wording
        yield "declare", self.declare
