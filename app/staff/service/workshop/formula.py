"""Owns formulas in words: 「部数」×300 for `copies * 300`, and what a clerk may put into one."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.forms import expression
from app.forms.expression import NotAnExpression
from app.forms.field import Field
from app.staff.service.workshop.faults import in_japanese
from app.staff.service.workshop.sentences import field_of, value_of, word_of
from app.staff.service.workshop.sheet import Entry, Screen, Sheet

FUNCTIONS: Final = {
    "合計": "sum", "数える": "count", "いちばん小さい": "min", "いちばん大きい": "max",
    "もし": "if", "切り捨て": "round_down", "切り上げ": "round_up", "年齢": "age", "学年": "grade",
}  # fmt: skip
SIGNS: Final = {
    "＋": "+", "－": "-", "−": "-", "×": "*", "÷": "/", "＝": "==", "≠": "!=", "≧": ">=", "≦": "<=",
    "＞": ">", "＜": "<", "（": "(", "）": ")", "、": ",", "，": ",", "かつ": " and ",
    "または": " or ", "　": " ",
}  # fmt: skip
WORDS: Final = {
    "+": "＋", "-": "－", "*": "×", "/": "÷", "==": "＝", "!=": "≠", ">=": "≧", "<=": "≦",
    ">": "＞", "<": "＜", "(": "（", ")": "）", ",": "、", "and": " かつ ", "or": " または ",
}  # fmt: skip
BUTTONS: Final = (
    "＋", "－", "×", "÷", "（", "）", "、", "合計（", "もし（", "＝", "≧", "≦", "切り捨て（",
    "いちばん小さい（", "いちばん大きい（",
)  # fmt: skip
_TOKEN: Final = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)|(?P<text>'[^']*')"
    r"|(?P<sign>==|!=|<=|>=|[-+*/<>(),])|(?P<rest>[0-9.]+|\s+|.)"
)
_FULL: Final = str.maketrans("０１２３４５６７８９．", "0123456789.")


@dataclass(frozen=True)
class Name:
    """An answer that a formula may look at: how it is said, its name, its question."""

    said: str
    name: str
    field: Field


def names(sheet: Sheet, key: str) -> list[Name]:
    """The answers a formula may look at: those before it; of a repeat, the list of them."""
    number, _ = sheet.place(key)
    before = list(itertools.takewhile(lambda each: each[1].get("key") != key, sheet.fields()))
    return _named(sheet, before, sheet.screens[number].repeat)


def all_names(sheet: Sheet) -> list[Name]:
    """Every answer of a form, as formulas outside of repeats look at them."""
    return _named(sheet, sheet.fields(), "")


def _named(sheet: Sheet, before: Iterable[tuple[Screen, Entry]], own: str) -> list[Name]:
    found: list[Name] = []
    for screen, entry in before:
        field = field_of(entry)
        if field is None or not field.keeps:
            continue
        if screen.repeat and screen.repeat != own:
            word = word_of(sheet.repeat(screen.repeat))
            found.append(
                Name(f"「{word}」の「{field.label}」", f"{screen.repeat}.{field.key}", field)
            )
        else:
            found.append(Name(f"「{field.label}」", field.key, field))
    all_said = [each.said for each in found]
    return [
        Name(f"「{each.field.label}（{each.name}）」", each.name, each.field)
        if all_said.count(each.said) > 1
        else each
        for each in found
    ]


def in_words(formula: str, known: list[Name]) -> str:
    """A formula as a clerk reads it; what the bench has no word for stays as it is."""
    by_name = {each.name: each for each in known}
    functions = {own: word for word, own in FUNCTIONS.items()}
    made, last = [], None
    for match in _TOKEN.finditer(formula):
        kind, token = match.lastgroup, match[0]
        if kind == "name" and token in by_name:
            last = by_name[token]
            made.append(last.said)
        elif kind == "text":
            made.append(_option(token[1:-1], last) or token)
        elif kind == "rest" and token.isspace():
            continue
        else:
            made.append(functions.get(token) or WORDS.get(token, token))
    return re.sub(r" {2,}", " ", "".join(made)).strip()


def _option(key: str, asked: Name | None) -> str:
    if asked is None or key not in (asked.field.keys() or ()):
        return ""
    return f"『{value_of(_entry(asked.field), key)}』"


def _entry(field: Field) -> Entry:
    return field.model_dump(mode="json", by_alias=True)


def of_words(typed: str, known: list[Name]) -> str:
    """The formula that words say; raises ValueError with what is wrong."""
    formula = " ".join("".join(_translated(typed, known)).split())
    try:
        expression.parse(formula)
    except NotAnExpression as error:
        raise ValueError(in_japanese(str(error))) from error
    return formula


def _translated(typed: str, known: list[Name]) -> Iterator[str]:
    at, last = 0, None
    said = sorted(known, key=lambda each: -len(each.said))
    fixed = sorted([*FUNCTIONS.items(), *SIGNS.items()], key=lambda each: -len(each[0]))
    while at < len(typed):
        rest = typed[at:]
        name = next((each for each in said if rest.startswith(each.said)), None)
        word = next((each for each in fixed if rest.startswith(each[0])), None)
        if name is not None:
            last, step = name, len(name.said)
            yield f" {name.name} "
        elif rest[0] == "「":
            raise ValueError(
                f"{rest[: rest.find('」') + 1] or rest[:20]}という質問が、前にありません"
            )
        elif rest[0] == "『":
            shown = rest[: rest.find("』") + 1] or rest[:20]
            step = len(shown)
            yield f"'{_key(shown, last)}'"
        elif word is not None:
            step = len(word[0])
            yield word[1]
        else:
            step = 1
            yield "" if rest[0] in "円" else rest[0].translate(_FULL)
        at += step


def _key(shown: str, asked: Name | None) -> str:
    if asked is None:
        raise ValueError(f"{shown}の前に、その選択肢の質問を入れてください")
    for key in asked.field.keys() or ():
        if f"『{value_of(_entry(asked.field), key)}』" == shown:
            return str(key)
    raise ValueError(f"{shown}という選択肢が、すぐ前の質問にありません")


def tried(formula: str, known: list[Name]) -> str:
    """What the formula gives for the examples of the questions, in words; nothing without any."""
    by_name = {each.name: each for each in known}
    try:
        node = expression.parse(formula)
    except NotAnExpression:
        return ""
    used = [by_name[each] for each in dict.fromkeys(node.names()) if each in by_name]
    values = {each.name: each.field.plain(each.field.sample()) for each in used}
    values |= {each.name: [values[each.name]] for each in used if "." in each.name}
    result = expression.evaluate(node, lambda name: values.get(name))
    if result is None or not used:
        return ""
    given = "、".join(
        f"{each.said}が {each.field.show(each.field.sample(), str) or '空'}" for each in used
    )
    return f"{given} のとき、{result:,}" if isinstance(result, Decimal) else ""
