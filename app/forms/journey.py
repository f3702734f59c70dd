"""Owns the way through a form: which step is open, what comes next, the summary, the parts."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from pydantic import JsonValue

from app.forms.answers import validate_step
from app.forms.condition import holds
from app.forms.definition import Form, Step, UnknownStep
from app.forms.field import Field
from app.forms.fields.name import display_name
from app.forms.fields.statement import StatementField
from app.forms.fields.upload import UploadField
from app.forms.parts import Exit
from app.forms.places import (
    Place,
    count,
    is_step_visible,
    is_visible,
    items,
    lookup_at,
    places,
    prune,
    value_at,
)
from app.forms.values import Answers, Attached, text_of

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Row:
    """One answered or skipped question of the summary; `label` is a message id."""

    path: str
    field: Field
    label: str
    value: JsonValue


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one step, or of one item of a repeating step.

    `title` and `item_title` are message ids ({n} = `item_index` + 1); `item_name` is an answer.
    """

    step: str
    title: str
    item_index: int | None
    rows: tuple[Row, ...]
    repeat: str | None = None
    item_title: str = ""
    item_name: str = ""


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """One document that the answers ask for; `mode` is "" until it is chosen."""

    path: str
    label: str
    mode: str
    item_index: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One application of a send: the shared answers and, when split, its own item only."""

    index: int
    answers: Answers
    title: str


def visible_steps(form: Form, answers: Answers) -> tuple[Step, ...]:
    """Return the steps that these answers ask for, in order."""
    return _steps_asked(form, prune(form, answers))


def _steps_asked(form: Form, kept: Answers) -> tuple[Step, ...]:
    """The visible steps of answers that are pruned already."""
    return tuple(step for step in form.steps if is_step_visible(form, step, kept))


def first_open(
    form: Form, answers: Answers, *, attached: Attached, done: Collection[str],
    today: dt.date | None = None,
) -> str:  # fmt: skip
    """Return the slug of the first step that is not complete (any more today), or "review"."""
    kept = prune(form, answers)
    for step in _steps_asked(form, kept):
        if not is_complete(form, step, kept, attached=attached, done=done, today=today):
            return step.slug
    return REVIEW


def is_complete(
    form: Form, step: Step, answers: Answers, *, attached: Attached, done: Collection[str],
    today: dt.date | None = None,
) -> bool:  # fmt: skip
    """Tell whether a visible step was finished, is still valid and does not lead out."""
    if step.slug not in done or exit_of(form, answers, step) is not None:
        return False
    return not validate_step(form, step, answers, attached=attached, today=today)


def exit_of(form: Form, answers: Answers, step: Step) -> Exit | None:
    """Return the page that ends the way after `step` for these answers, None when it goes on."""
    leads_out = step.exit is not None and holds(step.exit.when, lookup_at(form, answers))
    return step.exit if leads_out else None


def eligibility_after(form: Form, answers: Answers, step: Step) -> tuple[str, ...] | None:
    """Return why these answers may not be entitled (message ids), none of them when they are.

    None: `step` is not the one after which the form tells it.
    """
    rule = form.eligibility
    if rule is None or rule.after != step.slug:
        return None
    lookup = lookup_at(form, prune(form, answers))
    return tuple(each.reason for each in rule.reasons if holds(each.when, lookup))


def counted_for(form: Form, answers: Answers) -> str | None:
    """Return the answer that `limits.per` counts by, None where nothing or the device counts."""
    per = form.limits.per if form.limits else None
    if per in (None, "device"):
        return None
    value = lookup_at(form, prune(form, answers))(per)
    return None if value is None else str(value)


def may_visit(
    form: Form, answers: Answers, slug: str, *, attached: Attached, done: Collection[str]
) -> bool:
    """Tell whether `slug` (or "review") is asked and every step before it is complete."""
    order = [step.slug for step in visible_steps(form, answers)] + [REVIEW]
    open_step = first_open(form, answers, attached=attached, done=done)
    return slug in order and order.index(slug) <= order.index(open_step)


def next_step(form: Form, answers: Answers, slug: str) -> str:
    """Return the slug after `slug`, or "review" after the last; raises UnknownStep."""
    return _neighbours(form, answers, slug)[1] or REVIEW


def previous_step(form: Form, answers: Answers, slug: str) -> str | None:
    """Return the slug before `slug` (or before "review"), None before the first."""
    return _neighbours(form, answers, slug)[0]


def progress(form: Form, answers: Answers, slug: str) -> tuple[int, int]:
    """Return (number of this page, pages in all); the review is the last page."""
    order = [step.slug for step in visible_steps(form, answers)] + [REVIEW]
    return (order.index(slug) + 1 if slug in order else 1), len(order)


def summary(form: Form, answers: Answers, *, with_empty: bool = False) -> tuple[Section, ...]:
    """Return every asked question with its stored answer (None where skipped).

    `with_empty` adds a section without rows for what may repeat and has no item: who forgot the
    grandmother must find the place where she is added.
    """
    kept = prune(form, answers)
    sections: list[Section] = []
    empty: set[str] = set()
    for step in _steps_asked(form, kept):
        rows = _rows(form, step, kept)
        if step.repeat is None:
            sections.append(Section(step.slug, step.title, None, tuple(row for _, row in rows)))
            continue
        rule, items = form.repeat(step.repeat), count(form, kept, step.repeat)
        if with_empty and step.owner and not items:
            empty.add(step.slug)
            sections.append(Section(step.slug, step.title, None, ()))
        for index in range(items):
            own = tuple(row for place, row in rows if place.index == index)
            name = item_name(form, kept, step.repeat, index)
            sections.append(
                Section(step.slug, step.title, index, own, step.repeat, rule.item_title, name)
            )
    return tuple(each for each in sections if each.rows or each.step in empty)


def documents(form: Form, answers: Answers) -> tuple[RequiredDocument, ...]:
    """Return the documents that the answers ask for; an optional one only once it is chosen."""
    kept = prune(form, answers)
    found = []
    for step in _steps_asked(form, kept):
        for place in _asked(form, step, kept):
            if not isinstance(place.field, UploadField):
                continue
            mode = text_of(place.field.plain(value_at(kept, place)))
            if mode or place.field.required:
                found.append(RequiredDocument(place.path, place.field.label, mode, place.index))
    return tuple(found)


def has_uploads(form: Form) -> bool:
    """Whether a form asks for a file anywhere."""
    return any(isinstance(each, UploadField) for step in form.steps for each in step.fields)


def guidance(form: Form, answers: Answers) -> tuple[StatementField, ...]:
    """Return the statements of these answers that stand on the receipt too."""
    kept = prune(form, answers)
    return tuple(
        place.field
        for step in _steps_asked(form, kept)
        for place in places(form, step, kept)
        if isinstance(place.field, StatementField)
        and place.field.on_receipt
        and is_visible(form, place, kept)
    )


def parts(form: Form, answers: Answers) -> tuple[Part, ...]:
    """Return one part per item of `one_application_per`, or the whole as part 0."""
    kept = prune(form, answers)
    repeat = form.one_application_per
    if repeat is None:
        return (Part(0, kept, form.title),)
    return tuple(
        Part(index, kept | {repeat: [item]}, item_name(form, kept, repeat, index) or form.title)
        for index, item in enumerate(items(kept, repeat))
    )


def part_path(form: Form, path: str, index: int) -> str | None:
    """Return how the whole send's `path` reads inside part `index`, None when it is not in it."""
    repeat = form.one_application_per
    head, _, rest = path.partition(".")
    if repeat is None or head != repeat:
        return path
    number, _, key = rest.partition(".")
    return f"{repeat}.0.{key}" if number == str(index) else None


