"""Owns writing down what was done to an account, in the transaction that did it."""

from datetime import datetime

from app.audit import service as audit
from app.database import Session


def record(
    session: Session, now: datetime, actor: str, action: str, subject: str, detail: str = ""
) -> None:
    """One audit entry about an account; `actor` is who did it, an account's id too."""
    audit.record(
        session, now, actor=actor, action=action, subject=f"staff:{subject}", detail=detail
    )


def refused(session: Session, now: datetime, why: str = "") -> None:
    """One audit entry about a sign-in that came to nothing."""
    audit.record(
        session, now, actor="anonymous", action="sign_in_refused", subject="staff", detail=why
    )
