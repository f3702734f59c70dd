"""Owns conditions in sentences: 「[質問] の答えが [値]」 as boxes, and back as the document."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue, ValidationError

from app.forms.condition import Condition
from app.forms.field import Field
from app.forms.fields import TYPES
from app.staff.service.workshop.sheet import Entry, Sheet, text

MOST_ROWS: Final = 5
ALL, ANY = "all", "any"
FILLED: Final = "（なにか答えた）"
UNKNOWN: Final = "（ない質問）"


@dataclass(frozen=True)
class Choice:
    """One thing a row can ask: a value of a question (`mark` is what the box posts)."""

    mark: str
    words: str


@dataclass(frozen=True)
class Asked:
    """A question that stands before, and what its answer can be compared with."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Row:
    """One line of a condition; an empty mark is an empty line."""

    mark: str = ""
    is_not: bool = False


@dataclass(frozen=True)
class Boxes:
    """A condition as the page shows it; `is_kept` where the boxes cannot say it."""

    join: str
    rows: tuple[Row, ...]
    is_kept: bool = False
    sentence: str = ""


def offered(sheet: Sheet, slug: str, key: str = "") -> list[Asked]:
    """The questions a step, or a question in it, can depend on: those asked before."""
    here = sheet.screen(slug)
    found = []
    for screen, entry in sheet.fields():
        if text(entry, "key") == key or (not key and screen.slug == slug):
            break
        if screen.repeat and (screen.repeat != here.repeat or not key):
            continue
        field = _field(entry)
        if field is not None and field.asks:
            found.append(_asked(field))
    return found


def boxes(sheet: Sheet, when: JsonValue) -> Boxes:
    """The boxes of a condition, with two empty lines where there is room."""
    empty = (Row(), Row())
    if not isinstance(when, dict):
        return Boxes(ALL, empty)
    join, parts = _joined(when)
    rows = [_row(each) for each in parts]
    said = sentence(sheet, when)
    if len(rows) > MOST_ROWS or None in rows:
        return Boxes(ALL, empty, is_kept=True, sentence=said)
    known = [each for each in rows if each is not None]
    return Boxes(join, (*known, *empty)[:MOST_ROWS], sentence=said)


def read(posted: Mapping[str, list[str]], before: JsonValue) -> JsonValue:
    """The condition of the posted boxes, None without any; `_when_keep` leaves it as it is."""
    if posted.get("when_keep"):
        return before
    parts: list[JsonValue] = []
    for number in range(MOST_ROWS):
        mark = (posted.get(f"when_{number}") or [""])[0]
        if not mark:
            continue
        atom = _atom(mark)
        if atom is not None:
            is_not = bool(posted.get(f"when_{number}_not"))
            parts.append({"not": atom} if is_not else atom)
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return {ANY if posted.get("when_join") == [ANY] else ALL: parts}


def sentence(sheet: Sheet, when: JsonValue) -> str:
    """A condition in words, as far as the bench has words for it."""
    if not isinstance(when, dict):
        return ""
    if isinstance(when.get("all"), list):
        return " かつ ".join(_bracketed(sheet, each) for each in _list(when["all"]))
    if isinstance(when.get("any"), list):
        return " または ".join(_bracketed(sheet, each) for each in _list(when["any"]))
    if "not" in when:
        return f"「{sentence(sheet, when['not'])}」ではない"
    return _said(sheet, when)


def _bracketed(sheet: Sheet, when: JsonValue) -> str:
    said = sentence(sheet, when)
    is_joined = isinstance(when, dict) and ("all" in when or "any" in when)
    return f"（{said}）" if is_joined else said


def _said(sheet: Sheet, atom: Entry) -> str:
    key = text(atom, "field")
    entry = next((each for _, each in sheet.fields() if each.get("key") == key), None)
    label = text(entry, "label") if entry else UNKNOWN
    if "filled" in atom:
        return f"「{label}」に" + ("答えた" if atom["filled"] else "答えていない")
    for test, words in (("equals", "が「{}」"), ("contains", "に「{}」を選んだ")):
        if test in atom:
            return f"「{label}」の答え" + words.format(_value(entry, atom[test]))
    if "in" in atom:
        values = "・".join(_value(entry, each) for each in _list(atom["in"]))
        return f"「{label}」の答えが「{values}」のどれか"
    rest = {name: value for name, value in atom.items() if name != "field"}
    return f"「{label}」が {json.dumps(rest, ensure_ascii=False)}"


def _joined(when: Entry) -> tuple[str, list[JsonValue]]:
    for join in (ALL, ANY):
        if isinstance(when.get(join), list):
            return join, _list(when[join])
    if isinstance(when.get("in"), list):
        values = _list(when["in"])
        return ANY, [{"field": when.get("field"), "equals": each} for each in values]
    return ALL, [when]


def _row(when: JsonValue) -> Row | None:
    """One line, None where a line cannot say it."""
    if not isinstance(when, dict):
        return None
    if list(when) == ["not"]:
        inner = _row(when["not"])
        return Row(inner.mark, not inner.is_not) if inner else None
    tests = [name for name in when if name != "field"]
    if "field" not in when or len(tests) != 1 or tests[0] not in ("equals", "contains", "filled"):
        return None
    if when.get("filled") is False:
        return Row(_mark(text(when, "field"), "filled", True), True)
    return Row(_mark(text(when, "field"), tests[0], when[tests[0]]))


def _atom(mark: str) -> Entry | None:
    try:
        key, test, value = json.loads(mark)
        atom = {"field": key, test: value}
        Condition.model_validate(atom)
    except (ValueError, TypeError, ValidationError):
        return None
    return atom


def _asked(field: Field) -> Asked:
    choices = [Choice(_mark(field.key, "filled", True), FILLED)]
    keys = field.keys()
    if keys is not None:
        test = "contains" if field.MULTIPLE else "equals"
        entry: Entry = field.model_dump(mode="json", by_alias=True)
        own = [Choice(_mark(field.key, test, key), _value(entry, key)) for key in keys]
        choices = [*own, *choices]
    return Asked(field.label, tuple(choices))


def _mark(key: str, test: str, value: JsonValue) -> str:
    return json.dumps([key, test, value], ensure_ascii=False, separators=(",", ":"))


def _value(entry: Entry | None, value: JsonValue) -> str:
    """What a value of a question is called."""
    field = _field(entry) if entry else None
    if field is None:
        return str(value)
    many = [value] if field.MULTIPLE else value
    for attempt in (many, {"answer": value}, {"mode": value}):
        try:
            said = field.show(attempt, str)
        except (AttributeError, TypeError, ValueError, KeyError):
            continue
        if said:
            return said
    return str(value)


def _field(entry: Entry) -> Field | None:
    kind = TYPES.get(text(entry, "type"))
    try:
        return kind.model_validate(entry) if kind else None
    except ValidationError:
        return None


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def fields_named(when: JsonValue) -> Iterator[str]:
    """The keys of the questions that a condition names."""
    if isinstance(when, list):
        for each in when:
            yield from fields_named(each)
    elif isinstance(when, dict):
        if isinstance(when.get("field"), str):
            yield text(when, "field")
        for each in when.values():
            yield from fields_named(each)
