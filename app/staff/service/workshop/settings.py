"""Owns the page of a question: what its boxes hold, and reading them back."""

from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import JsonValue, ValidationError

from app.forms.condition import is_day
from app.forms.fields import TYPES
from app.forms.values import FieldError
from app.staff.service.workshop import words
from app.staff.service.workshop.boxes import Box, Control, boxes_of
from app.staff.service.workshop.faults import in_japanese
from app.staff.service.workshop.formula import Name, in_words, of_words
from app.staff.service.workshop.sentences import listed
from app.staff.service.workshop.sheet import Entry, text

Boxes = dict[str, list[str]]
AS_TYPED: Final = frozenset({"without"})
MOST_COLUMNS: Final = 6
NOT_A_NUMBER: Final = "数字で入力してください"
NO_BRACES: Final = "「{」「}」「%」は使えません。ほかの言い方にしてください"


def start(kind: str, key: str, label: str) -> Entry:
    """A new question of a type as its card begins it."""
    return {"key": key, "type": kind, "label": label, **words.card(kind).start}


def shown(field: Entry, known: Sequence[Name] = ()) -> Boxes:
    """What the boxes hold for a question; `known` are the answers its formula may look at."""
    kind, held = text(field, "type"), Boxes()
    for box in boxes_of(kind):
        value = field[box.name] if box.name in field else _default(kind, box.name)
        held |= _compound(box, value, known)
        if box.name not in held:
            held[box.name] = _shown(box, value)
    return held


def _compound(box: Box, value: JsonValue, known: Sequence[Name]) -> Boxes:
    """What the boxes of a setting of several parts hold."""
    if box.control is Control.COLUMNS:
        held = {box.name: [""]}
        for n, each in enumerate(each for each in listed(value) if isinstance(each, dict)):
            held[f"{box.name}_{n}"] = [text(each, "label")]
            held[f"{box.name}_{n}_type"] = [text(each, "type") or "text"]
        return held
    if box.control is Control.DERIVED:
        own = value if isinstance(value, dict) else {}
        return {box.name: [text(own, "what")], f"{box.name}_on": [text(own, "on")]}
    if box.control is Control.FORMULA:
        return {box.name: [in_words(str(value or ""), [*known])]}
    return {}


def _shown(box: Box, value: JsonValue) -> list[str]:
    if value is None:
        return []
    if box.control is Control.CHECK:
        return ["1"] if value else []
    if box.control is Control.MANY and isinstance(value, list):
        return [str(each) for each in value]
    if box.control is Control.LINES and isinstance(value, list):
        return ["\n".join(str(each) for each in value)]
    if box.control is Control.LABELS and isinstance(value, list):
        return ["\n".join(text(each, "label") for each in value if isinstance(each, dict))]
    return [str(value)]


def said(box: Box, boxes: Mapping[str, list[str]]) -> str:
    """What a box holds, in words."""
    held = boxes.get(box.name, [])
    if box.control is Control.COLUMNS:
        return "、".join(boxes.get(f"{box.name}_{n}", [""])[0] for n in range(MOST_COLUMNS)).strip(
            "、"
        )
    if box.control is Control.DERIVED and held != [""]:
        held = [*held, *boxes.get(f"{box.name}_on", [])]
    if box.control is Control.CHECK:
        return "はい" if held else "いいえ"
    known = dict(box.choices)
    return "、".join(known.get(each, each) for each in held)


def _default(kind: str, name: str) -> JsonValue:
    for own, info in TYPES[kind].model_fields.items():
        if name == (info.alias or own):
            default = None if info.is_required() else info.get_default(call_default_factory=True)
            return list(default) if isinstance(default, tuple) else default
    return None


def read(
    field: Entry, posted: Mapping[str, list[str]], known: Sequence[Name] = ()
) -> tuple[Entry, list[FieldError]]:
    """The question with the posted settings, or what is wrong with them."""
    kind = text(field, "type")
    new: Entry = {
        name: value
        for name, value in field.items()
        if name in ("key", "type", "when", "context", "example")
    }
    errors: list[FieldError] = []
    for box in boxes_of(kind):
        try:
            value = _read(box, posted, field, known)
        except ValueError as error:
            errors.append(told(box.name, str(error), box.label))
            continue
        if value is not None and value != _default(kind, box.name):
            new[box.name] = value
    if new.get("list"):
        new.pop("rows", None)  # one list or the other
    if errors:
        return new, errors
    try:
        TYPES[kind].model_validate(new)
    except ValidationError as error:
        return new, _faults(kind, error)
    return new, []


