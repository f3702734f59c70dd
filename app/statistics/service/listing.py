"""Owns going down to the rows: single arrivals of a selection, without any personal data."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app.journal.models import Fact
from app.statistics.models import Selection
from app.statistics.store import lines as store
from app.statistics.store import procedure_names

AT_ONCE = 100


@dataclass(frozen=True)
class Listing:
    """One page of arrivals, newest first, with the names of their procedures by code.

    `after` asks for the next page.
    """

    facts: tuple[Fact, ...]
    after: str
    names: Mapping[str, str]


def origin(fact: Fact) -> str:
    """How an arrival became known: live, late (typed in afterwards), import."""
    if fact.batch:
        return "import"
    return "live" if fact.recorded_at == fact.occurred_at else "late"


def listed(
    session: Session, selection: Selection, *, after: str = "", at_once: int = AT_ONCE
) -> Listing:
    """The arrivals of a selection after a place; an unknown place begins anew."""
    found = store.arrivals(session, selection, after=after, limit=at_once + 1)
    more = len(found) > at_once
    shown = tuple(found[:at_once])
    names = procedure_names(session, {fact.procedure for fact in shown})
    return Listing(shown, store.place(shown[-1]) if more else "", names)
