"""Owns who is let in: within the intake everybody, after it a single late case with its reason.

A late case (期限後の個別の受付) is granted by staff: a code that opens one draft and lets it in.
Paper that reached the office in time is in time, whenever it is typed in.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Draft, Intake, LateCase
from app.applications.models.desk import EntryChannel
from app.applications.service import intakes
from app.applications.store import desk as store


@dataclass(frozen=True)
class Paper:
    """What staff type in: how it came, when it reached the office, and why it is taken late."""

    channel: EntryChannel
    arrived_at: datetime
    typed_at: datetime
    staff: str
    late_reason: str = ""


def check(
    session: Session, draft: Draft, intake: Intake | None, now: datetime, paper: Paper | None
) -> LateCase | None:
    """Let a send in, by the late case it returns if that is why; raises IntakeClosed."""
    if intake is None or intakes.is_open_at(intake, now):
        return None
    if paper is not None and paper.late_reason:
        return None
    late = store.late_case_of_draft(session, draft.id)
    if late is None or not is_valid(late, now):
        raise intakes.IntakeClosed(**intakes.dates(intake))
    return late


def is_valid(late: LateCase, now: datetime) -> bool:
    """Whether a late case still lets somebody in."""
    return late.revoked_at is None and late.used_at is None and now < late.until
