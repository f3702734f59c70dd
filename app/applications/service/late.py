"""Owns late cases and notices of an intake: one person let in after the end, everybody told.

A late case is granted with its reason and a code; the code opens one draft on one device and lets
one send in. Its arrival is still stamped when it is sent: nothing is dated back.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Draft, Intake, IntakeNotice, LateCase
from app.applications.service import admission, intakes
from app.applications.store import desk as store
from app.applications.store import drafts as drafts_store
from app.audit import service as audit
from app.crypto import digest, readable_token
from app.database import new_id
from app.errors import NotFound, Unprocessable

LONGEST_REASON = 200
LONGEST_NOTICE = 400


@dataclass(frozen=True)
class Grant:
    """A late case just granted; the code is shown once and kept only as its hash."""

    late: LateCase
    code: str


def grant(
    session: Session, now: datetime, intake: Intake, *, reason: str, until: datetime, actor: str
) -> Grant:
    """Let one more send in until an instant; Unprocessable without a reason or for the past."""
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise Unprocessable("理由を200文字までで入力してください")
    if until <= now:
        raise Unprocessable("期限はいまより後にしてください")
    code = readable_token()
    late = LateCase(
        id=new_id(now), intake=intake.id, code_hash=digest(code), reason=reason.strip(),
        granted_by=actor, granted_at=now, until=until,
    )  # fmt: skip
    store.add(session, late)
    audit.record(
        session, now, actor=actor, action="late_case_granted", subject=f"intake:{intake.id}",
        detail=f"{late.id} {until.isoformat()} | {late.reason}",
    )  # fmt: skip
    return Grant(late, code)


def revoke(session: Session, now: datetime, intake: Intake, ident: str, *, actor: str) -> None:
    """Take an unused late case back; NotFound when it is used or not of this intake."""
    late = store.late_case(session, intake=intake.id, ident=ident)
    if late is None or late.used_at is not None or late.revoked_at is not None:
        raise NotFound
    late.revoked_at = now
    store.add(session, late)
    audit.record(
        session, now, actor=actor, action="late_case_revoked", subject=f"intake:{intake.id}",
        detail=late.id,
    )  # fmt: skip


def of_code(session: Session, now: datetime, code: str, *, lock: bool = False) -> LateCase:
    """The late case a code still opens; NotFound alike for unknown, used, revoked and past."""
    is_text = code.isascii() and 0 < len(code) <= 64
    late = store.late_case_by_code(session, digest(code), lock=lock) if is_text else None
    if late is None or not admission.is_valid(late, now):
        raise NotFound
    return late


def draft_of(session: Session, late: LateCase, *, device: str) -> Draft | None:
    """The draft this late case was opened with; NotFound when another device opened it."""
    if late.draft is None:
        return None
    draft = drafts_store.own_draft(session, late.draft, device=device)
    if draft is None:
        raise NotFound
    return draft


def bind(session: Session, late: LateCase, draft: Draft) -> None:
    """Let this draft, and no other, in by the late case."""
    late.draft = draft.id
    store.add(session, late)


def all_of(session: Session, intake: Intake) -> list[LateCase]:
    """The late cases of an intake, the newest first."""
    return store.late_cases(session, intake.id)


def tell(session: Session, now: datetime, intake: Intake, body: str, *, actor: str) -> IntakeNotice:
    """Put a notice for everybody on the intake's pages (an extension and why)."""
    if not 0 < len(body.strip()) <= LONGEST_NOTICE:
        raise Unprocessable("お知らせを400文字までで入力してください")
    notice = IntakeNotice(id=new_id(now), intake=intake.id, body=body.strip(), at=now, staff=actor)
    store.add(session, notice)
    audit.record(
        session, now, actor=actor, action="intake_notice", subject=f"intake:{intake.id}",
        detail=notice.id,
    )  # fmt: skip
    return notice


def notice_of(session: Session, intake: Intake | None) -> IntakeNotice | None:
    """What everybody is told about an intake now, if anything."""
    found = store.notices(session, intake.id) if intake else []
    return found[0] if found else None


def intake_of(session: Session, late: LateCase) -> Intake:
    """The intake a late case belongs to."""
    return intakes.get(session, late.intake)
