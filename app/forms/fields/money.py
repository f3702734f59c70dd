"""Owns the amount of yen: any width of digits, with or without commas, 円 and ¥."""

import re
from typing import Literal, Self

from pydantic import JsonValue, model_validator

from app.forms.characters import digits, holds_my_number
from app.forms.field import Field
from app.forms.fields.text import MY_NUMBER
from app.forms.values import N_, FieldError, Gettext, Raw, one
from app.i18n.formats import yen

AMOUNT = re.compile(r"-?[0-9]{1,12}")
COMMAS = re.compile(r"[,、，]")
NOT_AN_AMOUNT = N_("金額は数字で入力してください。例）12,000")
TOO_SMALL = N_("{min}円以上の金額を入力してください。")
TOO_BIG = N_("{max}円以下の金額を入力してください。")


class MoneyField(Field):
    """An amount in whole yen; canonical value is an int."""

    MISSING = N_("金額を入力してください。")
    ORDERED = True

    type: Literal["money"] = "money"
    min: int | None = 0
    max: int | None = None

    @model_validator(mode="after")
    def _has_amounts(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is greater than max")
        return self

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the amount."""
        typed = COMMAS.sub("", digits(one(raw)[:60])).removesuffix("円").strip(" ¥￥\\")
        if not typed:
            return None
        if holds_my_number(typed):
            return self.fault(MY_NUMBER)
        if not AMOUNT.fullmatch(typed):
            return self.fault(NOT_AN_AMOUNT)
        amount = int(typed)
        if self.min is not None and amount < self.min:
            return self.fault(TOO_SMALL, min=f"{self.min:,}")
        if self.max is not None and amount > self.max:
            return self.fault(TOO_BIG, max=f"{self.max:,}")
        return amount

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the box, with commas."""
        is_amount = isinstance(value, int) and not isinstance(value, bool)
        return {"": [f"{value:,}" if is_amount else ""]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the amount as the reader's language writes yen."""
        is_amount = isinstance(value, int) and not isinstance(value, bool)
        return yen(value, locale) if is_amount and isinstance(value, int) else ""

    def sample(self) -> JsonValue:
        """Return the example, or 1,000 yen within the limits."""
        if self.example is not None:
            return self.example
        amount = max(1000, self.min if self.min is not None else 1000)
        return min(amount, self.max if self.max is not None else amount)
