"""Owns the rating: how good something was, from 1 to 5, each end in words."""

from collections.abc import Iterator
from typing import Literal

from pydantic import JsonValue

from app.forms.field import Field
from app.forms.values import N_, FieldError, Gettext, Raw, one

CHOOSE = N_("1から5までの1つを選んでください。")
LOW, HIGH = N_("よくない"), N_("とてもよい")
MARKS = (1, 2, 3, 4, 5)


class RatingField(Field):
    """Five radio buttons; canonical value is an int from 1 to 5."""

    MISSING = CHOOSE
    ORDERED = True

    type: Literal["rating"] = "rating"
    low: str = LOW
    high: str = HIGH

    @property
    def marks(self) -> tuple[int, ...]:
        """Return the marks to choose from, lowest first."""
        return MARKS

    def words(self, mark: int) -> str:
        """Return what stands beside `mark` as a message id, '' between the ends."""
        return {MARKS[0]: self.low, MARKS[-1]: self.high}.get(mark, "")

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the mark."""
        typed = one(raw)
        if not typed:
            return None
        return int(typed) if typed in map(str, MARKS) else self.fault(CHOOSE)

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the chosen button."""
        return {"": [str(value) if _is_mark(value) else ""]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the mark of five, with its words at the ends."""
        if not _is_mark(value) or not isinstance(value, int):
            return ""
        words = self.words(value)
        return f"{value} / {MARKS[-1]}" + (f" {gettext(words)}" if words else "")

    def sample(self) -> JsonValue:
        """Return the example, or four."""
        return self.example or 4

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the words of both ends."""
        yield "low", self.low
        yield "high", self.high


def _is_mark(value: JsonValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in MARKS
