"""Owns the one moment at which all results of an intake become visible (公表), and moving it."""

from datetime import datetime

from sqlmodel import Session

from app.applications.models import Intake
from app.applications.service.deciding import release_topic
from app.applications.store import season as store
from app.notifications import service as notifications


def follow(session: Session, now: datetime, intake: Intake) -> None:
    """Let decisions nobody sees yet, and their mails, wait for the intake's release as it is now.

    What was seen stays seen: a release that is past cannot be taken back.
    """
    moment = max(intake.release_at or now, now)
    store.move_visibility(session, intake=intake.id, now=now, to=moment)
    notifications.move(session, topic=release_topic(intake.id), to=moment)


def is_over(intake: Intake, now: datetime) -> bool:
    """Whether the results of an intake are out."""
    return intake.release_at is not None and intake.release_at <= now
