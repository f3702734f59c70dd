"""Owns conditions as boxes: 「[質問] の答えが [値]」 in lines that are joined, and back again."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue, ValidationError

from app.forms.condition import Condition, is_day
from app.forms.field import Field
from app.forms.fields.number import NumberField
from app.forms.values import FieldError
from app.staff.service.workshop.asked import is_typed, mark_of
from app.staff.service.workshop.sentences import (
    DAYS,
    DERIVED,
    ORDER,
    entry_of,
    field_of,
    listed,
    sentence,
)
from app.staff.service.workshop.sheet import Entry, Sheet, text

MOST_ROWS: Final = 5
ALL, ANY = "all", "any"
FILLED: Final = "（なにか答えた）"
VALUE_LABEL: Final = "くらべる数・日付"
DAY_LABEL: Final = "年齢・学年を数える日"
NO_VALUE: Final = "「以上」「以下」などの条件には、くらべる数・日付を入力してください"
NO_DAY: Final = "日付の質問を選ぶか、日付を 2027-04-01 のように入力してください"
NO_CONDITION: Final = "条件を1つ以上選んでください"
YEARS: Final = ("age", "grade")


@dataclass(frozen=True)
class Row:
    """One line of a condition; an empty mark is an empty line, `value` what is compared with."""

    mark: str = ""
    is_not: bool = False
    value: str = ""


@dataclass(frozen=True)
class Boxes:
    """A condition as the page shows it; `is_kept` where the boxes cannot say it."""

    join: str
    rows: tuple[Row, ...]
    is_kept: bool = False
    sentence: str = ""
    on: str = ""


def boxes(sheet: Sheet, when: JsonValue) -> Boxes:
    """The boxes of a condition, with two empty lines where there is room."""
    empty = (Row(), Row())
    if not isinstance(when, dict):
        return Boxes(ALL, empty)
    join, parts = _joined(when)
    rows = [_row(each) for each in parts]
    said = sentence(sheet, when)
    days = set(_days(when))
    if len(rows) > MOST_ROWS or None in rows or len(days) > 1:
        return Boxes(ALL, empty, is_kept=True, sentence=said)
    known = [each for each in rows if each is not None]
    return Boxes(join, (*known, *empty)[:MOST_ROWS], sentence=said, on=next(iter(days), ""))


def posted(typed: Mapping[str, list[str]]) -> Boxes:
    """The boxes as they were posted, for a page that is drawn again."""
    rows = tuple(
        Row(
            _one(typed, f"when_{n}"), bool(typed.get(f"when_{n}_not")),
            _one(typed, f"when_{n}_value"),
        )
        for n in range(MOST_ROWS)
    )  # fmt: skip
    last = max((n for n, row in enumerate(rows) if row.mark), default=0)
    join = ANY if typed.get("when_join") == [ANY] else ALL
    return Boxes(join, rows[: max(2, last + 2)], on=_one(typed, "when_on") or _day(typed))


def read(
    sheet: Sheet, typed: Mapping[str, list[str]], before: JsonValue, *, is_needed: bool = False
) -> tuple[JsonValue, list[FieldError]]:
    """The condition of the posted boxes, None without any; `when_keep` leaves it as it is."""
    if typed.get("when_keep"):
        return before, []
    parts: list[JsonValue] = []
    errors: list[FieldError] = []
    for number in range(MOST_ROWS):
        if not (mark := _one(typed, f"when_{number}")):
            continue
        atom, told = _atom(sheet, mark, typed, number)
        errors += told
        if atom is not None:
            parts.append({"not": atom} if typed.get(f"when_{number}_not") else atom)
    if not parts:
        if is_needed and not errors:
            errors.append(FieldError("when_0", NO_CONDITION, label="条件"))
        return None, errors
    if len(parts) == 1:
        return parts[0], errors
    return {ANY if typed.get("when_join") == [ANY] else ALL: parts}, errors


def _one(typed: Mapping[str, list[str]], name: str) -> str:
    return (typed.get(name) or [""])[0].strip()


def _day(typed: Mapping[str, list[str]]) -> str:
    return _one(typed, "when_day")


def _joined(when: Entry) -> tuple[str, list[JsonValue]]:
    for join in (ALL, ANY):
        if isinstance(when.get(join), list):
            return join, listed(when[join])
    if isinstance(when.get("in"), list):
        values = listed(when["in"])
        return ANY, [{"field": when.get("field"), "equals": each} for each in values]
    return ALL, [when]


def _days(when: JsonValue) -> Iterator[str]:
    if isinstance(when, list):
        for each in when:
            yield from _days(each)
    elif isinstance(when, dict):
        if text(when, "of") in YEARS:
            yield text(when, "on")
        for each in when.values():
            yield from _days(each)


def _row(when: JsonValue) -> Row | None:
    """One line, None where a line cannot say it."""
    if not isinstance(when, dict):
        return None
    if list(when) == ["not"]:
        inner = _row(when["not"])
        return Row(inner.mark, not inner.is_not, inner.value) if inner else None
    tests = [name for name in when if name not in ("field", "of", "on")]
    if "field" not in when or len(tests) != 1:
        return None
    key, test, value = text(when, "field"), tests[0], when[tests[0]]
    if test in ORDER and isinstance(value, (int, str)):
        return Row(mark_of(key, test, text(when, "of")), value=str(value))
    if "of" in when or test not in ("equals", "contains", "filled", "same_as", "any_item"):
        return None
    if test == "any_item":
        inner = _row(value)
        is_plain = inner is not None and not inner.is_not and not inner.value
        return Row(mark_of(key, test, json.loads(inner.mark))) if inner and is_plain else None
    if when.get("filled") is False:
        return Row(mark_of(key, "filled", True), True)
    return Row(mark_of(key, test, value))


def _atom(
    sheet: Sheet, mark: str, typed: Mapping[str, list[str]], number: int
) -> tuple[Entry | None, list[FieldError]]:
    try:
        key, test, value = json.loads(mark)
        atom: Entry = {"field": key, test: value}
        if test == "any_item":
            atom = {"field": key, test: {"field": value[0], value[1]: value[2]}}
        if is_typed([key, test, value]):
            return _ordered(sheet, atom, typed, number)
        Condition.model_validate(atom)
    except (ValueError, TypeError, IndexError, ValidationError):
        return None, []
    return atom, []


def _ordered(
    sheet: Sheet, atom: Entry, typed: Mapping[str, list[str]], number: int
) -> tuple[Entry | None, list[FieldError]]:
    """A comparison with what was typed beside it."""
    key = text(atom, "field")
    test = next(name for name in atom if name != "field")
    of, name = str(atom[test] or ""), f"when_{number}_value"
    entry = entry_of(sheet, key)
    field = field_of(entry) if entry else None
    limit = _limit(NumberField(key="n", label="n") if of or field is None else field,
                   _one(typed, name))  # fmt: skip
    made: Entry = {"field": key, test: limit}
    errors = [FieldError(name, NO_VALUE, label=VALUE_LABEL)] if limit is None else []
    if of in DERIVED:
        made["of"] = of
    if of in YEARS:
        on = _one(typed, "when_on") or _day(typed)
        made["on"] = on
        if not is_day(on) and entry_of(sheet, on) is None:
            errors.append(FieldError("when_day", NO_DAY, label=DAY_LABEL))
    if not errors:
        Condition.model_validate(made)
    return made, errors


def _limit(field: Field, typed: str) -> int | str | None:
    """What was typed, as answers of the question are kept; None where it is none."""
    if field.type not in DAYS:
        plain = re.sub(r"[,，円人歳つ]", "", typed)
        return int(plain) if re.fullmatch(r"-?[0-9０-９]{1,12}", plain) else None
    if field.type == "month" and re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", typed):
        return typed
    value = type(field)(key="n", type=field.type, label="n").parse(
        {"year": [typed], "hour": [typed]}
    )
    return value if isinstance(value, str) else None