def _read(
    box: Box, posted: Mapping[str, list[str]], field: Entry, known: Sequence[Name]
) -> JsonValue:
    if box.control is Control.COLUMNS:
        return _columns(box, posted, field)
    if box.control is Control.DERIVED:
        return _derived(box, posted)
    if box.control is Control.FORMULA:
        return of_words("".join(posted.get(box.name, [])), [*known])
    return read_box(box, posted.get(box.name, []), field.get(box.name))


def read_box(box: Box, given: list[str], before: JsonValue = None) -> JsonValue:
    """The value of one box, None for an empty one; raises ValueError with what is wrong."""
    typed = given[0] if given else ""
    if box.control is Control.CHECK:
        return typed == "1"
    if box.control is Control.MANY:
        return [key for key, _ in box.choices if key in given]
    if box.control is Control.LABELS:
        return labelled(_lines(typed), before)
    if not typed.strip() and box.name not in AS_TYPED:
        return None
    if box.control is Control.NUMBER:
        if not typed.strip().lstrip("-").isdecimal() or len(typed) > 12:
            raise ValueError(NOT_A_NUMBER)
        return int(typed)
    if box.control is Control.LINES:
        return [*_lines(typed)]
    if box.name != "pattern" and set("{}%") & set(typed):
        raise ValueError(NO_BRACES)
    return typed if box.name in AS_TYPED else typed.strip()


def _columns(box: Box, posted: Mapping[str, list[str]], field: Entry) -> JsonValue:
    rows = [
        ((posted.get(f"{box.name}_{n}") or [""])[0].strip(),
         (posted.get(f"{box.name}_{n}_type") or [""])[0])
        for n in range(MOST_COLUMNS)
    ]  # fmt: skip
    rows = [each for each in rows if each[0]]
    entries = listed(labelled([label for label, _ in rows], field.get(box.name)))
    made: list[JsonValue] = []
    for entry, (_, kind) in zip(entries, rows, strict=True):
        own = dict(entry) if isinstance(entry, dict) else {}
        own.pop("type", None)
        made.append(own | ({"type": kind} if kind in dict(box.choices) and kind != "text" else {}))
    return made


def _derived(box: Box, posted: Mapping[str, list[str]]) -> JsonValue:
    what = (posted.get(box.name) or [""])[0]
    day = (posted.get(f"{box.name}_on") or [""])[0].strip()
    if what not in dict(box.choices):
        return None
    if not is_day(day):
        raise ValueError("数える日を 2027-04-01 のように入力してください")
    return {"what": what, "on": day}


def told(name: str, said: str, label: str) -> FieldError:
    """What is wrong with a box, in words that may hold braces."""
    return FieldError(name, "{said}", {"said": said}, label=label)


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.split("\n") if line.strip()]


def labelled(lines: list[str], before: JsonValue) -> JsonValue:
    """Options by their words; one that kept its words, or else its place, keeps its key."""
    if any(set("{}%") & set(line) for line in lines):
        raise ValueError(NO_BRACES)
    old = [each for each in before if isinstance(each, dict)] if isinstance(before, list) else []
    by_label = {text(each, "label"): each for each in old}
    kept = [by_label.pop(line, None) for line in lines]
    if len(lines) == len(old):
        free = {text(each, "key") for each in by_label.values()}
        for place, each in enumerate(old):
            if kept[place] is None and text(each, "key") in free:
                kept[place] = each | {"label": lines[place]}
    taken = {text(each, "key") for each in [*old, *(k for k in kept if k)]}
    made: list[JsonValue] = []
    for line, entry in zip(lines, kept, strict=True):
        if entry is not None:
            made.append(entry)
            continue
        key = next(f"o{n}" for n in range(1, len(taken) + 2) if f"o{n}" not in taken)
        taken.add(key)
        made.append({"key": key, "label": line})
    return made


def _faults(kind: str, error: ValidationError) -> list[FieldError]:
    names = {box.name: box.label for box in boxes_of(kind)}
    found = []
    for each in error.errors(include_url=False, include_input=False, include_context=False):
        name = str(each["loc"][0]) if each["loc"] else "label"
        found.append(told(name, in_japanese(str(each["msg"])), names.get(name, name)))
    return found
