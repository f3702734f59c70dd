"""Owns conditions: when a step or field is asked, as data and as a pure evaluation."""

from collections.abc import Callable, Iterator
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

Scalar = str | int | bool
Lookup = Callable[[str], JsonValue]
"""Field key -> the value a condition compares (None when unanswered or not asked)."""

TESTS = ("equals", "in", "contains", "filled")
JOINS = ("all", "any", "not")


class Condition(BaseModel):
    """One test on a field (`equals`, `in`, `contains`, `filled`) or a join (`all`, `any`, `not`).

    A bare field key inside a repeat means the same item, otherwise the top level.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str | None = None
    equals: Scalar | None = None
    among: tuple[Scalar, ...] | None = Field(default=None, alias="in", min_length=1)
    contains: str | None = None
    filled: bool | None = None
    every: tuple["Condition", ...] | None = Field(default=None, alias="all", min_length=1)
    some: tuple["Condition", ...] | None = Field(default=None, alias="any", min_length=1)
    negated: "Condition | None" = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        tests = [self.equals, self.among, self.contains, self.filled]
        joins = [self.every, self.some, self.negated]
        given = sum(test is not None for test in tests)
        joined = sum(join is not None for join in joins)
        if self.field is not None and given == 1 and joined == 0:
            return self
        if self.field is None and given == 0 and joined == 1:
            return self
        raise ValueError(f"a condition is a field with one of {TESTS}, or one of {JOINS} alone")

    def atoms(self) -> Iterator["Condition"]:
        """Yield every test on a field, at any depth."""
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
    return _test(condition, lookup(condition.field or ""))


def _test(condition: Condition, value: JsonValue) -> bool:
    if condition.filled is not None:
        return _is_filled(value) is condition.filled
    if condition.contains is not None:
        return isinstance(value, list) and condition.contains in value
    if condition.among is not None:
        return any(_same(value, wanted) for wanted in condition.among)
    return _same(value, condition.equals)


def _same(value: JsonValue, wanted: Scalar | None) -> bool:
    # True == 1 in Python; an answer of 1 is not a yes
    return type(value) is type(wanted) and value == wanted


def _is_filled(value: JsonValue) -> bool:
    return value not in (None, "", [], {})
