"""Owns going down to the rows: single arrivals of a selection, without any personal data."""

from dataclasses import dataclass

from sqlmodel import Session

from app.journal.models import Fact
from app.statistics.models import Selection
from app.statistics.store import lines as store

AT_ONCE = 100


@dataclass(frozen=True)
class Listing:
    """One page of arrivals, newest first; `after` asks for the next one."""

    facts: tuple[Fact, ...]
    after: str


def newest(session: Session, selection: Selection, most: int) -> list[Fact]:
    """The newest arrivals of a selection, no more than `most`."""
    return store.arrivals(session, selection, limit=most)


def origin(fact: Fact) -> str:
    """How an arrival became known: live, late (typed in afterwards), import."""
    if fact.batch:
        return "import"
    return "live" if fact.recorded_at == fact.occurred_at else "late"


def listed(session: Session, selection: Selection, *, after: str = "") -> Listing:
    """The arrivals of a selection after a place; an unknown place begins anew."""
    found = store.arrivals(session, selection, after=after, limit=AT_ONCE + 1)
    more = len(found) > AT_ONCE
    shown = tuple(found[:AT_ONCE])
    return Listing(shown, store.place(shown[-1]) if more else "")
