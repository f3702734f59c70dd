"""Owns where answers stand: the path of each field, its visibility, reading and writing there."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from app.forms.condition import Lookup, holds
from app.forms.definition import Form, Step
from app.forms.field import Field
from app.forms.values import Answers


@dataclass(frozen=True, slots=True)
class Place:
    """One field of one step, in one item when the step repeats."""

    field: Field
    repeat: str | None = None
    index: int | None = None

    @property
    def path(self) -> str:
        """Return the path: `remark` or `children.0.name`."""
        if self.repeat is None:
            return self.field.key
        return f"{self.repeat}.{self.index}.{self.field.key}"


def places(form: Form, step: Step, answers: Answers) -> Iterator[Place]:
    """Yield every place of `step`, visible or not: fields in order, items in order."""
    if step.repeat is None:
        yield from (Place(field) for field in step.fields)
        return
    for index in range(count(form, answers, step.repeat)):
        yield from (Place(field, step.repeat, index) for field in step.fields)


def items(answers: Answers, repeat: str) -> list[Answers]:
    """Return the stored items of `repeat`."""
    stored = answers.get(repeat)
    if not isinstance(stored, list):
        return []
    return [each if isinstance(each, dict) else {} for each in stored]


def count(form: Form, answers: Answers, repeat: str) -> int:
    """Return how many items the page shows: those stored, at least the repeat's minimum."""
    rule = form.repeat(repeat)
    return min(max(len(items(answers, repeat)), rule.min), rule.max)


def value_at(answers: Answers, place: Place) -> JsonValue:
    """Return the stored value, None when there is none."""
    if place.repeat is None or place.index is None:
        return answers.get(place.field.key)
    stored = items(answers, place.repeat)
    return stored[place.index].get(place.field.key) if place.index < len(stored) else None


def put(answers: Answers, place: Place, value: JsonValue) -> None:
    """Write `value` into `answers` in place; None removes it."""
    target = answers
    if place.repeat is not None and place.index is not None:
        target = _item(answers, place.repeat, place.index)
    if value is None:
        target.pop(place.field.key, None)
    else:
        target[place.field.key] = value


def is_step_visible(form: Form, step: Step, answers: Answers) -> bool:
    """Tell whether the step is asked."""
    return step.when is None or holds(step.when, lookup_at(form, answers))


def is_visible(form: Form, place: Place, answers: Answers) -> bool:
    """Tell whether the field at `place` is asked, its step being asked."""
    when = place.field.when
    return when is None or holds(when, lookup_at(form, answers, place))


def lookup_at(form: Form, answers: Answers, place: Place | None = None) -> Lookup:
    """Return how a condition sees `answers`, from `place` or from the top level."""
    repeat, index = (place.repeat, place.index) if place else (None, None)
    return lambda key: _plain(form, answers, repeat, index, key)


def prune(form: Form, answers: Answers) -> Answers:
    """Return `answers` without what is not asked any more, calculated values computed anew.

    Conditions look back only (lint), so one pass in the order of the document is enough.
    """
    kept: Answers = {}
    for step in form.steps:
        if not is_step_visible(form, step, kept):
            continue
        if step.repeat is not None and step.owner:
            kept[step.repeat] = [{} for _ in range(count(form, answers, step.repeat))]
        for place in places(form, step, kept):
            if not place.field.keeps or not is_visible(form, place, kept):
                continue
            if place.field.COMPUTES:
                put(kept, place, computed(form, place, kept))
            elif (value := value_at(answers, place)) is not None:
                put(kept, place, value if isinstance(value, str) else copy.deepcopy(value))
    return kept


def computed(form: Form, place: Place, answers: Answers) -> JsonValue:
    """Return the value of a calculated field, None when it has none."""

    def known(name: str) -> JsonValue:
        repeat, _, key = name.rpartition(".")
        if not repeat:
            return _plain(form, answers, place.repeat, place.index, key)
        if not form.has_repeat(repeat):
            return None
        number = len(items(answers, repeat))
        return [_plain(form, answers, repeat, index, key) for index in range(number)]

    return place.field.compute(known)


def _plain(
    form: Form, answers: Answers, repeat: str | None, index: int | None, key: str
) -> JsonValue:
    field = form.field(repeat, key)
    if field is None:
        return _plain_items(form, answers, key) if form.has_repeat(key) else None
    own = repeat is not None and form.is_own(repeat, key)
    value = value_at(answers, Place(field, repeat, index) if own else Place(field))
    return None if value is None else field.plain(value)


def _plain_items(form: Form, answers: Answers, repeat: str) -> list[JsonValue]:
    """Return every item of a repeat as a condition compares it; unanswered keys are None."""
    keys = [field.key for field in form.fields_of(repeat) if field.keeps]
    number = len(items(answers, repeat))
    return [{key: _plain(form, answers, repeat, n, key) for key in keys} for n in range(number)]


def _item(answers: Answers, repeat: str, index: int) -> Answers:
    stored = items(answers, repeat)
    stored.extend({} for _ in range(index + 1 - len(stored)))
    answers[repeat] = list(stored)
    return stored[index]
