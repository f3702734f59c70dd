"""Owns the way from a post to canonical answers, and the re-check of what is stored."""

import copy
import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from app.forms.condition import holds
from app.forms.definition import Form, Step
from app.forms.places import (
    Place,
    computed,
    count,
    is_step_visible,
    is_visible,
    items,
    lookup_at,
    places,
    prune,
    put,
    value_at,
)
from app.forms.values import N_, Answers, Attached, FieldError, Raw, input_name

OURS = "_"
"""Input names beginning with this belong to the room (_csrf, _version, _add, _lookup …)."""

ALSO_ANSWER = N_("前の答えに合わせて出てきた質問です。答えてください。")
BROKEN = N_("もう一度入力してください。")


class UnknownField(ValueError):
    """A post names an input that this step does not have, or one input twice."""


class RepeatFull(ValueError):
    """The repeat has as many items as it may have."""


class RepeatAtMinimum(ValueError):
    """The repeat has as few items as it may have."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a post of one step says.

    `answers` are the whole new answers; a field with an error keeps its earlier value there.
    `raw` is what was typed, for showing the page again.
    """

    answers: Answers
    errors: tuple[FieldError, ...]
    raw: Raw = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Whether the step may be marked done."""
        return not self.errors


def parse_step(
    form: Form, step: Step, raw: Raw, *, answers: Answers, attached: Attached,
    today: dt.date | None = None,
) -> Parsed:  # fmt: skip
    """Return the new answers and errors of one posted step; raises UnknownField.

    `raw` maps input names (`remark`, `children.0.name.family`) to values; `attached` maps upload
    paths to the number of files stored, those of this post included. Limits counted from today
    are checked where `today` (the day in Japan) is given.
    """
    _refuse_unknown(form, step, raw, answers)
    before, now = prune(form, answers), copy.deepcopy(answers)
    errors: list[FieldError] = []
    for place in places(form, step, answers):
        if place.field.COMPUTES:
            put(now, place, computed(form, place, now))  # later questions may depend on it
        if not place.field.asks or not is_visible(form, place, now):
            continue
        typed = _slice(raw, place)
        outcome = _read(place, typed, attached, today)
        if isinstance(outcome, FieldError):
            is_new = not typed and not is_visible(form, place, before)
            errors.append(replace(outcome, message_id=ALSO_ANSWER) if is_new else outcome)
        else:
            put(now, place, outcome)
    kept = prune(form, now)
    errors.extend(_broken_rules(form, step, kept, {error.path for error in errors}))
    own = {name: values for name, values in raw.items() if not name.startswith(OURS)}
    return Parsed(kept, tuple(errors), own)


def validate(
    form: Form, answers: Answers, *, attached: Attached, today: dt.date | None = None
) -> tuple[FieldError, ...]:
    """Return every error of the stored answers: visibility first, then each asked field."""
    kept = prune(form, answers)
    asked = [step for step in form.steps if is_step_visible(form, step, kept)]
    return tuple(
        error
        for step in asked
        for error in validate_step(form, step, kept, attached=attached, today=today)
    )


def validate_step(
    form: Form, step: Step, answers: Answers, *, attached: Attached, today: dt.date | None = None
) -> tuple[FieldError, ...]:
    """Return the errors of the stored answers of one step that is asked."""
    errors = []
    for place in places(form, step, answers):
        if not place.field.asks or not is_visible(form, place, answers):
            continue
        stored = value_at(answers, place)
        outcome = _read(place, place.field.write(stored), attached, today)
        if isinstance(outcome, FieldError):
            errors.append(outcome)
        elif outcome != stored:
            errors.append(FieldError(place.path, BROKEN, label=place.field.label))
    errors.extend(_broken_rules(form, step, answers, {error.path for error in errors}))
    return tuple(errors)


def _broken_rules(
    form: Form, step: Step, answers: Answers, wrong: Collection[str]
) -> Iterator[FieldError]:
    """Yield the first broken rule of each field that is asked and not wrong already."""
    told = set(wrong)
    for place in places(form, step, answers):
        for rule in step.rules:
            if rule.field != place.field.key or place.path in told:
                continue
            if is_visible(form, place, answers) and holds(
                rule.when, lookup_at(form, answers, place)
            ):
                told.add(place.path)
                yield FieldError(place.path, rule.message, label=place.field.label)


def begin(form: Form) -> Answers:
    """Return the answers of a new draft: every repeat with its least number of blank items."""
    return prune(form, {})


def blank_item() -> Answers:
    """Return an item in which nothing is answered."""
    return {}


def add_item(form: Form, answers: Answers, repeat: str) -> Answers:
    """Return new answers with one more blank item; raises RepeatFull."""
    number = count(form, answers, repeat)
    if number >= form.repeat(repeat).max:
        raise RepeatFull(repeat)
    grown = _filled_up(answers, repeat, number)
    return answers | {repeat: [*grown, blank_item()]}


def remove_item(form: Form, answers: Answers, repeat: str, index: int) -> Answers:
    """Return new answers without item `index`; raises RepeatAtMinimum, IndexError."""
    number = count(form, answers, repeat)
    if number <= form.repeat(repeat).min:
        raise RepeatAtMinimum(repeat)
    if not 0 <= index < number:
        raise IndexError(f"{repeat}.{index}")
    kept = _filled_up(answers, repeat, number)
    return answers | {repeat: [*kept[:index], *kept[index + 1 :]]}


def path_after_removal(path: str, repeat: str, index: int) -> str | None:
    """Return what `path` is called after item `index` was removed, None when it went with it."""
    head, _, rest = path.partition(".")
    number, _, tail = rest.partition(".")
    if head != repeat or not number.isdecimal():
        return path
    if int(number) == index:
        return None
    return f"{repeat}.{int(number) - (int(number) > index)}.{tail}"


def _read(
    place: Place, raw: Raw, attached: Attached, today: dt.date | None
) -> JsonValue | FieldError:
    field_ = place.field
    files = attached.get(place.path, 0)
    outcome = field_.parse(raw)
    if outcome is None:
        outcome = field_.assume(raw, files)
    if outcome is None and field_.required:
        outcome = field_.fault(field_.MISSING)
    if outcome is not None and not isinstance(outcome, FieldError):
        wrong = field_.check(outcome, files)
        wrong = wrong or (field_.bounds(outcome, today) if today is not None else None)
        outcome = wrong or outcome
    return replace(outcome, path=place.path) if isinstance(outcome, FieldError) else outcome


def _slice(raw: Raw, place: Place) -> dict[str, list[str]]:
    names = {part: input_name(place.path, part) for part in place.field.parts}
    return {part: list(raw[name]) for part, name in names.items() if name in raw}


def _refuse_unknown(form: Form, step: Step, raw: Raw, answers: Answers) -> None:
    many: dict[str, bool] = {
        input_name(place.path, part): place.field.MULTIPLE
        for place in places(form, step, answers)
        for part in place.field.parts
    }
    for name, values in raw.items():
        if name.startswith(OURS):
            continue
        if name not in many or (len(values) > 1 and not many[name]):
            raise UnknownField(name)


def _filled_up(answers: Answers, repeat: str, number: int) -> list[JsonValue]:
    stored = items(answers, repeat)[:number]
    stored.extend(blank_item() for _ in range(number - len(stored)))
    return list(stored)
