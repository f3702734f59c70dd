"""Owns the questions the pages ask of counts: from the sums, and from what is not folded yet.

Test facts are in no number, nor are demo ones outside a demonstration.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.catalogue.models import Channel, Procedure
from app.clock import jst_date
from app.database import memory, only_reads
from app.journal.models import Event
from app.office_hours import Reason
from app.statistics.models import ArrivalCell, DaySum, Folded, Selection
from app.statistics.store import tail
from app.statistics.store.counting import sum_of
from app.statistics.store.keys import (
    DAY,
    DAY_SLOTS,
    IN_HOURS,
    INSIDE,
    MONTH,
    SLOT_MINUTES,
    UNTIMED,
    YEAR,
)
from app.statistics.store.kinds import counted
from app.statistics.store.rows import procedure_names
from app.statistics.store.tallies import (
    ONE_DAY,
    Span,
    about,
    by_channels,
    cells_about,
    in_span,
    names_of,
    tally,
)

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
_ARRIVED: Final = ("total", Event.ARRIVED)
_ARRIVED_BY_PROCEDURE: Final = ("procedure", Event.ARRIVED)
_SEEN: Final = "statistics.procedures"


class _Seen(NamedTuple):
    """The procedures in the sums, and what was folded when they were read."""

    state: tuple[object, ...]
    codes: frozenset[str]


def by_reason(session: Session, selection: Selection) -> dict[Reason, int]:
    """Applications by the reason of their stamp; every reason is a key."""
    found = tally(session, selection, "reason")
    return {reason: found[(reason.value,)] for reason in Reason}


def by_weekday_and_hour(session: Session, selection: Selection) -> dict[tuple[int, int], int]:
    """Applications by weekday (Monday is 0) and hour in Asia/Tokyo."""
    counts: Counter[tuple[int, int]] = Counter()
    for (slot, *_), count in tally(session, selection, "slot", "reason", "calendar").items():
        day, rest = divmod(int(slot), DAY_SLOTS)
        counts[day, rest * SLOT_MINUTES // 60] += count
    return dict(counts)


def by_month(
    session: Session, channels: Iterable[Channel], before: datetime
) -> Iterator[tuple[str, str, int, int]]:
    """Applications that arrived before a month, of procedures that are or were public.

    In order: (month in Asia/Tokyo, procedure, outside office hours, inside).
    """
    last = jst_date(before) - ONE_DAY
    names = {channel.value for channel in channels}
    keys = (col(DaySum.start), col(DaySum.value))
    inside = sum_of(case((col(DaySum.reason) == IN_HOURS, col(DaySum.count)), else_=0))
    public = select(Procedure.code).where(col(Procedure.is_published).is_(True))
    query = select_columns(*keys, sum_of(DaySum.count), inside).where(
        *in_span(session, "procedure", Event.ARRIVED, Span(MONTH, FIRST_DAY, last)),
        by_channels(names),
    )  # fmt: skip
    kinds, codes = counted(session), set(session.exec(public))
    months: dict[date, str] = {}
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for start, procedure, total, within in session.execute(query.group_by(*keys).order_by(*keys)):
        if procedure in codes:
            month = months.get(start) or months.setdefault(start, f"{start:%Y-%m}")
            counts[month, procedure] = (total - within, within)
    for key, count in tail.read(session).sums.items():
        if (
            key[:2] == _ARRIVED_BY_PROCEDURE and key.kind in kinds and key.start <= last.isoformat()
            and key.channel in names and key.value in codes
        ):  # fmt: skip
            place, is_inside = (key.start[:7], key.value), key.reason in INSIDE
            outside, within = counts.get(place, (0, 0))
            counts[place] = (outside + count * (not is_inside), within + count * is_inside)
    return ((*place, *parts) for place, parts in sorted(counts.items()) if any(parts))


def first_day(session: Session, selection: Selection) -> date | None:
    """The day in Asia/Tokyo of the first arrival that counts, of what a selection is about."""
    wanted = about(session, selection)
    days: Counter[date] = Counter()
    taken_back: set[date] = set()
    for day, count in _days_of_tail(session, selection, wanted):
        days[day] += count
        taken_back |= {day} if count < 0 else set()
    for day, count in _first_folded_days(session, selection, wanted, len(taken_back) + 1):
        days[day] += count
    return min((day for day, count in days.items() if count > 0), default=None)


def _first_folded_days(
    session: Session, selection: Selection, wanted: dict[str, str], most: int
) -> Iterator[tuple[date, int]]:
    """The first days of arrivals in the sums, with their counts; the tables are in their order.

    The city's are read kind by kind: of two at once PostgreSQL would sort the days of all time.
    """
    names = names_of(selection)
    if wanted:
        day = col(ArrivalCell.day)
        query = select_columns(day, sum_of(ArrivalCell.count)).where(
            *cells_about(session, wanted), col(ArrivalCell.channel).in_(names),
            day <= selection.last,
        )  # fmt: skip
        queries = [query]
    else:
        day = col(DaySum.start)
        every_day = in_span(session, "total", Event.ARRIVED, Span(DAY, FIRST_DAY, LAST_DAY))
        query = select_columns(day, sum_of(DaySum.count)).where(*every_day, by_channels(names))
        queries = [query.where(col(DaySum.kind) == kind) for kind in counted(session)]
    for each in queries:
        yield from session.execute(each.group_by(day).order_by(day).limit(most))


def without_time(session: Session, selection: Selection) -> int:
    """Applications known only by their month, of the months the selection touches."""
    if selection.intake or selection.section:
        return 0
    first, names = selection.first.replace(day=1), set(names_of(selection))
    query = select_columns(sum_of(DaySum.count)).where(
        *in_span(session, UNTIMED, Event.ARRIVED, Span(MONTH, first, selection.last)),
        by_channels(names),
    )
    if selection.procedure:
        query = query.where(col(DaySum.value) == selection.procedure)
    total = int(session.execute(query).scalar() or 0)
    kinds = counted(session)
    for key, count in tail.read(session).sums.items():
        if (
            key[:2] == (UNTIMED, Event.ARRIVED) and key.kind in kinds and key.channel in names
            and first.isoformat() <= key.start <= selection.last.isoformat()
            and selection.procedure in (None, key.value)
        ):  # fmt: skip
            total += count
    return total


def procedures_seen(session: Session) -> list[tuple[str, str]]:
    """Code and name of the procedures anything ever arrived for, by code."""
    codes = {
        key.value for key in tail.read(session).sums
        if key.event == Event.ARRIVED and key.about in ("procedure", UNTIMED)
    }  # fmt: skip
    return sorted(procedure_names(session, codes | _procedures_in_sums(session)).items())


def _procedures_in_sums(session: Session) -> frozenset[str]:
    """Their codes, remembered until something is folded: they are read from all years there are."""
    folds = select_columns(func.count(), func.sum(Folded.facts), func.max(Folded.folded_at))
    state = (*session.execute(folds).one(), *counted(session))
    known = memory(session).get(_SEEN)
    if isinstance(known, _Seen) and known.state == state:
        return known.codes
    query = select_columns(col(DaySum.value)).distinct()
    codes: set[str] = set()
    for thing, grain in (("procedure", YEAR), (UNTIMED, MONTH)):
        span = Span(grain, FIRST_DAY, LAST_DAY)
        found = session.execute(query.where(*in_span(session, thing, Event.ARRIVED, span)))
        codes.update(code for (code,) in found)
    seen = _Seen(state, frozenset(codes))
    if only_reads(session):  # what a writer sees may be taken back
        memory(session)[_SEEN] = seen
    return seen.codes


def _days_of_tail(
    session: Session, selection: Selection, wanted: dict[str, str]
) -> Iterator[tuple[date, int]]:
    """The days of arrivals that are not folded yet, with their counts."""
    found, names, kinds = tail.read(session), set(names_of(selection)), counted(session)
    if wanted:
        for cell, count in found.cells.items():
            if (
                cell.kind in kinds and cell.channel in names
                and cell.day <= selection.last.isoformat()
                and all(getattr(cell, name) == value for name, value in wanted.items())
            ):  # fmt: skip
                yield date.fromisoformat(cell.day), count
        return
    for key, count in found.sums.items():
        if key[:2] == _ARRIVED and key.kind in kinds and key.channel in names:
            yield date.fromisoformat(key.start), count
