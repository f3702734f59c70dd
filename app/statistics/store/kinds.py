"""Owns which kinds of facts are counted: the live ones; in a demonstration its own set too.

What other programs read (interface, open data) is of live facts only, in a demonstration as well.
"""

from typing import Final

from sqlmodel import Session

from app.journal.models import FactKind

COUNTED: Final = "counted_kinds"
LIVE_ONLY: Final = (FactKind.LIVE.value,)
IN_DEMO: Final = (FactKind.LIVE.value, FactKind.DEMO.value)


def options(*, demo: bool) -> dict[str, object]:
    """What a database is opened with, so that every session of it counts alike."""
    return {COUNTED: IN_DEMO if demo else LIVE_ONLY}


def count_live_only(session: Session) -> None:
    """Let this session count nothing but live facts, whatever the house is."""
    session.info[COUNTED] = LIVE_ONLY


def counted(session: Session) -> tuple[str, ...]:
    """The kinds that are in numbers; nothing but live facts unless the house is a demonstration."""
    if COUNTED in session.info:
        return LIVE_ONLY
    found: tuple[str, ...] = session.get_bind().get_execution_options().get(COUNTED, LIVE_ONLY)
    return found