def item_name(form: Form, answers: Answers, repeat: str, index: int) -> str:
    """Return the name that heads an item, '' until it is given."""
    key = form.repeat(repeat).name_field
    stored = items(answers, repeat)
    if key is None or index >= len(stored):
        return ""
    value = stored[index].get(key)
    return display_name(value) or text_of(value)


def _neighbours(form: Form, answers: Answers, slug: str) -> tuple[str | None, str | None]:
    asked = {step.slug for step in visible_steps(form, answers)}
    order = [step.slug for step in form.steps] + [REVIEW]
    if slug not in order:
        raise UnknownStep(slug)
    # a step that has just become hidden still has a place in the document
    here = order.index(slug)
    before = [name for name in order[:here] if name in asked]
    after = [name for name in order[here + 1 :] if name in asked]
    return (before[-1] if before else None), (after[0] if after else None)


def _asked(form: Form, step: Step, answers: Answers) -> list[Place]:
    return [
        place
        for place in places(form, step, answers)
        if place.field.keeps and is_visible(form, place, answers)
    ]


def _rows(form: Form, step: Step, answers: Answers) -> list[tuple[Place, Row]]:
    return [
        (place, Row(place.path, place.field, place.field.label, value_at(answers, place)))
        for place in _asked(form, step, answers)
    ]
