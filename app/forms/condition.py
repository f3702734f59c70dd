"""Owns conditions: when a step or field is asked, as data and as a pure evaluation."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from app.forms.ages import age_on, grade_on
from app.forms.values import mapping

Scalar = str | int | bool
Lookup = Callable[[str], JsonValue]
"""Field key -> the value a condition compares (None when unanswered or not asked); the key of a
repeat -> the list of its items, each a mapping of the same kind."""

TESTS = (
    "equals", "in", "contains", "filled", "lt", "le", "gt", "ge", "same_as", "any_item",
    "every_item",
)  # fmt: skip
JOINS = ("all", "any", "not")


class Condition(BaseModel):
    """One test on a field, or a join (`all`, `any`, `not`).

    Tests: `equals`, `in`, `contains` (of a list), `filled`, `lt` `le` `gt` `ge` (numbers, money,
    dates as "2026-04-01", times, months), `same_as` (another field), and on a repeat `any_item`
    and `every_item` with a condition inside. `of: count` compares how many items or options,
    `of: age` and `of: grade` a birth date as of `on` (a day, or the key of a date).

    A bare field key inside a repeat means the same item, otherwise the top level.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str | None = None
    of: Literal["count", "age", "grade"] | None = None
    on: str | None = None
    equals: Scalar | None = None
    among: tuple[Scalar, ...] | None = Field(default=None, alias="in", min_length=1)
    contains: str | None = None
    filled: bool | None = None
    lt: int | str | None = None
    le: int | str | None = None
    gt: int | str | None = None
    ge: int | str | None = None
    same_as: str | None = None
    any_item: "Condition | None" = None
    every_item: "Condition | None" = None
    every: tuple["Condition", ...] | None = Field(default=None, alias="all", min_length=1)
    some: tuple["Condition", ...] | None = Field(default=None, alias="any", min_length=1)
    negated: "Condition | None" = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        tests = [
            self.equals, self.among, self.contains, self.filled, self.lt, self.le, self.gt,
            self.ge, self.same_as, self.any_item, self.every_item,
        ]  # fmt: skip
        joins = [self.every, self.some, self.negated]
        given = sum(test is not None for test in tests)
        joined = sum(join is not None for join in joins)
        is_test = self.field is not None and given == 1 and joined == 0
        is_join = self.field is None and given == 0 and joined == 1 and self.of is None
        if not is_test and not is_join:
            raise ValueError(f"a condition is a field with one of {TESTS}, or one of {JOINS} alone")
        if (self.on is not None) != (self.of in ("age", "grade")):
            raise ValueError("on belongs to of: age and of: grade, and they need it")
        return self

    @property
    def limit(self) -> int | str | None:
        """Return what `lt`, `le`, `gt` or `ge` compares with."""
        return next(
            (each for each in (self.lt, self.le, self.gt, self.ge) if each is not None), None
        )

    @property
    def inner(self) -> "Condition | None":
        """Return the condition on the items of a repeat."""
        return self.any_item or self.every_item

    def atoms(self) -> Iterator["Condition"]:
        """Yield every test on a field, at any depth; not those inside a repeat's items."""
        if self.field is not None:
            yield self
        for child in self.every or self.some or ((self.negated,) if self.negated else ()):
            yield from child.atoms()


def holds(condition: Condition | None, lookup: Lookup) -> bool:
    """Tell whether `condition` is true for the answers that `lookup` shows; no condition is."""
    if condition is None:
        return True
    if condition.every is not None:
        return all(holds(child, lookup) for child in condition.every)
    if condition.some is not None:
        return any(holds(child, lookup) for child in condition.some)
    if condition.negated is not None:
        return not holds(condition.negated, lookup)
    value = lookup(condition.field or "")
    if condition.inner is not None:
        return _of_items(condition, value, lookup)
    if condition.of is not None:
        value = _derived(condition, value, lookup)
    if condition.same_as is not None:
        return _agree(value, lookup(condition.same_as))
    return _test(condition, value)


def is_day(text: str) -> bool:
    """Tell whether `text` is a day as documents write it (2026-04-01)."""
    return _day(text) is not None


def _of_items(condition: Condition, value: JsonValue, lookup: Lookup) -> bool:
    items = [mapping(each) for each in value] if isinstance(value, list) else []
    each = (
        holds(condition.inner, lambda key, item=item: item[key] if key in item else lookup(key))  # type: ignore[misc]
        for item in items
    )
    return any(each) if condition.any_item is not None else bool(items) and all(each)


def _derived(condition: Condition, value: JsonValue, lookup: Lookup) -> JsonValue:
    if condition.of == "count":
        return len(value) if isinstance(value, list) else 0
    on = condition.on or ""
    birth, day = _day(value), _day(on) or _day(lookup(on))
    if birth is None or day is None:
        return None
    return age_on(birth, day) if condition.of == "age" else grade_on(birth, day)


def _test(condition: Condition, value: JsonValue) -> bool:
    if condition.filled is not None:
        return _is_filled(value) is condition.filled
    if condition.contains is not None:
        return isinstance(value, list) and condition.contains in value
    if condition.among is not None:
        return any(_same(value, wanted) for wanted in condition.among)
    if condition.limit is not None:
        return _is_beyond(condition, value)
    return _same(value, condition.equals)


def _is_beyond(condition: Condition, value: JsonValue) -> bool:
    order = _order(value, condition.limit)
    if order is None:
        return False
    if condition.lt is not None or condition.le is not None:
        return order < 0 or (condition.le is not None and order == 0)
    return order > 0 or (condition.ge is not None and order == 0)


def _order(value: JsonValue, limit: int | str | None) -> int | None:
    """Return -1, 0 or 1; None where the two cannot be compared."""
    if isinstance(value, bool) or not isinstance(value, (int, str)) or limit is None:
        return None
    if isinstance(limit, str):  # days, months and times of one length sort as they stand
        is_alike = isinstance(value, str) and len(value) == len(limit)
        return (str(value) > limit) - (str(value) < limit) if is_alike else None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return (number > limit) - (number < limit) if number.is_finite() else None


def _agree(left: JsonValue, right: JsonValue) -> bool:
    """Tell whether two answers say the same; a grade of 3 and the option "3" do, blanks do not."""
    if not _is_filled(left) or not _is_filled(right):
        return False
    is_plain = all(isinstance(each, (int, str)) for each in (left, right))
    if is_plain and not isinstance(left, bool) and not isinstance(right, bool):
        return str(left) == str(right)
    return type(left) is type(right) and left == right


def _day(value: JsonValue) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _same(value: JsonValue, wanted: Scalar | None) -> bool:
    # True == 1 in Python; an answer of 1 is not a yes
    return type(value) is type(wanted) and value == wanted


def _is_filled(value: JsonValue) -> bool:
    return value not in (None, "", [], {})
