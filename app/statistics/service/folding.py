"""Owns keeping the sums of days true: folding what is new, checking, and making them again.

Numbers never wait for it: what is not folded yet is read from the journal itself. Facts of this
system are folded a quarter of an hour after they were written, when every transaction that began
before them has ended; an import is folded whole, at once.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from app.clock import Clock
from app.database import Database
from app.statistics.store import folding, tail
from app.statistics.store.tail import DONE, LIVE, Part

SETTLED: Final = timedelta(minutes=15)
# So many are added up within a fifth of a second, for which whoever sends an application waits.
_AT_ONCE: Final = 10_000
# After so many, a plan made for a small table can be a hundred times too slow.
_MANY: Final = 20_000
_VERY_MANY: Final = 1_000_000


def fold(database: Database, clock: Clock, *, at_once: int = _AT_ONCE) -> int:
    """Bring the sums up to date in short transactions; returns how many facts were folded."""
    total, is_waiting = 0, True
    while is_waiting:
        is_waiting = False
        now = clock.now()
        with database.reading() as session:
            parts = tail.parts(session)
        for part in parts:
            done = _fold_some(database, now, part, at_once)
            total += done or 0
            # None: another process has just done some of it, and there may be more.
            is_waiting |= done is None or (done == at_once and part.sign > 0)
    if total >= _MANY:
        database.settle(folding.TABLES, in_order=total >= _VERY_MANY)
    return total


def folded_at(session: Session) -> datetime | None:
    """Since when facts wait to be folded; None before the first time."""
    return folding.folded_at(session)


def check(database: Database) -> list[str]:
    """The batches (empty: this system's facts) of which other facts are folded than there are."""
    with database.reading() as session:
        return folding.differences(session)


def rebuild(database: Database, clock: Clock, *, at_once: int = _AT_ONCE) -> int:
    """Throw the sums away and fold the whole journal again; numbers stay right meanwhile."""
    with database.writing() as session:
        folding.forget(session)
    database.settle(folding.TABLES, in_order=False)
    return fold(database, clock, at_once=at_once)


def repair(database: Database, clock: Clock) -> int:
    """Make the sums again where they differ from the journal; returns how many parts differed."""
    differing = check(database)
    if differing:
        rebuild(database, clock)
    return len(differing)


def _fold_some(database: Database, now: datetime, part: Part, at_once: int) -> int | None:
    """Fold one part of the tail; None when another process was quicker."""
    is_live = part.batch == LIVE
    before = _mark_of(now - SETTLED) if is_live else ""
    limit = at_once if part.sign > 0 else 0
    with database.reading() as session:
        some = folding.next_range(session, part, before=before, limit=limit)
    if is_live and not some.facts:
        return 0
    # The mark of this system's facts is one of theirs: a clock set back in the meantime is no harm.
    mark = DONE if some.facts < at_once and not is_live else some.last
    with database.writing() as session:
        if not folding.hold(session, part):
            return None
        folding.keep(session, now, part, some, mark=mark)
    return some.facts


def _mark_of(instant: datetime) -> str:
    """The beginning of the ids made at an instant (`app.database.new_id`)."""
    return f"{int(instant.timestamp() * 1000):012x}"
