"""Owns reachability: trying worlds of answers to find steps and fields that never appear."""

from collections.abc import Iterator
from itertools import product

from pydantic import JsonValue

from app.forms.condition import Condition, holds
from app.forms.definition import Form, Step
from app.forms.field import Field

MOST_WORLDS = 20_000
Asked = tuple[str | None, Condition | None]


def unreachable(form: Form) -> Iterator[str]:
    """Yield the places of steps and fields that no combination of answers ever shows.

    Every condition must be sound: it looks back, at fields that have answers.
    """
    for step in form.steps:
        place = f"steps.{step.slug}"
        if not _can_hold(form, [(None, step.when)]):
            yield place
            continue
        for field in step.fields:
            if not _can_hold(form, [(None, step.when), (step.repeat, field.when)]):
                yield f"{place}.fields.{field.key}"


def dead_ends(form: Form) -> Iterator[str]:
    """Yield the places of exits and rules that no combination of answers ever passes."""
    for step in form.steps:
        place = f"steps.{step.slug}"
        above: list[Asked] = [(None, step.when)]
        if step.exit is not None:
            passed = Condition.model_validate({"not": step.exit.when})
            if not _can_hold(form, [*above, (None, passed)]):
                yield f"{place}.exit"
        for number, rule in enumerate(step.rules):
            passed = Condition.model_validate({"not": rule.when})
            if not _can_hold(form, [*above, (step.repeat, passed)]):
                yield f"{place}.rules.{number}"


def _can_hold(form: Form, wanted: list[Asked]) -> bool:
    """Tell whether some world of answers makes every condition true, with all they rest on."""
    conditions = _with_ancestors(form, wanted)
    if any(_is_beyond_trying(atom) for _, each in conditions for atom in each.atoms()):
        return True  # a count, an age, another answer: not proven unreachable
    fields: dict[tuple[str | None, str], Field] = {}
    for repeat, condition in conditions:
        for atom in condition.atoms():
            key = atom.field or ""
            field = form.field(repeat, key)
            if field is not None:
                fields[repeat if repeat and form.is_own(repeat, key) else None, key] = field
    choices = [_answers(field, conditions) for field in fields.values()]
    total = 1
    for options in choices:
        total *= len(options)
    if total > MOST_WORLDS:
        return True  # too many worlds to try: not proven unreachable
    return any(
        all(_true_in(dict(zip(fields, world, strict=True)), form, each) for each in conditions)
        for world in product(*choices)
    )


def _true_in(
    world: dict[tuple[str | None, str], JsonValue], form: Form, asked: tuple[str | None, Condition]
) -> bool:
    repeat, condition = asked

    def lookup(key: str) -> JsonValue:
        return world[repeat if repeat and form.is_own(repeat, key) else None, key]

    return holds(condition, lookup)


def _with_ancestors(form: Form, wanted: list[Asked]) -> list[tuple[str | None, Condition]]:
    """Return the conditions and, where an answer is needed, those of the fields they look at."""
    found: list[tuple[str | None, Condition]] = []
    queue = [(repeat, condition) for repeat, condition in wanted if condition is not None]
    while queue:
        repeat, condition = queue.pop(0)
        if (repeat, condition) in found:
            continue
        found.append((repeat, condition))
        if not _is_plain_demand(condition):
            continue
        for atom in condition.atoms():
            step, field = _home(form, repeat, atom.field or "")
            queue.extend(
                (scope, above)
                for scope, above in ((None, step.when), (step.repeat, field.when))
                if above is not None
            )
    return found


def _is_plain_demand(condition: Condition) -> bool:
    """Tell whether every atom must have an answer for the condition to be true."""
    if condition.field is not None:
        return condition.filled is not False
    return condition.every is not None and all(map(_is_plain_demand, condition.every))


def _is_beyond_trying(atom: Condition) -> bool:
    return atom.of is not None or atom.same_as is not None or atom.inner is not None


def _home(form: Form, repeat: str | None, key: str) -> tuple[Step, Field]:
    scope = repeat if repeat and form.is_own(repeat, key) else None
    return next(
        (step, field)
        for step in form.steps
        if step.repeat == scope
        for field in step.fields
        if field.key == key
    )


def _around(limit: int | str | None) -> list[JsonValue]:
    """Return a limit and a value on each side of it."""
    if limit is None:
        return []
    if isinstance(limit, int):
        return [limit - 1, limit, limit + 1]
    return ["0" * len(limit), limit, "9" * len(limit)]


def _answers(field: Field, conditions: list[tuple[str | None, Condition]]) -> list[JsonValue]:
    """Return the answers worth trying: none, one that no condition names, and those named."""
    named: list[JsonValue] = []
    for _, condition in conditions:
        for atom in condition.atoms():
            if atom.field == field.key:
                named += [*(atom.among or ()), atom.equals, atom.contains, *_around(atom.limit)]
    options: list[JsonValue] = [value for value in named if value is not None]
    keys = field.keys()
    rest: list[JsonValue] = []
    rest += ["?"] if keys is None else [key for key in keys if key not in options][:1]
    if field.LISTS:
        return [None, *([option] for option in rest + options), list(options)]
    return [None, *rest, *options]
