"""Owns the one-line text: stored exactly as typed, counted as a reader counts."""

from typing import Annotated, Literal

from pydantic import Field as Setting
from pydantic import JsonValue

from app.forms.characters import has_refused, holds_my_number, is_blank, is_too_long
from app.forms.field import Field
from app.forms.values import N_, FieldError, Gettext, Raw, one, text_of

REFUSED = N_("使えない文字（制御文字など）が入っています。入力し直してください。")
TOO_LONG = N_("{max}文字以内で入力してください。")
MY_NUMBER = N_("個人番号（マイナンバー）は書かないでください。")


class TextField(Field):
    """One line of free text."""

    type: Literal["text"] = "text"
    max_length: Annotated[int, Setting(ge=1, le=500)] = 100

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the text as typed."""
        return free_text(self, one(raw), limit=self.max_length)

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the box."""
        return {"": [text_of(value)]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the text."""
        return text_of(value)

    def sample(self) -> JsonValue:
        """Return the example or a short sample text."""
        return self.example or "見本"[: self.max_length]


def free_text(
    field: Field, typed: str, *, limit: int, part: str = "", multiline: bool = False
) -> str | FieldError | None:
    """Return `typed` unchanged, None when blank, or what is wrong with it."""
    if is_blank(typed):
        return None
    if has_refused(typed, multiline=multiline):
        return field.fault(REFUSED, part)
    if is_too_long(typed, limit):
        return field.fault(TOO_LONG, part, max=limit)
    if holds_my_number(typed):
        return field.fault(MY_NUMBER, part)
    return typed
