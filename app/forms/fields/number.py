"""Owns the number: any width of digits, whole or with fixed decimals."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field as Setting
from pydantic import JsonValue, model_validator

from app.forms.characters import digits, holds_my_number
from app.forms.field import Field
from app.forms.fields.text import MY_NUMBER
from app.forms.values import N_, FieldError, Gettext, Raw, one

NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
NOT_A_NUMBER = N_("数字で入力してください。")
NOT_WHOLE = N_("小数点のない数字で入力してください。")
TOO_MANY_DECIMALS = N_("小数点以下は{max}けたまでで入力してください。")
TOO_SMALL = N_("{min}以上の数字を入力してください。")
TOO_BIG = N_("{max}以下の数字を入力してください。")


class NumberField(Field):
    """A count or measure; canonical value is an int, or a decimal text when `decimals` > 0."""

    MISSING = N_("数字を入力してください。")
    ORDERED = True

    type: Literal["number"] = "number"
    min: int | None = 0
    max: int | None = None
    decimals: Annotated[int, Setting(ge=0, le=6)] = 0
    unit: str = ""

    @model_validator(mode="after")
    def _has_numbers(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is greater than max")
        return self

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the number."""
        typed = digits(one(raw)).replace(",", "").replace("、", "")
        typed = typed.removesuffix(self.unit).strip() if self.unit else typed
        if not typed:
            return None
        if holds_my_number(typed):
            return self.fault(MY_NUMBER)
        if not NUMBER.fullmatch(typed):
            return self.fault(NOT_A_NUMBER)
        number = Decimal(typed)
        return self._outside(number, typed) or self._canonical(number)

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the box."""
        is_number = isinstance(value, (int, str)) and not isinstance(value, bool)
        return {"": [str(value) if is_number else ""]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the number with its unit."""
        return self.write(value)[""][0] + (gettext(self.unit) if self.unit else "")

    def sample(self) -> JsonValue:
        """Return the example, or the number nearest to 1 within the limits."""
        if self.example is not None:
            return self.example
        number = max(1, self.min if self.min is not None else 1)
        return self._canonical(Decimal(min(number, self.max if self.max is not None else number)))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the unit."""
        if self.unit:
            yield "unit", self.unit

    def _canonical(self, number: Decimal) -> int | str:
        if not self.decimals:
            return int(number)
        return f"{number:.{self.decimals}f}"

    def _outside(self, number: Decimal, typed: str) -> FieldError | None:
        places = len(typed.partition(".")[2])
        if places and not self.decimals:
            return self.fault(NOT_WHOLE)
        if places > self.decimals:
            return self.fault(TOO_MANY_DECIMALS, max=self.decimals)
        if self.min is not None and number < self.min:
            return self.fault(TOO_SMALL, min=self.min)
        if self.max is not None and number > self.max:
            return self.fault(TOO_BIG, max=self.max)
        return None
