"""Owns a form as a sheet of paper: every question in the document's order, empty or filled in.

The same sheet is given out to be written on by hand and printed from an application, so that a
clerk can lay one beside the other. A question that the answers do not ask stands there crossed out.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from app.forms.definition import Form, Repeat, Step
from app.forms.field import Field
from app.forms.places import Place, count, is_step_visible, is_visible, prune, value_at
from app.forms.values import Answers

COPIES = 2
"""How often an empty sheet repeats a list's questions where a household may need more."""


@dataclass(frozen=True, slots=True)
class Box:
    """One question on paper. `value` is None where nothing is written."""

    path: str
    field: Field
    value: JsonValue = None
    is_conditional: bool = False
    is_asked: bool = True
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The questions under one heading; `number` counts the items of a list from 1."""

    title: str
    intro: str
    boxes: tuple[Box, ...]
    item_title: str = ""
    number: int | None = None
    is_conditional: bool = False
    is_asked: bool = True


def blank(form: Form) -> tuple[Block, ...]:
    """Return the empty sheet; lists are given room for COPIES items, or as many as they need."""
    return tuple(_blocks(form, None, frozenset()))


def filled(
    form: Form, answers: Answers, *, closed: Collection[str] = frozenset()
) -> tuple[Block, ...]:
    """Return the sheet of these answers; the values at `closed` paths are left out."""
    return tuple(_blocks(form, prune(form, answers), closed))


def _blocks(form: Form, answers: Answers | None, closed: Collection[str]) -> Iterator[Block]:
    for step in form.steps:
        repeat = form.repeat(step.repeat) if step.repeat else None
        is_asked = answers is None or is_step_visible(form, step, answers)
        for index in _indexes(form, repeat, answers):
            yield Block(
                title=step.title,
                intro=step.intro,
                boxes=tuple(
                    _box(form, step, Place(field, step.repeat, index), answers, closed)
                    for field in step.fields
                ),
                item_title=repeat.item_title if repeat else "",
                number=None if index is None else index + 1,
                is_conditional=step.when is not None,
                is_asked=is_asked,
            )


def _indexes(form: Form, repeat: Repeat | None, answers: Answers | None) -> list[int | None]:
    if repeat is None:
        return [None]
    if answers is not None:
        return list(range(count(form, answers, repeat.key)))
    return list(range(min(repeat.max, max(repeat.min, COPIES))))


def _box(
    form: Form, step: Step, place: Place, answers: Answers | None, closed: Collection[str]
) -> Box:
    is_conditional = place.field.when is not None
    if answers is None:
        return Box(place.path, place.field, None, is_conditional)
    is_asked = is_step_visible(form, step, answers) and is_visible(form, place, answers)
    is_closed = place.path in closed
    value = value_at(answers, place) if is_asked and not is_closed else None
    return Box(place.path, place.field, value, is_conditional, is_asked, is_closed)
