"""Owns the choice of one: radio buttons, or a drop-down when there are many options."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, JsonValue, StringConstraints, model_validator
from pydantic import Field as Setting

from app.forms.field import Field, Text
from app.forms.values import N_, FieldError, Gettext, Raw, one, text_of

CHOOSE = N_("1つ選んでください。")
MOST_RADIOS = 7
MOST_OPTIONS = 300
"""Above this a choice is a `lookup`."""


class Option(BaseModel):
    """One thing to choose; the key is stored and never changes, the label may."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
    label: Text
    hint: str = ""


class ChoiceField(Field):
    """One of several options; canonical value is the option's key."""

    MISSING = CHOOSE
    SECONDS = 10

    type: Literal["choice"] = "choice"
    options: Annotated[tuple[Option, ...], Setting(min_length=1, max_length=MOST_OPTIONS)]

    @model_validator(mode="after")
    def _has_distinct_keys(self) -> Self:
        refuse_repeated(self.options)
        return self

    @property
    def is_long(self) -> bool:
        """Whether the page draws a drop-down instead of radio buttons."""
        return len(self.options) > MOST_RADIOS

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the key."""
        typed = one(raw)
        if not typed:
            return None
        return typed if typed in {option.key for option in self.options} else self.fault(CHOOSE)

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the chosen key."""
        return {"": [text_of(value)]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the option's label."""
        return label_of(self.options, text_of(value), gettext)

    def keys(self) -> tuple[str | bool, ...]:
        """Return the keys of all options."""
        return tuple(option.key for option in self.options)

    def sample(self) -> JsonValue:
        """Return the example or the first option."""
        return self.example or self.options[0].key

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield labels and hints of the options."""
        return option_texts(self.options)


def label_of(options: tuple[Option, ...], key: str, gettext: Gettext) -> str:
    """Return the label of `key`; the key itself when the document no longer knows it."""
    labels = [gettext(option.label) for option in options if option.key == key]
    return labels[0] if labels else key


def option_texts(options: tuple[Option, ...]) -> Iterator[tuple[str, str]]:
    """Yield labels and hints."""
    for option in options:
        yield f"options.{option.key}", option.label
        if option.hint:
            yield f"options.{option.key}.hint", option.hint


def refuse_repeated(options: tuple[Option, ...]) -> None:
    """Raise ValueError when two options share a key."""
    keys = [option.key for option in options]
    if repeated := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"option keys repeat: {', '.join(repeated)}")
