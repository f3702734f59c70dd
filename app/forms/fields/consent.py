"""Owns the consent or pledge: its wording, its version, and the right to refuse."""

from collections.abc import Iterator
from typing import Literal

from pydantic import JsonValue

from app.forms.field import Field, Text
from app.forms.values import N_, FieldError, Gettext, Raw, mapping, one, text_of

CHOOSE = N_("同意するかどうかを選んでください。")
NEEDED = N_("内容を読んで、確認してください。")
AGREE, DISAGREE = N_("同意する"), N_("同意しない")


class ConsentField(Field):
    """One consent. Canonical value: `{"answer", "version", "wording"}`, the wording as shown.

    `refusable` offers 「同意しない」 and says with `if_refused` what must then be attached.
    """

    PARTS = ("answer",)
    MISSING = CHOOSE
    SECONDS = 20

    type: Literal["consent"] = "consent"
    wording: Text
    version: Text
    refusable: bool = True
    if_refused: str = ""
    agree: str = AGREE
    disagree: str = DISAGREE

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the answer with the wording it was given to."""
        typed = one(raw, "answer")
        if not typed and self.refusable:
            return None
        if not typed or (typed == "disagree" and not self.refusable):
            return self.fault(NEEDED) if self.required else None
        if typed not in ("agree", "disagree"):
            return self.fault(CHOOSE)
        return {"answer": typed, "version": self.version, "wording": self.wording}

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the chosen answer."""
        return {"answer": [text_of(self.plain(value))]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the answer's words."""
        words = {"agree": self.agree, "disagree": self.disagree}
        answer = text_of(self.plain(value))
        return gettext(words[answer]) if answer in words else ""

    def plain(self, value: JsonValue) -> JsonValue:
        """Return `agree` or `disagree`."""
        return mapping(value).get("answer")

    def keys(self) -> tuple[str | bool, ...]:
        """Return the possible answers."""
        return ("agree", "disagree") if self.refusable else ("agree",)

    def sample(self) -> JsonValue:
        """Return an agreement to the present wording."""
        return {"answer": "agree", "version": self.version, "wording": self.wording}

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the wording, what follows a refusal, and the two answers."""
        yield "wording", self.wording
        if self.if_refused:
            yield "if_refused", self.if_refused
        yield "agree", self.agree
        if self.refusable:
            yield "disagree", self.disagree
