"""Owns which kinds of facts are counted: the live ones; in a demonstration its own set too."""

from typing import Final

from sqlmodel import Session

from app.journal.models import FactKind

COUNTED: Final = "counted_kinds"
LIVE_ONLY: Final = (FactKind.LIVE.value,)
IN_DEMO: Final = (FactKind.LIVE.value, FactKind.DEMO.value)


def options(*, demo: bool) -> dict[str, object]:
    """What a database is opened with, so that every session of it counts alike."""
    return {COUNTED: IN_DEMO if demo else LIVE_ONLY}


def counted(session: Session) -> tuple[str, ...]:
    """The kinds that are in numbers; nothing but live facts unless the house is a demonstration."""
    found: tuple[str, ...] = session.get_bind().get_execution_options().get(COUNTED, LIVE_ONLY)
    return found
