"""Owns who fills in for somebody else (代理人): the questions, and how the answers are kept.

They are sealed with the draft and with each application, never in the form document. Whether a
form may be filled in by another is the form's own setting (`proxy`). 民法99条: what is declared
within the authority takes effect for the principal; the statement says that it was given.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import JsonValue
from sqlmodel import Session

from app.applications.models import Application
from app.applications.service import drafts, intakes
from app.applications.service.drafts import Filling, Raw
from app.applications.service.opened_answers import envelope_of
from app.crypto import Keys
from app.forms.definition import Form
from app.forms.field import Field
from app.forms.fields.consent import ConsentField
from app.forms.fields.name import NameField
from app.forms.fields.phone import PhoneField
from app.forms.fields.text import TextField
from app.forms.values import N_, Answers, FieldError, input_name, mapping

FIELDS: tuple[Field, ...] = (
    NameField(key="proxy_name", label=N_("代理人の氏名"), autofill=True),
    TextField(
        key="proxy_relation", label=N_("本人との関係"), max_length=40,
        hint=N_("例）家族、成年後見人、支援者"),
    ),
    PhoneField(key="proxy_phone", label=N_("代理人の電話番号"), autofill=True),
    ConsentField(
        key="proxy_mandate", label=N_("委任について"), refusable=False, version="1",
        wording=N_(
            "私は、本人からこの手続の入力と送信を頼まれています（法律による代理人のときは、その資格があります）。市が本人に確かめることがあります。"
        ),
        agree=N_("確認しました"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One answer about the proxy."""

    field: Field
    value: JsonValue


def is_offered(form: Form) -> bool:
    """Whether somebody else may fill in this form."""
    return form.proxy


def is_chosen(filling: Filling) -> bool:
    """Whether somebody else fills in this draft."""
    return "proxy" in filling.beside


def is_pending(filling: Filling) -> bool:
    """Whether the questions about the proxy are still open."""
    return "proxy" in filling.beside and not filling.beside["proxy"]


def rows(stored: JsonValue) -> list[Row]:
    """What review, receipt, case and print show of a proxy; nothing where there is none."""
    answers = mapping(stored)
    return [Row(field, answers.get(field.key)) for field in FIELDS] if answers else []


def of_application(keys: Keys, application: Application) -> list[Row]:
    """The proxy of an application; nothing when its own person sent it."""
    if application.proxy is None:
        return []
    return rows(json.loads(envelope_of(keys, application).open("proxy", application.proxy)))


def keep(
    session: Session, now: datetime, filling: Filling, raw: Raw, *, locale: str
) -> list[FieldError]:
    """Keep the answers of a locked draft, or say what is wrong with them."""
    answers, errors = _parsed(raw)
    if not errors:
        _save(session, now, filling, {**filling.beside, "proxy": answers}, locale)
    return errors


def give_up(session: Session, now: datetime, filling: Filling, *, locale: str) -> None:
    """The person fills in for themselves after all."""
    beside = {name: value for name, value in filling.beside.items() if name != "proxy"}
    _save(session, now, filling, beside, locale)


def _parsed(raw: Raw) -> tuple[Answers, list[FieldError]]:
    answers: Answers = {}
    errors = []
    for field in FIELDS:
        typed = {part: raw.get(input_name(field.key, part), []) for part in field.parts}
        outcome = field.parse(typed)
        outcome = field.fault(field.MISSING) if outcome is None else outcome
        if isinstance(outcome, FieldError):
            errors.append(replace(outcome, path=field.key))
        else:
            answers[field.key] = outcome
    return answers, errors


def _save(
    session: Session, now: datetime, filling: Filling, beside: dict[str, JsonValue], locale: str
) -> None:
    intake = intakes.get(session, filling.draft.intake) if filling.draft.intake else None
    _, change = drafts.change(
        now, replace(filling, beside=beside), answers=filling.answers,
        typed=filling.typed, done=filling.done, intake=intake, locale=locale,
    )  # fmt: skip
    drafts.save(session, change)
