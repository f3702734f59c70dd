"""Owns the check before anything is filled in: its few questions, and what the answers say."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.forms import journey
from app.forms.condition import Condition, is_day
from app.forms.definition import Form, Step
from app.forms.field import Field
from app.forms.fields.calculated import CalculatedField
from app.forms.fields.upload import UploadField
from app.forms.parts import Exit
from app.forms.values import Answers


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the answers say: the way out, or the reasons against (message ids, none when fine)."""

    leads_out: Exit | None
    reasons: tuple[str, ...]


def questions(form: Form) -> Step | None:
    """Return one page with just the questions that the check rests on.

    None where the form checks nothing, or where an answer cannot be given beforehand: a reason
    that looks at the items of a repeat or at a file.
    """
    if form.eligibility is None:
        return None
    homes = {
        field.key: (step, field)
        for step in form.steps
        if step.repeat is None
        for field in step.fields
    }
    wanted = _wanted(form, homes)
    if not wanted:
        return None
    fields = tuple(_asked(step, field) for key, (step, field) in homes.items() if key in wanted)
    after = form.step(form.eligibility.after)
    return after.model_copy(
        update={"fields": fields, "repeat": None, "owner": False, "rules": (), "exit": None}
    )


def verdict(form: Form, answers: Answers) -> Verdict:
    """Return what the answers to `questions` say."""
    out = (journey.exit_of(form, answers, step) for step in _until_told(form))
    leads_out = next((each for each in out if each is not None), None)
    after = form.step(form.eligibility.after) if form.eligibility else None
    reasons = journey.eligibility_after(form, answers, after) if after else None
    return Verdict(leads_out, reasons or ())


def _until_told(form: Form) -> Iterator[Step]:
    for step in form.steps:
        yield step
        if form.eligibility is None or step.slug == form.eligibility.after:
            return


def _wanted(form: Form, homes: dict[str, tuple[Step, Field]]) -> set[str]:
    """Return the keys the check rests on, with all that decides whether they are asked."""
    assert form.eligibility is not None
    queue = [name for each in form.eligibility.reasons for name in _names(each.when)]
    for step in _until_told(form):
        queue += _names(step.exit.when) if step.exit else ()
    found: set[str] = set()
    while queue:
        key = queue.pop()
        if key in found:
            continue
        if key not in homes or isinstance(homes[key][1], UploadField):
            return set()
        found.add(key)
        step, field = homes[key]
        queue += [*_names(step.when), *_names(field.when)]
        if isinstance(field, CalculatedField):
            queue += field.node.names()
    return found


def _names(condition: Condition | None) -> Iterator[str]:
    for atom in condition.atoms() if condition else ():
        yield atom.field or ""
        if atom.on is not None and not is_day(atom.on):
            yield atom.on
        if atom.same_as is not None:
            yield atom.same_as


def _asked(step: Step, field: Field) -> Field:
    """Return the question under all that decides whether it is asked."""
    above = [each for each in (step.when, field.when) if each is not None]
    if len(above) < 2:
        return field.model_copy(update={"when": above[0] if above else None})
    return field.model_copy(update={"when": Condition(all=tuple(above))})
