"""Owns the small language of calculated values: parsed whole, evaluated without any Python.

Numbers, names of answers, `+ - * /`, comparisons, `and or not`, 'texts', and the functions
`min max sum count if round_down round_up age grade`. `children.fee` is the list of that answer
over a repeat. A blank answer counts as 0 in arithmetic; what cannot be computed has no value.
"""

import datetime as dt
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, DecimalException
from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from app.forms.ages import age_on, grade_on

Value = Decimal | str | bool | dt.date | list["Value"] | None
Known = Callable[[str], JsonValue]
"""Name of an answer -> its value as stored; of `repeat.key` the list of values."""

MOST_CHARACTERS, DEEPEST = 500, 20
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[0-9]{1,12}(?:\.[0-9]{1,6})?)"
    r"|(?P<name>[a-z][a-z0-9_]{0,39}(?:\.[a-z][a-z0-9_]{0,39})?)"
    r"|(?P<text>'[^'\\]{0,60}')|(?P<sign>==|!=|<=|>=|[-+*/<>(),]))"
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class NotAnExpression(ValueError):
    """A text that the language cannot read."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation: a sign or function over its parts, a `name`, or a `constant`."""

    sign: str
    parts: tuple["Node", ...] = ()
    name: str = ""
    constant: Value = None

    def names(self) -> Iterator[str]:
        """Yield every answer that the expression looks at."""
        if self.sign == "name":
            yield self.name
        for part in self.parts:
            yield from part.names()


@lru_cache(maxsize=2000)
def parse(text: str) -> Node:
    """Return the expression that `text` says; raises NotAnExpression."""
    if len(text) > MOST_CHARACTERS:
        raise NotAnExpression(f"longer than {MOST_CHARACTERS} characters")
    return _Reader(list(_tokens(text))).whole()


def evaluate(node: Node, known: Known) -> Value:
    """Return the value, None where it has none (a division by zero, no birth date)."""
    try:
        return _value(node, known)
    except (DecimalException, ArithmeticError, TypeError):
        return None


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise NotAnExpression(f"cannot read {text[at:].strip()[:20]!r}")
        yield match.lastgroup, match[match.lastgroup]
        at = match.end()


_LEVELS: Final = (("or",), ("and",), ("==", "!=", "<", ">", "<=", ">="), ("+", "-"), ("*", "/"))
_WORDS: Final = frozenset({"and", "or", "not"})


class _Reader:
    """Reads tokens by falling precedence; refuses what nests too deeply."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    def whole(self) -> Node:
        """Return the only expression of the text."""
        node = self._level(0)
        if self.at < len(self.tokens):
            raise NotAnExpression(f"{self.tokens[self.at][1]!r} is too much")
        return node

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._sign()
        left = self._level(level + 1)
        while self._peek() in _LEVELS[level]:
            sign = self._take()
            left = Node(sign, (left, self._level(level + 1)))
        return left

    def _sign(self) -> Node:
        if self._peek() in ("-", "not"):
            sign = "negative" if self._take() == "-" else "not"
            return Node(sign, (self._deeper(self._sign),))
        return self._atom()

    def _atom(self) -> Node:
        if self.at >= len(self.tokens):
            raise NotAnExpression("ends too early")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Node("constant", constant=Decimal(text))
        if kind == "text":
            return Node("constant", constant=text[1:-1])
        if kind == "name" and text not in _WORDS:
            return self._call(text) if self._peek() == "(" else Node("name", name=text)
        if text == "(":
            inside = self._deeper(lambda: self._level(0))
            self._expect(")")
            return inside
        raise NotAnExpression(f"{text!r} stands in the wrong place")

    def _call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise NotAnExpression(f"there is no function {name!r}")
        self._take()
        parts = [self._deeper(lambda: self._level(0))]
        while self._peek() == ",":
            self._take()
            parts.append(self._deeper(lambda: self._level(0)))
        self._expect(")")
        least, most = FUNCTIONS[name]
        if not least <= len(parts) <= most:
            raise NotAnExpression(f"{name} takes {least} to {most} values")
        return Node(name, tuple(parts))

    def _deeper(self, read: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotAnExpression("nested too deeply")
        node = read()
        self.depth -= 1
        return node

    def _peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def _expect(self, sign: str) -> None:
        if self._peek() != sign:
            raise NotAnExpression(f"{sign!r} is missing")
        self.at += 1


FUNCTIONS: Final[Mapping[str, tuple[int, int]]] = {
    "min": (1, 20), "max": (1, 20), "sum": (1, 20), "count": (1, 20), "if": (3, 3),
    "round_down": (1, 2), "round_up": (1, 2), "age": (2, 2), "grade": (2, 2),
}  # fmt: skip
_ARITHMETIC: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_ORDER: Final = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}


def _value(node: Node, known: Known) -> Value:
    if node.sign == "constant":
        return node.constant
    if node.sign == "name":
        return _as_value(known(node.name))
    if node.sign == "if":
        return _value(node.parts[1 if _value(node.parts[0], known) is True else 2], known)
    values = [_value(part, known) for part in node.parts]
    if node.sign in _ARITHMETIC:
        return _ARITHMETIC[node.sign](_number(values[0]), _number(values[1]))
    if node.sign in _ORDER:
        return _in_order(node.sign, *values)
    return _call_value(node.sign, values)


def _call_value(sign: str, values: list[Value]) -> Value:
    if sign in ("==", "!="):
        return _is_same(values[0], values[1]) is (sign == "==")
    if sign in ("and", "or"):
        return all(v is True for v in values) if sign == "and" else any(v is True for v in values)
    if sign == "not":
        return values[0] is not True
    if sign == "negative":
        return -_number(values[0])
    if sign in ("age", "grade"):
        return _years(sign, values[0], values[1])
    if sign.startswith("round_"):
        unit = _number(values[1]) if len(values) > 1 else Decimal(1)
        rounding = ROUND_FLOOR if sign == "round_down" else ROUND_CEILING
        return (_number(values[0]) / unit).to_integral_value(rounding) * unit
    flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
    given = [each for each in flat if each not in (None, "")]
    if sign == "count":
        return Decimal(len(given))
    numbers = [_number(each) for each in given]
    return sum(numbers, Decimal(0)) if sign == "sum" else _edge(sign, numbers)


def _edge(sign: str, numbers: list[Decimal]) -> Value:
    if not numbers:
        return None
    return min(numbers) if sign == "min" else max(numbers)


def _years(sign: str, birth: Value, day: Value) -> Value:
    first, then = _as_day(birth), _as_day(day)
    if first is None or then is None:
        return None
    return Decimal(age_on(first, then) if sign == "age" else grade_on(first, then))


def _as_value(value: JsonValue) -> Value:
    if isinstance(value, list):
        return [_as_value(each) for each in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return Decimal(str(value))
    return value if isinstance(value, str) else None


def _as_day(value: Value) -> dt.date | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _number(value: Value) -> Decimal:
    if value is None or value == "":
        return Decimal(0)
    if isinstance(value, (bool, list)) or not isinstance(value, (Decimal, str)):
        raise TypeError("no number")
    return Decimal(value)


def _in_order(sign: str, left: Value, right: Value) -> Value:
    if left is None or right is None:
        return False
    if _as_day(left) and _as_day(right):
        return bool(_ORDER[sign](str(left), str(right)))
    return bool(_ORDER[sign](_number(left), _number(right)))


def _is_same(left: Value, right: Value) -> bool:
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        try:
            return _number(left) == _number(right) and None not in (left, right)
        except (DecimalException, TypeError):
            return False
    return type(left) is type(right) and left == right
