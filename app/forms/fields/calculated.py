"""Owns the calculated value (a fee): computed from answers by the city hall, never posted."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import JsonValue, StringConstraints, model_validator

from app.forms import expression
from app.forms.expression import Known, Node
from app.forms.field import Field
from app.forms.values import FieldError, Gettext, Raw
from app.i18n.formats import yen

ROUNDING = {"down": ROUND_FLOOR, "up": ROUND_CEILING, "nearest": ROUND_HALF_UP}
MOST = 10**12


class CalculatedField(Field):
    """A value of the `formula` (app.forms.expression); canonical value is an int.

    It is computed anew whenever answers are read, at sending too; nothing the browser posts
    reaches it. Shown as yen, or as a number with its unit.
    """

    PARTS = ()
    COMPUTES: ClassVar[bool] = True
    SECONDS = 3
    ORDERED = True

    type: Literal["calculated"] = "calculated"
    formula: Annotated[str, StringConstraints(min_length=1)]
    result: Literal["money", "number"] = "money"
    unit: str = ""
    rounding: Literal["down", "up", "nearest"] = "down"
    required: bool = False

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        expression.parse(self.formula)
        return self

    @property
    def node(self) -> Node:
        """Return the formula as it is evaluated."""
        return expression.parse(self.formula)

    def compute(self, known: Known) -> JsonValue:
        """Return the value for these answers, None when there is none."""
        value = expression.evaluate(self.node, known)
        if not isinstance(value, Decimal) or not value.is_finite() or abs(value) > MOST:
            return None
        return int(value.to_integral_value(ROUNDING[self.rounding]))

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return None: nothing is asked."""
        return None

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return no boxes."""
        return {}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the amount or the number."""
        if not isinstance(value, int) or isinstance(value, bool):
            return ""
        if self.result == "money":
            return yen(value, locale)
        return f"{value:,}" + (gettext(self.unit) if self.unit else "")

    def sample(self) -> JsonValue:
        """Return nothing: the value follows from the samples of other fields."""
        return None

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the unit."""
        if self.unit:
            yield "unit", self.unit
