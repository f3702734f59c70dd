"""Owns what lies on the clerk's desk before the rush: an intake's applications, sealed as ours.

They are written by the product's own models and keys, for to play a thousand visits first would
take longer than the rush; families differ in grade, wishes and papers, so that places are fought
for.
"""

import json
import random
import secrets
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, SQLModel

from app import procedures
from app.applications.models import (
    Application,
    Intake,
    IssuedNumber,
    Status,
    StatusChange,
    Submission,
)
from app.applications.service import intakes
from app.applications.service.numbers import new_number
from app.calendar import service as calendar
from app.catalogue import service as catalogue
from app.crypto import digest, new_envelope
from app.database import new_id, write_at_once
from app.forms.fields.choice import ChoiceField
from app.forms.values import Answers
from app.office_hours import Arrival, classify
from app.operations import House, house
from app.settings import Settings
from app.staff.service.board import openings_now
from bench.club import FORM, script

WISHES = ("club_1", "club_2", "club_3")


def furnish(folder: Path, number: int) -> str:
    """Let `number` accepted applications lie in the sample intake; returns the intake's id."""
    settings = Settings(data_dir=folder / "data", demo=True)
    chance, family = random.Random(2026), script().answers
    with house(settings) as opened, opened.database.writing() as session:
        (intake,) = intakes.all_intakes(session)
        began, now = _night(session, opened)
        rows: list[SQLModel] = []
        for _ in range(number):
            moment = began + (now - began) * chance.random()
            answers = _answers(family, chance)
            rows += _application(session, opened, intake, moment.replace(microsecond=0), answers)
        for kind in (Submission, Application, IssuedNumber, StatusChange):
            write_at_once(session, *(row for row in rows if isinstance(row, kind)))
        return intake.id


def seats(wanted: int) -> dict[str, str]:
    """What the clerk types into the boxes: every club the same, in all about `wanted`."""
    keys = _options("club_1")
    return {f"seats.{key}": str(max(1, wanted // len(keys))) for key in keys}


def _night(session: Session, opened: House) -> tuple[datetime, datetime]:
    """From the opening before until a minute ago: what the morning's table looks into."""
    now = opened.clock.now()
    return openings_now(session, opened.city, now).before, now - timedelta(minutes=1)


def _application(
    session: Session, opened: House, intake: Intake, at: datetime, answers: Answers
) -> Iterator[SQLModel]:
    send, ident, number = new_id(at), new_id(at), new_number()
    envelope, wrapped = new_envelope(opened.keys, "submissions", send)
    secret = secrets.token_hex(16)
    yield Submission(
        id=send, draft=new_id(at), content_hash="", received_at=at, locale="ja",
        secret_hash=digest(secret), secret=envelope.seal("secret", secret.encode()),
        wrapped_key=wrapped,
    )  # fmt: skip
    envelope, wrapped = new_envelope(opened.keys, "applications", ident)
    sealed = json.dumps(answers, ensure_ascii=False).encode()
    yield Application(
        id=ident, submission=send, draft=send, part=0, number=number, received_at=at,
        updated_at=at, procedure=intake.procedure, intake=intake.id, form=FORM,
        section=catalogue.kept_procedure(session, intake.procedure).section,
        fingerprint=catalogue.current_fingerprint(session, FORM) or "", filing_kind="application",
        status=Status.ACCEPTED, version=2, locale="ja", wrapped_key=wrapped,
        missing_documents=int(number < "3"),
        title=envelope.seal("title", "見本 一郎".encode()),
        answers=envelope.seal("answers", sealed, revision=1), **_stamp(session, opened, at),
    )  # fmt: skip
    yield IssuedNumber(number=number)
    for before, after in (("", Status.ARRIVED), (Status.ARRIVED, Status.ACCEPTED)):
        yield StatusChange(id=new_id(at), application=ident, at=at, before=before, after=after)


def _answers(family: Answers, chance: random.Random) -> Answers:
    """One child of the sample family, in some grade and with one to three wishes."""
    answers = deepcopy(family)
    children = answers["children"]
    assert isinstance(children, list)
    child = children[0]
    assert isinstance(child, dict)
    clubs = chance.sample(_options("club_1"), chance.randint(1, len(WISHES)))
    child["grade"] = chance.choice(_options("grade"))
    child.update(dict.fromkeys(WISHES) | dict(zip(WISHES, clubs, strict=False)))
    answers["children"] = [{key: value for key, value in child.items() if value is not None}]
    return answers


def _options(key: str) -> list[str]:
    field = procedures.forms()[FORM].field("children", key)
    assert isinstance(field, ChoiceField)
    return [each.key for each in field.options]


def _stamp(session: Session, opened: House, at: datetime) -> dict[str, object]:
    arrival: Arrival = classify(at, calendar.in_force(session, opened.city))
    return {
        "in_hours": arrival.in_hours, "reason": arrival.reason,
        "calendar_version": arrival.calendar_version, "next_open_day": arrival.next_open_day,
    }  # fmt: skip
