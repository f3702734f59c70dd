"""Owns the choice of several: a group of check boxes."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field as Setting
from pydantic import JsonValue, model_validator

from app.forms.field import Field
from app.forms.fields.choice import MOST_OPTIONS, Option, label_of, option_texts, refuse_repeated
from app.forms.values import N_, FieldError, Gettext, Raw

CHOOSE = N_("あてはまるものを選んでください。")
TOO_FEW = N_("{min}つ以上選んでください。")
TOO_MANY = N_("{max}つまで選べます。")
COMMA = N_("、")
ALONE = N_("「なし」を選ぶときは、ほかを選ばないでください。")


class ChoicesField(Field):
    """Any of several options; canonical value is the list of keys in the document's order."""

    MULTIPLE = True
    MISSING = CHOOSE
    LISTS = True

    type: Literal["choices"] = "choices"
    options: Annotated[tuple[Option, ...], Setting(min_length=1, max_length=MOST_OPTIONS)]
    min: Annotated[int, Setting(ge=0)] = 0
    max: int | None = None
    none_key: str | None = None

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        refuse_repeated(self.options)
        if self.none_key is not None and self.none_key not in self.keys():
            raise ValueError(f"none_key {self.none_key!r} is no option")
        if self.min > len(self.options) or (self.max is not None and self.max < self.min):
            raise ValueError("min and max leave no answer")
        return self

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the keys, each once, in the document's order."""
        typed = {value for value in raw.get("", []) if value}
        if not typed:
            return None
        if not typed <= set(self.keys()):
            return self.fault(CHOOSE)
        if self.none_key in typed and len(typed) > 1:
            return self.fault(ALONE)
        if len(typed) < self.min and self.none_key not in typed:
            return self.fault(TOO_FEW, min=self.min)
        if self.max is not None and len(typed) > self.max:
            return self.fault(TOO_MANY, max=self.max)
        return [option.key for option in self.options if option.key in typed]

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the ticked boxes."""
        keys = value if isinstance(value, list) else []
        return {"": [key for key in keys if isinstance(key, str)]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the labels, joined."""
        labels = (label_of(self.options, key, gettext) for key in self.write(value)[""])
        return gettext(COMMA).join(labels)

    def keys(self) -> tuple[str | bool, ...]:
        """Return the keys of all options."""
        return tuple(option.key for option in self.options)

    def sample(self) -> JsonValue:
        """Return the example or the first options."""
        if self.example is not None:
            return self.example
        keys = [option.key for option in self.options if option.key != self.none_key]
        return list(keys[: max(1, self.min)])

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield labels and hints of the options."""
        return option_texts(self.options)
