"""Owns the answers to the check before the form: read, carried into a draft if wanted, not kept."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from app.applications.service.drafts import Raw
from app.clock import to_jst
from app.errors import NotFound
from app.forms import answers as engine
from app.forms import eligibility
from app.forms.definition import Form
from app.forms.places import Place, is_visible, places, value_at
from app.forms.values import Answers, FieldError

CARRIED = "check."
"""What the names of carried answers begin with, so that they are taken for nothing else."""


@dataclass(frozen=True)
class Asked:
    """The questions of the check with what was answered, as the page shows them."""

    answers: Answers
    errors: tuple[FieldError, ...]
    places: tuple[tuple[Place, JsonValue, FieldError | None], ...]


def asked(form: Form, raw: Raw, now: datetime) -> Asked:
    """The questions and what `raw` answers; raises NotFound, UnknownField."""
    step = eligibility.questions(form)
    if step is None:
        raise NotFound
    begun = engine.begin(form)
    parsed = engine.parse_step(
        form, step, raw, answers=begun, attached={}, today=to_jst(now).date()
    )
    by_path = {error.path: error for error in reversed(parsed.errors)}
    shown = [
        (place, value_at(parsed.answers, place), by_path.get(place.path))
        for place in places(form, step, parsed.answers)
        if place.field.asks and is_visible(form, place, parsed.answers)
    ]
    return Asked(parsed.answers, parsed.errors, tuple(shown))


def carried(raw: Raw) -> Raw:
    """The answers under the names by which the start of a draft takes them."""
    return {f"{CARRIED}{name}": values for name, values in raw.items()}


def taken_along(form: Form, posted: Raw, now: datetime) -> Answers | None:
    """The answers that a new draft begins with; None where they cannot be read."""
    raw = {
        name.removeprefix(CARRIED): values
        for name, values in posted.items()
        if name.startswith(CARRIED)
    }
    try:
        return asked(form, raw, now).answers if raw else None
    except (NotFound, engine.UnknownField):
        return None
