"""Owns what every field type is: its common settings and the verbs the engine asks of it."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, JsonValue, StringConstraints

from app.forms.condition import Condition
from app.forms.values import N_, FieldError, Gettext, Raw, input_name

KEY = r"^[a-z][a-z0-9_]{0,39}$"
Key = Annotated[str, StringConstraints(pattern=KEY)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class Field(BaseModel):
    """One question of a form. Each module of `app.forms.fields` owns one subclass.

    `parse` turns input into a canonical, JSON-serialisable value (None = nothing was entered) and
    `write` is its inverse: `parse(write(value)) == value` is how stored answers are re-checked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    PARTS: ClassVar[tuple[str, ...]] = ("",)
    """Names of the boxes inside the field; '' is a box named like the field itself."""
    MULTIPLE: ClassVar[bool] = False
    """Whether one box may post several values (check boxes)."""
    MISSING: ClassVar[str] = N_("「{label}」を入力してください。")
    COMPUTES: ClassVar[bool] = False
    """Whether the value follows from other answers instead of being asked."""

    LISTS: ClassVar[bool] = False
    """Whether a condition sees a list of keys (`contains`) instead of one value."""
    ORDERED: ClassVar[bool] = False
    """Whether answers have an order that `lt`, `le`, `gt` and `ge` compare."""
    SECONDS: ClassVar[int] = 15
    """How long one answer takes, for the estimate on the first page."""

    key: Key
    type: str
    label: Text
    hint: str = ""
    required: bool = True
    when: Condition | None = None
    sensitive: bool = False
    context: str | None = None
    autofill: bool = False
    """Whether the browser may fill in what it knows of its own user (WCAG 2.2, 1.3.5)."""
    example: JsonValue = None

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the canonical value of `raw` (part -> values), None when empty, or the error."""
        raise NotImplementedError

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the input (part -> values) that shows `value` in the page again."""
        raise NotImplementedError

    def boxes(
        self, path: str, value: JsonValue, typed: Mapping[str, list[str] | str] | None
    ) -> dict[str, list[str]]:
        """Return what each box of the page holds: what was just typed, else the stored value."""
        if not typed:
            return self.write(value)
        given = {part: typed.get(input_name(path, part), []) for part in self.parts}
        return {part: [text] if isinstance(text, str) else text for part, text in given.items()}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return `value` for a reader; choice texts go through `gettext`."""
        raise NotImplementedError

    def check(self, value: JsonValue, attached: int) -> FieldError | None:
        """Return what is wrong with a value beyond its form (an upload without any file)."""
        return None

    def bounds(self, value: JsonValue, today: dt.date) -> FieldError | None:
        """Return what is wrong with a value on the day it is given (a date in the future)."""
        return None

    def assume(self, raw: Raw, attached: int) -> JsonValue:
        """Return the value that a post means without saying it, None when there is none."""
        return None

    def plain(self, value: JsonValue) -> JsonValue:
        """Return what a condition compares."""
        return value

    def keys(self) -> tuple[str | bool, ...] | None:
        """Return every value a condition can compare with, None when there is no such list."""
        return None

    def sample(self) -> JsonValue:
        """Return a canonical value for tests and previews: the document's or the type's own."""
        return self.example

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield (place, text) for every translatable text of the type's own settings."""
        return iter(())

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the boxes that this field, as set, takes input from."""
        return self.PARTS

    @property
    def asks(self) -> bool:
        """Whether the field takes an answer (a statement does not)."""
        return bool(self.PARTS)

    @property
    def keeps(self) -> bool:
        """Whether the field has an answer: asked for, or computed."""
        return self.asks or self.COMPUTES

    def compute(self, known: Callable[[str], JsonValue]) -> JsonValue:
        """Return the value that follows from the answers `known` by name, None without one."""
        return None

    def fault(self, message_id: str, part: str = "", **params: str | int) -> FieldError:
        """Return an error of this field; the engine adds the path."""
        return FieldError("", message_id, params, part, self.label)


MY_NUMBER_WORDS = re.compile(r"個人番号|マイナンバー(?!カード)")
