"""Owns conditions in words: what a clerk reads instead of the document's own notation."""

import json

from pydantic import JsonValue, ValidationError

from app.forms.field import Field
from app.forms.fields import TYPES
from app.staff.service.workshop.sheet import Entry, Sheet, text

UNKNOWN = "（ない質問）"
ORDER = {"ge": "以上", "gt": "より大きい", "le": "以下", "lt": "より小さい"}
DATES = {"ge": "以後", "gt": "より後", "le": "以前", "lt": "より前"}
DAYS = ("date", "month", "time", "period")
DERIVED = {"age": "年齢", "grade": "学年", "count": "数"}
_ENDS = {"を選んだ": "を選んでいない", "に答えた": "に答えていない", "に答えていない": "に答えた"}


def clause(sheet: Sheet, when: JsonValue) -> str:
    """A condition before what it leads to: 「…」の答えが「はい」のとき."""
    said = sentence(sheet, when)
    return f"{said}とき" if said.endswith(("た", "い")) else f"{said}のとき" if said else ""


def sentence(sheet: Sheet, when: JsonValue) -> str:
    """A condition in words, as far as the bench has words for it."""
    if not isinstance(when, dict):
        return ""
    if isinstance(when.get("all"), list):
        return " かつ ".join(_bracketed(sheet, each) for each in listed(when["all"]))
    if isinstance(when.get("any"), list):
        return " または ".join(_bracketed(sheet, each) for each in listed(when["any"]))
    if "not" in when:
        return _denied(_bracketed(sheet, when["not"]))
    return _said(sheet, when)


def _denied(said: str) -> str:
    for end, other in _ENDS.items():
        if said.endswith(end):
            return said.removesuffix(end) + other
    return f"{said}ではない"


def _bracketed(sheet: Sheet, when: JsonValue) -> str:
    said = sentence(sheet, when)
    is_joined = isinstance(when, dict) and ("all" in when or "any" in when)
    return f"（{said}）" if is_joined else said


def _said(sheet: Sheet, atom: Entry) -> str:
    key = text(atom, "field")
    entry = entry_of(sheet, key)
    label = named(sheet, key)
    if "filled" in atom:
        return f"「{label}」に" + ("答えた" if atom["filled"] else "答えていない")
    for test, words in (("equals", "が「{}」"), ("contains", "に「{}」を選んだ")):
        if test in atom:
            return f"「{label}」の答え" + words.format(value_of(entry, atom[test]))
    if "in" in atom:
        values = "・".join(value_of(entry, each) for each in listed(atom["in"]))
        return f"「{label}」の答えが「{values}」のどれか"
    if "same_as" in atom:
        return (
            f"「{label}」{_derived(sheet, atom)}と「{named(sheet, text(atom, 'same_as'))}」が同じ"
        )
    for test, words in (("any_item", "のどれか1つで、"), ("every_item", "のすべてで、")):
        if test in atom:
            return f"「{label}」{words}{sentence(sheet, atom[test])}"
    return _ordered(sheet, atom, entry, label)


def _ordered(sheet: Sheet, atom: Entry, entry: Entry | None, label: str) -> str:
    for test, words in ORDER.items():
        if test in atom:
            is_day = "of" not in atom and entry is not None and text(entry, "type") in DAYS
            limit = str(atom[test]) if "of" in atom else value_of(entry, atom[test])
            return f"「{label}」{_derived(sheet, atom)}が{limit}{DATES[test] if is_day else words}"
    if "equals" in atom:
        return f"「{label}」{_derived(sheet, atom)}が{atom['equals']}"
    rest = {name: value for name, value in atom.items() if name != "field"}
    return f"「{label}」が {json.dumps(rest, ensure_ascii=False)}"


def _derived(sheet: Sheet, atom: Entry) -> str:
    of, on = text(atom, "of"), text(atom, "on")
    if not of:
        return ""
    day = f"「{named(sheet, on)}」" if entry_of(sheet, on) else on
    return f"の{DERIVED[of]}" + (f"（{day}の時点）" if day else "")


def entry_of(sheet: Sheet, key: str) -> Entry | None:
    """The question of a key, where there is one."""
    return next((each for _, each in sheet.fields() if each.get("key") == key), None)


def named(sheet: Sheet, key: str) -> str:
    """What a question, or the things of a repeat, are called."""
    entry = entry_of(sheet, key)
    if entry is not None:
        return text(entry, "label")
    repeat = sheet.repeat(key)
    return word_of(repeat) if repeat else UNKNOWN


def word_of(repeat: Entry) -> str:
    """What the things of a repeat are called (お子さん)."""
    title = text(repeat, "item_title")
    for mark in ("{n}人目の", "{n}件目の", "{n}"):
        title = title.removeprefix(mark)
    return title.removesuffix("（{n}）").strip("（）").replace("{n}", "")


def value_of(entry: Entry | None, value: JsonValue) -> str:
    """What a value of a question is called."""
    field = field_of(entry) if entry else None
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


def field_of(entry: Entry) -> Field | None:
    """A question as the engine has it, None where it is not one yet."""
    kind = TYPES.get(text(entry, "type"))
    try:
        return kind.model_validate(entry) if kind else None
    except ValidationError:
        return None


def listed(value: JsonValue) -> list[JsonValue]:
    """A list, or an empty one."""
    return value if isinstance(value, list) else []
