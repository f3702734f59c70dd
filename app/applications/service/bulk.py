"""Owns taking many applications in at once (受付・収受): each by itself, all in one transaction.

受付 is a clerk's act of an open day (行政手続法7条 knows no refusal to take in); who did it, and
when, stands in each application's history as if it had been done one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Status
from app.applications.service import cases, deciding, status
from app.applications.service.deciding import Deed, Office

MOST = 200


@dataclass(frozen=True)
class Chosen:
    """One line that was ticked: the number, and the version of the case the clerk saw."""

    number: str
    version: int


@dataclass(frozen=True)
class Taken:
    """What became of the ticked lines: numbers taken in, and those that had moved meanwhile."""

    accepted: tuple[str, ...]
    moved: tuple[str, ...]


def accept(
    session: Session, office: Office, now: datetime, chosen: Sequence[Chosen], *,
    actor: str, sections: cases.Sections,
) -> Taken:  # fmt: skip
    """Take the chosen applications in; one that changed meanwhile is left as it is, and named."""
    accepted: list[str] = []
    moved: list[str] = []
    for each in chosen[:MOST]:
        application = cases.find(session, sections=sections, number=each.number)
        deed = Deed(actor, each.version, Status.ACCEPTED)
        may_follow = Status.ACCEPTED in status.following(
            application.filing_kind, application.status
        )
        is_done = may_follow and deciding.set_status(session, office, now, application, deed)
        (accepted if is_done else moved).append(application.number)
    return Taken(tuple(accepted), tuple(moved))
