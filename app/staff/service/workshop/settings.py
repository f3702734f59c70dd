"""Owns the field page: which boxes a type of question has, what they hold, reading them back.

The boxes follow from the model of the type on the shelf of `app.forms.fields`: a new type has a
page by being there.
"""

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, JsonValue, ValidationError
from pydantic.fields import FieldInfo

from app.forms.document_text import DefinitionError, read_document
from app.forms.field import Field
from app.forms.fields import TYPES
from app.forms.values import FieldError
from app.staff.service.workshop import words
from app.staff.service.workshop.faults import in_japanese
from app.staff.service.workshop.sheet import Entry, text

Boxes = dict[str, list[str]]
FIRST: Final = ("label", "hint", "required")
LAST: Final = ("sensitive", "autofill")
NEVER: Final = frozenset({"key", "type", "when", "context", "example", *FIRST, *LAST})
AS_TYPED: Final = frozenset({"without"})
NOT_A_NUMBER: Final = "数字で入力してください"
NO_BRACES: Final = "「{」「}」「%」は使えません。ほかの言い方にしてください"


class Control(StrEnum):
    """The kinds of boxes."""

    LINE = "line"
    TALL = "tall"
    NUMBER = "number"
    CHECK = "check"
    ONE = "one"
    MANY = "many"
    LINES = "lines"
    LABELS = "labels"
    YAML = "yaml"


@dataclass(frozen=True)
class Box:
    """One setting on the page; `choices` are the fixed values it may have, with their words."""

    name: str
    label: str
    hint: str
    control: Control
    choices: tuple[tuple[str, str], ...] = ()
    is_needed: bool = False


def boxes_of(kind: str) -> tuple[Box, ...]:
    """The boxes of a type: what every question has, around its own."""
    model = TYPES[kind]
    own = [name for name in model.model_fields if name not in NEVER]
    last = tuple(name for name in LAST if not _is_fixed(model.model_fields[name]))
    first = [name for name in FIRST if name != "required" or _may_be_required(model)]
    last = last if _may_be_required(model) else ()
    return tuple(_box(kind, name, model.model_fields[name]) for name in (*first, *own, *last))


def _is_fixed(info: FieldInfo) -> bool:
    """Whether a setting has one value only (a bank account is always sensitive)."""
    return get_origin(info.annotation) is Literal and len(get_args(info.annotation)) == 1


def _may_be_required(model: type[Field]) -> bool:
    return bool(model.PARTS)


def _box(kind: str, name: str, info: FieldInfo) -> Box:
    written = info.alias or name
    control, choices = _control(info.annotation, written)
    named = tuple((key, words.choice(key)) for key in choices)
    hint = words.OWN_HINTS.get((kind, written)) or words.HINTS.get(written, "")
    return Box(written, words.label(kind, written), hint, control, named, info.is_required())


def _control(annotation: Any, name: str) -> tuple[Control, tuple[str, ...]]:  # noqa: ANN401
    kind = _plain(annotation)
    if kind is bool:
        return Control.CHECK, ()
    if kind is int:
        return Control.NUMBER, ()
    if get_origin(kind) is Literal:
        return Control.ONE, tuple(str(each) for each in get_args(kind))
    if get_origin(kind) is tuple:
        return _many(_plain(get_args(kind)[0]))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return Control.YAML, ()
    return (Control.TALL if name in words.TALL else Control.LINE), ()


def _many(inner: Any) -> tuple[Control, tuple[str, ...]]:  # noqa: ANN401
    if get_origin(inner) is Literal:
        return Control.MANY, tuple(str(each) for each in get_args(inner))
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        has_labels = {"key", "label"} <= set(inner.model_fields)
        return (Control.LABELS if has_labels else Control.YAML), ()
    return Control.LINES, ()


def _plain(annotation: Any) -> Any:  # noqa: ANN401
    """An annotation without its limits and without None; a union of texts is a text."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [_plain(each) for each in get_args(annotation) if each is not type(None)]
        return inner[0] if len(inner) == 1 else str
    return typing.cast(Any, annotation)


def start(kind: str, key: str, label: str) -> Entry:
    """A new question of a type as its card begins it."""
    return {"key": key, "type": kind, "label": label, **words.card(kind).start}


def shown(field: Entry) -> Boxes:
    """What the boxes hold for a question."""
    kind = text(field, "type")
    return {box.name: _shown(kind, box, field) for box in boxes_of(kind)}


def _shown(kind: str, box: Box, field: Entry) -> list[str]:
    value = field[box.name] if box.name in field else _default(kind, box.name)
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
    if box.control is Control.YAML:
        return [yaml.safe_dump(value, allow_unicode=True, sort_keys=False)] if value else []
    return [str(value)]


def said(box: Box, held: list[str]) -> str:
    """What a box holds, in words."""
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


def read(field: Entry, posted: Mapping[str, list[str]]) -> tuple[Entry, list[FieldError]]:
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
            value = _read(box, posted.get(box.name, []), field)
        except ValueError as error:
            errors.append(told(box.name, str(error), box.label))
            continue
        if value is not None and value != _default(kind, box.name):
            new[box.name] = value
    if errors:
        return new, errors
    try:
        TYPES[kind].model_validate(new)
    except ValidationError as error:
        return new, _faults(kind, error)
    return new, []


def _read(box: Box, given: list[str], field: Entry) -> JsonValue:
    typed = given[0] if given else ""
    if box.control is Control.CHECK:
        return typed == "1"
    if box.control is Control.MANY:
        return [key for key, _ in box.choices if key in given]
    if box.control is Control.LABELS:
        return _labelled(_lines(typed), field.get(box.name))
    if not typed.strip() and box.name not in AS_TYPED:
        return None
    if box.control is Control.NUMBER:
        if not typed.strip().lstrip("-").isdecimal() or len(typed) > 12:
            raise ValueError(NOT_A_NUMBER)
        return int(typed)
    if box.control is Control.LINES:
        return [*_lines(typed)]
    if box.control is Control.YAML:
        return _yaml(typed)
    if box.name not in ("pattern", "formula") and set("{}%") & set(typed):
        raise ValueError(NO_BRACES)
    return typed if box.name in AS_TYPED else typed.strip()


def told(name: str, said: str, label: str) -> FieldError:
    """What is wrong with a box, in words that may hold braces."""
    return FieldError(name, "{said}", {"said": said}, label=label)


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.split("\n") if line.strip()]


def _labelled(lines: list[str], before: JsonValue) -> JsonValue:
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


def _yaml(typed: str) -> JsonValue:
    try:
        return read_document(typed, "")[0]
    except DefinitionError as error:
        raise ValueError(f"YAML として読めません（{error.message}）") from error


def _faults(kind: str, error: ValidationError) -> list[FieldError]:
    names = {box.name: box.label for box in boxes_of(kind)}
    found = []
    for each in error.errors(include_url=False, include_input=False, include_context=False):
        name = str(each["loc"][0]) if each["loc"] else "label"
        found.append(told(name, in_japanese(str(each["msg"])), names.get(name, name)))
    return found
