"""Owns writing once (WCAG 2.2, 3.3.7): earlier answers of this browser, offered field by field.

A source is an unsent draft of this device, or a send that it may look at right now; nothing else,
and never what is sensitive. What 「この端末から消す」 erased or closed is offered to nobody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pydantic import JsonValue
from sqlmodel import Session

from app.applications.models import Draft
from app.applications.service import amending, drafts
from app.applications.service.drafts import Filling, Raw
from app.applications.service.opened_answers import answers_of
from app.applications.store import devices as store
from app.applications.store import submissions
from app.catalogue import service as catalogue
from app.clock import to_jst
from app.crypto import Keys
from app.forms.definition import Form, Step
from app.forms.field import Field
from app.forms.places import Place, items, places, prune, put, value_at
from app.forms.values import Answers, FieldError, input_name

MOST = 5
# What stays the same from form to form: who somebody is, where they live, how they are reached.
PERSONAL = frozenset({"name", "address", "phone", "postal", "email", "date"})


@dataclass(frozen=True)
class Source:
    """Earlier answers of this device and when they were last typed or sent."""

    form: Form
    answers: Answers
    at: datetime
    is_sent: bool
    number: str = ""

    @property
    def day(self) -> date:
        """The day of it here."""
        return to_jst(self.at).date()


@dataclass(frozen=True)
class Offer:
    """An earlier answer for a place that is still empty."""

    path: str
    field: Field
    value: JsonValue
    day: date
    is_sent: bool


def noted(session: Session, now: datetime, device: str) -> list[str]:
    """What a new draft of this device may draw from, so that its pages need not look again."""
    found = [f"d:{row.id}" for row in drafts.of_device(session, now, device=device)]
    sends = store.receipts(session, device=device, now=now)
    return [*(f"s:{opening.submission}" for opening, _ in sends), *found][:MOST]


def offers(
    session: Session, keys: Keys, now: datetime, filling: Filling, step: Step, *, device: str
) -> dict[str, Offer]:
    """What can be offered on a step, by path; only for places that are still empty."""
    names = filling.beside.get("sources")
    if not isinstance(names, list) or filling.draft.device != device:
        return {}
    empty = [
        place
        for place in places(filling.form, step, filling.answers)
        if _may_offer(place.field) and value_at(filling.answers, place) is None
    ]
    found: dict[str, Offer] = {}
    for source in _sources(session, keys, now, names, device) if empty else ():
        for place in empty:
            offer = _offer(filling.form, place, source)
            if offer is not None:
                found.setdefault(place.path, offer)
    return found


def typed_with(offered: Mapping[str, Offer], wanted: str, raw: Raw) -> Raw:
    """What was typed, with the pressed offer ("*": every one) put into its empty boxes."""
    filled = dict(raw)
    for path, offer in offered.items():
        if wanted in ("*", path):
            for part, values in offer.field.write(offer.value).items():
                filled[input_name(path, part)] = values
    return filled


def past_sends(
    session: Session, keys: Keys, now: datetime, *, device: str, form: str
) -> list[Source]:
    """Sends of one form that this device may look at: a new draft can begin with their answers."""
    sends = store.receipts(session, device=device, now=now) if device else []
    names: list[JsonValue] = [
        f"s:{opening.submission}" for opening, application in sends if application.form == form
    ]
    if not names:
        return []
    return list(_sources(session, keys, now, names[:MOST], device))


def beginning(form: Form, source: Source) -> Answers:
    """The answers a new draft begins with: each is still to be looked at, none is sensitive."""
    made: Answers = {}
    for repeat in form.repeats:
        if number := len(items(source.answers, repeat.key)):
            made[repeat.key] = [{} for _ in range(min(number, repeat.max))]
    for step in form.steps:
        for place in places(form, step, made):
            offer = _offer(form, place, source) if _may_offer(place.field) else None
            if offer is not None:
                put(made, place, offer.value)
    return prune(form, made)


def _may_offer(field: Field) -> bool:
    return amending.is_changeable(field) and not field.sensitive and field.type != "bank_account"


def _sources(
    session: Session, keys: Keys, now: datetime, names: list[JsonValue], device: str
) -> Iterator[Source]:
    """The sources that are still there and still this device's, newest first."""
    opened = {row.submission for row, _ in store.receipts(session, device=device, now=now)}
    unsent = {row.id: row for row in drafts.of_device(session, now, device=device)}
    for name in names:
        kind, _, ident = str(name).partition(":")
        if kind == "s" and ident in opened:
            yield _send(session, keys, ident)
        elif kind == "d" and ident in unsent:
            yield _draft(session, keys, unsent[ident])


def _send(session: Session, keys: Keys, submission: str) -> Source:
    """A whole send: the shared answers once, and the item of every part."""
    rows = submissions.applications_of(session, submission)
    form = catalogue.form_by_fingerprint(session, rows[0].fingerprint)
    opened = [answers_of(keys, row) for row in rows]
    answers, repeat = opened[0], form.one_application_per
    if repeat:
        own: list[JsonValue] = [item for each in opened for item in items(each, repeat)]
        answers = answers | {repeat: own}
    return Source(form, answers, rows[0].received_at, True, rows[0].number)


def _draft(session: Session, keys: Keys, draft: Draft) -> Source:
    form = catalogue.form_by_fingerprint(session, draft.fingerprint)
    answers = drafts.open_draft(session, keys, draft, form).answers
    return Source(form, answers, draft.updated_at, False)


def _offer(form: Form, place: Place, source: Source) -> Offer | None:
    value = _earlier(form, place, source)
    if value is None:
        return None
    raw = {part: list(values) for part, values in place.field.write(value).items()}
    parsed = place.field.parse(raw)
    if isinstance(parsed, FieldError) or parsed != value:
        return None
    return Offer(place.path, place.field, value, source.day, source.is_sent)


def _earlier(form: Form, place: Place, source: Source) -> JsonValue:
    """The earlier answer to the same question; of another form only what is personal."""
    same = _like(place, source.form)
    if same is not None and (source.form.slug == form.slug or place.field.type in PERSONAL):
        return value_at(source.answers, same)
    if source.form.slug == form.slug or place.repeat or not place.field.autofill:
        return None
    for field in source.form.fields_of(None):
        is_like = field.type == place.field.type and field.autofill and not field.sensitive
        if is_like and (answered := source.answers.get(field.key)) is not None:
            return answered
    return None


def _like(place: Place, form: Form) -> Place | None:
    """The place of the same name and type in another form; a sensitive one is no source."""
    if place.repeat and not form.is_own(place.repeat, place.field.key):
        return None
    field = form.field(place.repeat, place.field.key)
    if field is None or field.type != place.field.type or not _may_offer(field):
        return None
    return replace(place, field=field)
