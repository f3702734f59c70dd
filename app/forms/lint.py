"""Owns the review of a form document: what is valid but would fail or trap a resident."""

import re
from collections.abc import Iterator

from pydantic import JsonValue

from app.forms.definition import Form
from app.forms.field import MY_NUMBER_WORDS, Field
from app.forms.fields.consent import ConsentField
from app.forms.fields.statement import StatementField
from app.forms.fields.upload import UploadField
from app.forms.problem import Problem
from app.forms.reach import dead_ends, unreachable
from app.forms.references import broken_references
from app.forms.snapshot import messages
from app.forms.values import FieldError

__all__ = ["Problem", "lint"]
MARKUP = re.compile(r"<\s*[a-zA-Z!/?]|javascript:|&#?\w+;", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{[^}]*\}?|\}")


def lint(form: Form) -> list[Problem]:
    """Return every problem of `form`; an empty list means it may be published."""
    found = [*broken_references(form), *_texts(form)]
    for step in form.steps:
        place = f"steps.{step.slug}"
        if not any(field.asks for field in step.fields):
            found.append(Problem(place, "asks nothing: a page with statements only"))
        for field in step.fields:
            found.extend(_field(field, f"{place}.fields.{field.key}"))
    if not found:  # worlds are only worth trying where every condition is sound
        places = unreachable(form)
        found.extend(Problem(place, "unreachable: no answers ever show it") for place in places)
        ends = dead_ends(form)
        found.extend(Problem(place, "a dead end: no answers ever lead past it") for place in ends)
    return found


def _field(field: Field, place: str) -> Iterator[Problem]:
    if isinstance(field, UploadField) and not field.hint:
        yield Problem(place, "an upload needs a hint that says which document and how")
    if field.asks and MY_NUMBER_WORDS.search(field.label):
        yield Problem(place, "asks for 個人番号, which is never collected")
    if isinstance(field, ConsentField) and field.refusable and not field.if_refused:
        yield Problem(place, "a refusable consent says what must then be attached (if_refused)")
    if isinstance(field, StatementField) and field.required:
        yield Problem(place, "a statement cannot be required")
    keys = field.keys()
    if field.type in ("choice", "choices", "lookup") and keys is not None and len(keys) < 2:
        yield Problem(place, "a choice with a single option is no choice")
    if field.asks and field.example is not None:
        yield from _example(field, place)
    elif field.asks and _reads_back(field, field.sample()) is not None:
        yield Problem(place, "the type's own sample breaks these settings: give an example")


def _example(field: Field, place: str) -> Iterator[Problem]:
    if (why := _reads_back(field, field.example)) is not None:
        yield Problem(f"{place}.example", f"is no canonical value of this field: {why}")


def _reads_back(field: Field, value: JsonValue) -> str | None:
    again = field.parse(field.write(value))
    if isinstance(again, FieldError):
        return again.message_id
    return None if again == value else f"it would be stored as {again!r}"


def _texts(form: Form) -> Iterator[Problem]:
    for _, text, place in messages(form):
        names = PLACEHOLDER.findall(text)
        allowed = {"{n}"} if place.endswith("item_title") else set()
        if set(names) - allowed:
            yield Problem(place, "braces are for {n} in item titles only")
        if MARKUP.search(text):
            yield Problem(place, "looks like markup or script: texts are plain")
        if "%" in text:
            yield Problem(place, "write ％ or パーセント: % is a placeholder mark of translations")
    for repeat in form.repeats:
        if repeat.max > 1 and "{n}" not in repeat.item_title:
            yield Problem(f"repeats.{repeat.key}.item_title", "needs {n}, the item's number")
