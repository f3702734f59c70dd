"""Owns the other intakes of a form (別の募集): where there is room when one is full or over."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Draft, Intake
from app.applications.service import drafts, intakes, limiting
from app.applications.store import drafts as store
from app.errors import NotFound
from app.forms.definition import Form


@dataclass(frozen=True)
class Other:
    """Another intake of the same form and procedure, open now or later, that is not full."""

    intake: Intake
    is_open: bool
    left: int | None


def others(session: Session, scope: limiting.Scope, now: datetime) -> tuple[Other, ...]:
    """What can be chosen instead, by opening time."""
    return tuple(_others(session, scope, now))


def _others(session: Session, scope: limiting.Scope, now: datetime) -> Iterator[Other]:
    for intake in intakes.of_form(session, scope.form.slug):
        is_over = intake.closes_at < now.replace(microsecond=0)
        if is_over or intake.id == scope.intake or intake.procedure != scope.procedure:
            continue
        left = limiting.left(session, replace(scope, intake=intake.id))
        if left != 0:
            yield Other(intake, intakes.is_open_at(intake, now), left)


def chosen(session: Session, scope: limiting.Scope, now: datetime, wanted: str) -> Intake:
    """The open one among them that somebody chose; NotFound for any other."""
    for other in others(session, scope, now):
        if other.is_open and other.intake.id == wanted:
            return other.intake
    raise NotFound


def move(session: Session, now: datetime, draft: Draft, form: Form, wanted: str) -> None:
    """Let an unsent draft go to another open intake; nothing of what was typed changes."""
    if draft.sent_at is not None:
        return
    intake = chosen(session, limiting.scope_of(form, draft), now, wanted)
    draft.intake = intake.id
    draft.updated_at = now
    draft.expires_at = drafts.expiry(now, intake)
    store.add(session, draft)
