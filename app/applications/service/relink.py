"""Owns the new secret link for somebody who lost theirs: given after an identity check, recorded.

The old link and every device that had the application open stop working at the same moment.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from app.applications.models import Application
from app.applications.service.entries import Slip
from app.applications.store import cases as store
from app.applications.store import submissions
from app.audit import service as audit
from app.crypto import Keys, digest, open_envelope, readable_token


class IdentityCheck(StrEnum):
    """How a clerk made sure who asks for the link (本人確認)."""

    PHOTO_ID = "photo_id"
    TWO_PAPERS = "two_papers"
    CALLED_BACK = "called_back"
    MAILED_HOME = "mailed_home"


def renew(
    session: Session, keys: Keys, now: datetime, application: Application, *,
    check: IdentityCheck, actor: str,
) -> Slip:  # fmt: skip
    """A new secret for the send of this application; what the old one opened is shut."""
    submission = store.submission(session, application.submission)
    envelope = open_envelope(keys, "submissions", submission.id, submission.wrapped_key)
    secret = readable_token()
    submission.secret_hash = digest(secret)
    submission.secret = envelope.seal("secret", secret.encode())
    submissions.add(session, submission)
    submissions.shut(session, submission.id)
    audit.record(
        session, now, actor=actor, action="link_renewed",
        subject=f"application:{application.number}", detail=check.value,
    )  # fmt: skip
    return Slip(submission, submissions.applications_of(session, submission.id), secret)
