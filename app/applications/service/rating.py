"""Owns rating a send (1–5), once and by choice; how it was rated stands in the journal alone."""

from datetime import datetime

from sqlmodel import Session

from app.applications.models import Rating, Submission
from app.applications.store import submissions as store
from app.errors import Unprocessable
from app.journal import service as journal
from app.journal.models import Event, FactKind

SCALE = ("5", "4", "3", "2", "1")


def is_rated(session: Session, submission: str) -> bool:
    """Whether a send was rated already."""
    return store.is_rated(session, submission)


def rate(session: Session, now: datetime, submission: Submission, given: str) -> None:
    """Keep a rating as a fact of the procedure, without the send; a second one changes nothing."""
    if given not in SCALE:
        raise Unprocessable
    first = store.applications_of(session, submission.id, lock=True)[0]
    if is_rated(session, submission.id):
        return
    store.add(session, Rating(submission=submission.id, at=now))
    journal.record(
        session, now, event=Event.RATED, procedure=first.procedure, section=first.section,
        intake=first.intake, form=first.fingerprint, locale=first.locale, channel=first.channel,
        detail=given, kind=FactKind(first.kind),
    )  # fmt: skip
