"""Owns counting by the way applications came: online or not, by month and procedure."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sqlalchemy import case
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.catalogue.models import ONLINE_CHANNELS
from app.journal.models import Event
from app.statistics.models import DaySum
from app.statistics.store import tail
from app.statistics.store.counting import sum_of
from app.statistics.store.keys import MONTH, UNTIMED
from app.statistics.store.kinds import counted
from app.statistics.store.tallies import Span, Tally, in_span

ONLINE: Final = "online"
OTHERWISE: Final = "otherwise"
NONE_ONLINE: Final = "none online"
NONE_OTHERWISE: Final = "none otherwise"
"""Reports that nothing came this way: a month with a count of 0 is known, one without is not."""
_WAYS: Final = {
    (Event.ARRIVED, True): ONLINE, (Event.ARRIVED, False): OTHERWISE,
    (Event.NONE_ARRIVED, True): NONE_ONLINE, (Event.NONE_ARRIVED, False): NONE_OTHERWISE,
}  # fmt: skip
_CHANNELS: Final = tuple(channel.value for channel in ONLINE_CHANNELS)
_READ: Final = (
    ("procedure", Event.ARRIVED), (UNTIMED, Event.ARRIVED), (UNTIMED, Event.NONE_ARRIVED),
)  # fmt: skip


def by_way(session: Session, first: date, last: date) -> list[Tally]:
    """Applications of each month a period touches, by (procedure, `ONLINE` or `OTHERWISE`).

    By (procedure, `NONE_ONLINE` or `NONE_OTHERWISE`) there are reports, not applications.
    A month that was read before, alone or within a year, is not read again.
    """
    told, months = tail.read(session).told, _months(first, last)
    missing: dict[date, Tally] = {
        month: Counter() for month in months if (by_way, month) not in told
    }
    if missing:
        for month, procedure, way, count in _read(session, min(missing), max(missing)):
            if month in missing:
                missing[month][procedure, way] += count
        told.update({(by_way, month): found for month, found in missing.items()})
    return [told[by_way, month] for month in months]


def _read(session: Session, first: date, last: date) -> Iterator[tuple[date, str, str, int]]:
    """(first day of the month, procedure, way, count), from the sums and from the tail."""
    is_online = col(DaySum.channel).in_(_CHANNELS)
    keys = (col(DaySum.start), col(DaySum.value))
    sums = [
        sum_of(case((is_way, col(DaySum.count)), else_=0)) for is_way in (is_online, ~is_online)
    ]
    for about, happened in _READ:
        query = select_columns(*keys, *sums).where(
            *in_span(session, about, happened, Span(MONTH, first, last))
        )
        for month, procedure, online, otherwise in session.execute(query.group_by(*keys)):
            if online:
                yield month, procedure, _WAYS[happened, True], online
            if otherwise:
                yield month, procedure, _WAYS[happened, False], otherwise
    kinds = counted(session)
    for key, count in tail.read(session).sums.items():
        if (key.about, key.event) in _READ and key.kind in kinds:
            way = _WAYS[Event(key.event), key.channel in _CHANNELS]
            yield date.fromisoformat(key.start).replace(day=1), key.value, way, count


def _months(first: date, last: date) -> list[date]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return months
