"""Owns changing a few answers of an application: what may be changed, and a post of some fields.

Pure: nothing is read or kept here. A question that a new answer brings up is asked with the rest;
a document it brings up is awaited (後日提出), and no other answer is touched.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import JsonValue

from app.forms import answers as engine
from app.forms import journey
from app.forms.definition import Form, Step
from app.forms.field import Field
from app.forms.fields.upload import UploadField
from app.forms.places import Place, count, is_step_visible, is_visible, places, prune, put, value_at
from app.forms.values import Answers, Attached, FieldError, input_name

Raw = Mapping[str, list[str]]
# Documents are asked for again by themselves; what was agreed to is never put in another's mouth.
FIXED_TYPES = frozenset({"upload", "consent", "declaration", "statement", "calculated"})
Asked = tuple[Place, JsonValue, FieldError | None]


@dataclass(frozen=True)
class Group:
    """The opened fields of a step, or of one item of a repeating step."""

    step: Step
    index: int | None
    name: str
    places: tuple[Asked, ...]


@dataclass(frozen=True)
class Amended:
    """What a post of some fields says: whole new answers, what is wrong, what the page shows."""

    answers: Answers
    groups: tuple[Group, ...]
    errors: tuple[FieldError, ...] = ()
    typed: dict[str, list[str]] = field(default_factory=dict)


def is_changeable(field_: Field) -> bool:
    """Whether an answer may be marked or changed after sending."""
    return field_.asks and field_.type not in FIXED_TYPES


def paths_of(form: Form, answers: Answers, step: str = "") -> frozenset[str]:
    """The changeable places of these answers, of one step or of all."""
    return frozenset(
        row.path
        for section in journey.summary(form, answers)
        for row in section.rows
        if is_changeable(row.field) and step in ("", section.step)
    )


def shown(form: Form, answers: Answers, wanted: Collection[str]) -> Amended:
    """The page before anything was typed."""
    return Amended(answers, _groups(form, answers, frozenset(wanted), ()))


def amend(
    form: Form, answers: Answers, raw: Raw, wanted: Collection[str], attached: Attached, *,
    today: date | None = None,
) -> Amended:  # fmt: skip
    """Put what was typed into `wanted` places; raises UnknownField for a box posted twice."""
    asked_before = {row.path for each in journey.summary(form, answers) for row in each.rows}
    now, errors, opened = dict(answers), list[FieldError](), set(wanted)
    for step in form.steps:
        if not is_step_visible(form, step, prune(form, now)):
            continue
        own = [place for place in places(form, step, now) if place.field.asks]
        fresh = {place.path for place in own} - asked_before
        opened |= fresh
        parsed = engine.parse_step(
            form, step, dict(_typed(own, now, raw, opened)), answers=now, attached=attached,
            today=today,
        )  # fmt: skip
        now = parsed.answers
        errors += [each for each in parsed.errors if each.path in opened]
        awaited = _await(form, now, [place for place in own if place.path in fresh])
        errors = [each for each in errors if each.path not in awaited]
    now = prune(form, now)
    errors = errors or list(_led_out(form, answers, now, opened))
    names = {name for place in _every(form, now) for name in _names(place)}
    typed = {name: list(values) for name, values in raw.items() if name in names}
    return Amended(now, _groups(form, now, frozenset(opened), errors), tuple(errors), typed)


def changed(form: Form, before: Answers, after: Answers) -> tuple[str, ...]:
    """The paths whose answers differ, in the order of the document."""
    rows = [*_rows(form, before).items(), *_rows(form, after).items()]
    old, new = _rows(form, before), _rows(form, after)
    return tuple(dict.fromkeys(path for path, _ in rows if old.get(path) != new.get(path)))


def _rows(form: Form, answers: Answers) -> dict[str, JsonValue]:
    return {row.path: row.value for each in journey.summary(form, answers) for row in each.rows}


def _typed(
    own: list[Place], answers: Answers, raw: Raw, opened: Collection[str]
) -> Iterator[tuple[str, list[str]]]:
    """What was typed where the place is open, elsewhere what is stored, as if it had been typed."""
    for place in own:
        if place.path in opened and not isinstance(place.field, UploadField):
            yield from ((name, list(raw[name])) for name in _names(place) if name in raw)
        else:
            stored = place.field.write(value_at(answers, place))
            yield from ((input_name(place.path, part), each) for part, each in stored.items())


def _names(place: Place) -> list[str]:
    return [input_name(place.path, part) for part in place.field.parts]


def _led_out(
    form: Form, before: Answers, now: Answers, opened: Collection[str]
) -> Iterator[FieldError]:
    """Where a new answer would have ended the way before sending, it is said at that answer."""
    for step in journey.visible_steps(form, now):
        way_out = journey.exit_of(form, now, step)
        if way_out is None or journey.exit_of(form, before, step) is not None:
            continue
        shown = [place for each in form.steps for place in places(form, each, now)]
        shown = [each for each in shown if each.path in opened and is_changeable(each.field)]
        own = {place.path for place in places(form, step, now)}
        place = next((each for each in shown if each.path in own), shown[0])
        yield FieldError(place.path, way_out.text, label=place.field.label)


def _await(form: Form, answers: Answers, fresh: list[Place]) -> set[str]:
    """Let documents that were not asked for before come later; returns their paths."""
    found = set()
    for place in fresh:
        if isinstance(place.field, UploadField) and is_visible(form, place, answers):
            modes = [each for each in ("later", "paper", "now") if each in place.field.modes]
            put(answers, place, {"mode": modes[0]})
            found.add(place.path)
    return found


def _every(form: Form, answers: Answers) -> Iterator[Place]:
    for step in form.steps:
        yield from places(form, step, answers)


def _groups(
    form: Form, answers: Answers, opened: frozenset[str], errors: Collection[FieldError]
) -> tuple[Group, ...]:
    by_path = {error.path: error for error in reversed(list(errors))}
    found = []
    for step in journey.visible_steps(form, answers):
        numbers = range(count(form, answers, step.repeat)) if step.repeat else (None,)
        for number in numbers:
            rows = tuple(
                (place, value_at(answers, place), by_path.get(place.path))
                for place in places(form, step, answers)
                if place.index == number
                and place.path in opened
                and is_changeable(place.field)
                and is_visible(form, place, answers)
            )
            name = ""
            if step.repeat and number is not None:
                name = journey.item_name(form, answers, step.repeat, number)
            if rows:
                found.append(Group(step, number, name, rows))
    return tuple(found)
