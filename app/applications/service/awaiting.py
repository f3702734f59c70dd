"""Owns waiting for a document that was asked for again: the case is 補正依頼中 until it came.

Only where the status leads there: not before 受付, nor once something was decided.
"""

from datetime import datetime

from sqlmodel import Session

from app.applications.models import Application, AttachmentState, Status, StatusChange
from app.applications.service import corrections, status
from app.applications.store import cases, submissions
from app.audit import service as audit
from app.crypto import Keys
from app.database import new_id
from app.errors import Conflict
from app.journal import service as journal
from app.journal.models import Event, FactKind


def follow(
    session: Session, keys: Keys, now: datetime, application: Application, *, actor: str = ""
) -> None:
    """Let the status say whether a document asked for again is awaited; `actor`: of the staff."""
    follows = status.following(application.filing_kind, application.status)
    if _is_awaited(session, application):
        if Status.CORRECTION_REQUESTED in follows:
            _move(session, now, application, Status.CORRECTION_REQUESTED, actor)
    elif application.status == Status.CORRECTION_REQUESTED and not corrections.open_one(
        session, keys, application
    ):  # a request with marks is answered as a whole
        _move(session, now, application, Status.CORRECTED, actor)


def _is_awaited(session: Session, application: Application) -> bool:
    rows = submissions.attachments_of(session, application.id)
    return any(row.state == AttachmentState.AGAIN for row in rows)


def _move(
    session: Session, now: datetime, application: Application, to: Status, actor: str
) -> None:
    before = application.status
    if not cases.move(
        session, now, application, version=application.version, status=to,
        decision=status.decision_of(application), visible_at=application.decision_visible_at,
    ):  # fmt: skip
        raise Conflict
    cases.add_new(
        session,
        StatusChange(
            id=new_id(now), application=application.id, at=now, before=before, after=to,
            staff=actor or None,
        ),
    )  # fmt: skip
    journal.record(
        session, now, event=Event.STATUS_CHANGED, procedure=application.procedure,
        section=application.section, intake=application.intake, form=application.fingerprint,
        channel=application.channel, detail=to.value, kind=FactKind(application.kind),
    )  # fmt: skip
    if actor:
        audit.record(
            session, now, actor=actor, action="status_changed",
            subject=f"application:{application.number}", detail=f"{before}>{to}",
        )  # fmt: skip
