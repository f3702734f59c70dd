"""Owns the review of what conditions, rules and formulas look at: known, earlier, comparable."""

from collections.abc import Iterator, Mapping

from app.forms.condition import Condition, is_day
from app.forms.definition import Form, Step
from app.forms.field import Field
from app.forms.fields.calculated import CalculatedField
from app.forms.problem import Problem

Known = set[tuple[str | None, str]]


def broken_references(form: Form) -> Iterator[Problem]:
    """Yield every condition or formula that looks at what is not there, or not yet."""
    yield from _cycles(form)
    known: Known = set()
    for step in form.steps:
        place = f"steps.{step.slug}"
        yield from _of_condition(form, step.when, f"{place}.when", None, known)
        for field in step.fields:
            own = f"{place}.fields.{field.key}"
            yield from _of_condition(form, field.when, f"{own}.when", step.repeat, known)
            if isinstance(field, CalculatedField):
                yield from _of_formula(form, field, f"{own}.formula", step.repeat, known)
            known.add((step.repeat, field.key))
        yield from _after(form, step, place, known)


def _after(form: Form, step: Step, place: str, known: Known) -> Iterator[Problem]:
    for number, rule in enumerate(step.rules):
        where = f"{place}.rules.{number}.when"
        yield from _of_condition(form, rule.when, where, step.repeat, known)
    if step.exit is not None:
        yield from _of_condition(form, step.exit.when, f"{place}.exit.when", None, known)
    if form.eligibility is not None and form.eligibility.after == step.slug:
        for number, each in enumerate(form.eligibility.reasons):
            where = f"eligibility.reasons.{number}.when"
            yield from _of_condition(form, each.when, where, None, known)


def _of_condition(
    form: Form, condition: Condition | None, place: str, repeat: str | None, known: Known
) -> Iterator[Problem]:
    for atom in condition.atoms() if condition else ():
        key = atom.field or ""
        if atom.inner is not None or (atom.of == "count" and form.has_repeat(key)):
            seen = any(scope == key for scope, _ in known)
            if not form.has_repeat(key):
                yield Problem(place, f"{key!r} is no repeat")
            elif not seen:
                yield Problem(place, f"looks ahead: the items of {key!r} are asked later")
            else:
                yield from _of_condition(form, atom.inner, place, key, known)
            continue
        problem = _of_key(form, key, place, repeat, known)
        if problem is None:
            yield from _of_values(form, atom, place, repeat, known)
        else:
            yield problem


def _of_key(form: Form, key: str, place: str, repeat: str | None, known: Known) -> Problem | None:
    field = form.field(repeat, key)
    if field is None:
        return Problem(place, f"no field {key!r} can be seen from here")
    if not field.keeps:
        return Problem(place, f"{key!r} is a statement and never has an answer")
    if not {(repeat, key), (None, key)} & known:
        return Problem(place, f"looks ahead: {key!r} is asked later")
    return None


def _of_values(
    form: Form, atom: Condition, place: str, repeat: str | None, known: Known
) -> Iterator[Problem]:
    field = form.field(repeat, atom.field or "")
    if field is None or atom.filled is not None:
        return
    if atom.same_as is not None and (problem := _of_key(form, atom.same_as, place, repeat, known)):
        yield problem
    if atom.of is not None:
        yield from _of_derived(form, atom, field, place, repeat, known)
        return
    if (atom.contains is not None) != field.LISTS and atom.same_as is None:
        wanted = "contains" if field.LISTS else "equals or in"
        yield Problem(place, f"{field.key!r} is a {field.type}: compare with {wanted}")
        return
    if atom.limit is not None and not field.ORDERED:
        yield Problem(place, f"{field.key!r} is a {field.type}: it has no order (lt, gt …)")
    yield from _of_keys(atom, field, place)


def _of_derived(
    form: Form, atom: Condition, field: Field, place: str, repeat: str | None, known: Known
) -> Iterator[Problem]:
    if atom.of == "count":
        if not field.LISTS:
            yield Problem(place, f"{field.key!r} is a {field.type}: there is nothing to count")
        return
    if field.type != "date":
        yield Problem(place, f"{field.key!r} is a {field.type}: only a date has an {atom.of}")
    on = atom.on or ""
    other = form.field(repeat, on)
    if is_day(on):
        return
    if problem := _of_key(form, on, place, repeat, known):
        yield problem
    elif other is not None and other.type != "date":
        yield Problem(place, f"on: {on!r} is neither a day (2026-04-01) nor a date field")


def _of_keys(atom: Condition, field: Field, place: str) -> Iterator[Problem]:
    keys = field.keys()
    if keys is None:
        return
    for value in (*(atom.among or ()), atom.equals, atom.contains):
        if value is not None and not any(_same(value, key) for key in keys):
            yield Problem(place, f"{value!r} is no answer of {field.key!r}")


def _of_formula(
    form: Form, field: CalculatedField, place: str, repeat: str | None, known: Known
) -> Iterator[Problem]:
    for name in sorted(set(field.node.names())):
        scope, _, key = name.rpartition(".")
        if not scope:
            if (problem := _of_key(form, key, place, repeat, known)) is not None:
                yield problem
        elif not form.has_repeat(scope) or not form.is_own(scope, key):
            yield Problem(place, f"{name!r} is no question of a repeat")
        elif (scope, key) not in known:
            yield Problem(place, f"looks ahead: {name!r} is asked later")


def _cycles(form: Form) -> Iterator[Problem]:
    """Yield calculated values that rest on themselves, however far around."""
    rests_on: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    for step in form.steps:
        for field in step.fields:
            if isinstance(field, CalculatedField):
                names = {name.rpartition(".")[2] for name in field.node.names()}
                rests_on[field.key] = names
                places[field.key] = f"steps.{step.slug}.fields.{field.key}.formula"
    for key in rests_on:
        if key in _reached(rests_on, key):
            yield Problem(places[key], f"a cycle: {key!r} is calculated from itself")


def _reached(rests_on: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    queue = list(rests_on[start])
    while queue:
        key = queue.pop()
        if key not in found:
            found.add(key)
            queue.extend(rests_on.get(key, ()))
    return found


def _same(value: str | int | bool, key: str | bool) -> bool:
    return type(value) is type(key) and value == key
