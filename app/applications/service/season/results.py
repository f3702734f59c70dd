"""Owns what a resident reads of a decision of the selection: only once the results are out.

Before the release nothing is asked of the tables at all, so that neither words nor time tell.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from app.applications.models import Application, Decision, Intake, Ruling, Status
from app.applications.service import status
from app.applications.service.receipt import Receipt
from app.applications.service.season import letters, release, rulings, tables
from app.applications.service.season.letters import Desk, Letter
from app.applications.store import season as store
from app.catalogue import service as catalogue
from app.crypto import Keys
from app.errors import NotFound

_SHOWN = (Status.DECIDED, Status.NOTIFIED)


@dataclass(frozen=True)
class Result:
    """A decision for its resident; `place` and `notes` are message ids.

    `reason` is a message id too, except in the office's own words (`is_own_words`).
    """

    decision: Decision
    place: str
    effective_on: date
    reason: str
    is_own_words: bool
    notes: tuple[str, ...]
    is_appealable: bool


def of_receipt(session: Session, keys: Keys, now: datetime, opened: Receipt) -> dict[str, Result]:
    """The results of a send by application number; none before the release."""
    intake = opened.intake
    if intake is None or not release.is_over(intake, now):
        return {}
    found: dict[str, Result] = {}
    for case in opened.cases:
        ruling = _visible(session, now, case.application)
        if ruling is not None:
            reason = rulings.reason_of(keys, case.application, ruling)
            decision = Decision(ruling.decision)
            form = catalogue.form_by_fingerprint(session, case.application.fingerprint)
            found[case.application.number] = Result(
                decision=decision, effective_on=ruling.effective_on,
                place=tables.places(session, intake).get(ruling.place_key, ""),
                reason=reason or (letters.FULL if decision == Decision.WAITING else ""),
                is_own_words=bool(reason), is_appealable=letters.is_appealable(form, decision),
                notes=letters.NOTES[decision] if decision == Decision.APPROVED else (),
            )  # fmt: skip
    return found


def letter(session: Session, desk: Desk, now: datetime, opened: Receipt, number: str) -> Letter:
    """The notice of one application of a send; NotFound before the release and without one."""
    application = opened.case(number).application
    intake: Intake | None = opened.intake
    if intake is None or not release.is_over(intake, now):
        raise NotFound
    ruling = _visible(session, now, application)
    if ruling is None:
        raise NotFound
    return letters.of_application(session, desk, intake, application, ruling)


def _visible(session: Session, now: datetime, application: Application) -> Ruling | None:
    if application.status not in _SHOWN or not status.is_decision_visible(application, now):
        return None
    made = store.rulings_of(session, application.id)
    return made[-1] if made else None
