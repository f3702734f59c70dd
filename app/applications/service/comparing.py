"""Owns what changed from one revision of an application to the next, answer by answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue
from sqlmodel import Session

from app.applications.models import Application, Cause
from app.applications.service import amending
from app.applications.service.opened_answers import answers_of, envelope_of
from app.applications.store import revisions as store
from app.catalogue import service as catalogue
from app.crypto import Keys
from app.forms import journey
from app.forms.definition import Form
from app.forms.field import Field
from app.forms.values import Answers

IsClosed = Callable[[Field], bool]


@dataclass(frozen=True)
class Difference:
    """One answer before and after; a closed one shows neither."""

    path: str
    step_title: str
    item_name: str
    field: Field
    before: JsonValue
    after: JsonValue
    is_closed: bool


@dataclass(frozen=True)
class Comparison:
    """A new revision against the one before it."""

    number: int
    at: datetime
    cause: Cause
    differences: tuple[Difference, ...]


def comparisons(
    session: Session, keys: Keys, application: Application, is_closed: IsClosed
) -> list[Comparison]:
    """Every change of an application, newest first; what is closed to this reader stays so."""
    rows = store.revisions_of(session, application.id)
    if not rows:
        return []
    form = catalogue.form_by_fingerprint(session, application.fingerprint)
    envelope = envelope_of(keys, application)
    states = [
        json.loads(envelope.open("answers", row.answers, revision=row.number)) for row in rows
    ]
    states.append(answers_of(keys, application))
    found = [
        Comparison(
            row.number + 1, row.replaced_at, Cause(row.cause),
            _differences(form, states[index], states[index + 1], is_closed),
        )
        for index, row in enumerate(rows)
    ]  # fmt: skip
    return found[::-1]


def _differences(
    form: Form, before: Answers, after: Answers, is_closed: IsClosed
) -> tuple[Difference, ...]:
    old, new = _rows(form, before), _rows(form, after)
    found = []
    for path in amending.changed(form, before, after):
        section, row = new.get(path) or old[path]
        is_shut = is_closed(row.field)
        values = [
            None if is_shut or path not in part else part[path][1].value for part in (old, new)
        ]
        found.append(
            Difference(
                path, section.title, section.item_name, row.field, values[0], values[1], is_shut
            )
        )
    return tuple(found)


def _rows(form: Form, answers: Answers) -> dict[str, tuple[journey.Section, journey.Row]]:
    sections = journey.summary(form, answers)
    return {row.path: (section, row) for section in sections for row in section.rows}
