"""Owns what staff set about an intake: its times, quota and year; each change says who and why."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Intake
from app.applications.service import intakes
from app.applications.service.season import release
from app.audit import service as audit
from app.database import new_id
from app.errors import Unprocessable


@dataclass(frozen=True)
class Terms:
    """What can be set; instants are UTC, both ends of the period are included."""

    name: str
    target_year: int
    opens_at: datetime
    closes_at: datetime
    document_deadline: datetime | None
    release_at: datetime | None
    quota: int | None


class TermsUpsideDown(Unprocessable):
    """An intake that would close before it opens."""

    message = "終わりは始まりより後にしてください"


def create(
    session: Session, now: datetime, terms: Terms, *, form: str, procedure: str, actor: str
) -> Intake:
    """A new intake of a form."""
    _check(terms)
    intake = Intake(
        id=new_id(now), form=form, procedure=procedure, created_at=now, created_by=actor,
        **asdict(terms),
    )  # fmt: skip
    intakes.keep(session, intake)
    audit.record(
        session, now, actor=actor, action="intake_added", subject=f"intake:{intake.id}",
        detail=f"{form} {terms.opens_at.isoformat()} {terms.closes_at.isoformat()}",
    )  # fmt: skip
    return intake


def change(
    session: Session, now: datetime, intake_id: str, terms: Terms, *, actor: str, reason: str
) -> Intake:
    """Set other terms; what changed, from what to what, and why is written down."""
    _check(terms)
    intake = intakes.get(session, intake_id)
    changed = []
    for name, value in asdict(terms).items():
        before = getattr(intake, name)
        if before != value:
            changed.append(name if name == "name" else f"{name}:{_shown(before)}>{_shown(value)}")
            setattr(intake, name, value)
    if changed:
        intakes.keep(session, intake)
        release.follow(session, now, intake)
        detail = f"{' '.join(changed)} | {reason}"
        audit.record(
            session, now, actor=actor, action="intake_changed", subject=f"intake:{intake.id}",
            detail=detail,
        )  # fmt: skip
    return intake


def _check(terms: Terms) -> None:
    if terms.closes_at <= terms.opens_at:
        raise TermsUpsideDown


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
