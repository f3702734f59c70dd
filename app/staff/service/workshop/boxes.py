"""Owns which boxes the page of a question has: they follow from the model of its type.

A new type on the shelf of `app.forms.fields` has a page by being there.
"""

import types
import typing
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.forms.field import Field
from app.forms.fields import TYPES
from app.staff.service.workshop import words
from app.staff.service.workshop.sentences import listed
from app.staff.service.workshop.sheet import Entry, Sheet, text

FIRST: Final = ("label", "hint", "required")
LAST: Final = ("sensitive", "autofill")
NEVER: Final = frozenset({"key", "type", "when", "context", "example", *FIRST, *LAST})


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
    COLUMNS = "columns"
    DERIVED = "derived"
    FORMULA = "formula"


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
    if name == "derive":
        return Control.DERIVED, ("age", "school_grade")
    if name == "formula":
        return Control.FORMULA, ()
    return (Control.TALL if name in words.TALL else Control.LINE), ()


def _many(inner: Any) -> tuple[Control, tuple[str, ...]]:  # noqa: ANN401
    if get_origin(inner) is Literal:
        return Control.MANY, tuple(str(each) for each in get_args(inner))
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        if "type" in inner.model_fields:
            return Control.COLUMNS, tuple(get_args(inner.model_fields["type"].annotation))
        return Control.LABELS, ()
    return Control.LINES, ()


def _plain(annotation: Any) -> Any:  # noqa: ANN401
    """An annotation without its limits and without None; a union of texts is a text."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [_plain(each) for each in get_args(annotation) if each is not type(None)]
        return inner[0] if len(inner) == 1 else str
    return typing.cast(Any, annotation)


def boxes_for(sheet: Sheet, kind: str) -> tuple[Box, ...]:
    """The boxes of a type in a form: a list to choose from is one of the form's lists."""
    made = tuple((text(each, "key"), called(each)) for each in lists(sheet))
    none = ("", "使わない（下の一覧から選ぶ）")
    return tuple(
        replace(box, control=Control.ONE, choices=(none, *made)) if box.name == "list" else box
        for box in boxes_of(kind)
    )


def lists(sheet: Sheet) -> list[Entry]:
    """The lists of a form."""
    found = sheet.head.get("lists")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def called(entry: Entry) -> str:
    """What a list is called: its first line, and how many there are."""
    rows = [each for each in listed(entry.get("rows")) if isinstance(each, dict)]
    return f"「{text(rows[0], 'label')}」など {len(rows)}件" if rows else "（空の一覧）"
