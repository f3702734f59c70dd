"""Owns what time it is: the Clock protocol and the passage between UTC and Asia/Tokyo.

Nothing in the house reads a global "now": a clock enters `create_app` as an argument, so that
tests can stand at 17:14:59. Stored instants are aware and in UTC; days are days in Asia/Tokyo.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

JST: Final = ZoneInfo("Asia/Tokyo")


class Clock(Protocol):
    """Whatever can tell the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine the city hall runs on."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)


def require_utc(instant: datetime) -> datetime:
    """Return `instant` unchanged in meaning and in UTC; ValueError if it is not aware UTC.

    A naive datetime, or one in another offset, is a programming error and never guessed at:
    nine hours' difference would move an arrival to another day.
    """
    if instant.tzinfo is None or instant.utcoffset() != timedelta(0):
        raise ValueError(f"an instant must be aware and in UTC, not {instant!r}")
    return instant.astimezone(UTC)


def to_jst(instant: datetime) -> datetime:
    """Return an aware instant on the wall clock of Asia/Tokyo; ValueError if it is naive."""
    if instant.tzinfo is None:
        raise ValueError(f"a naive datetime has no place on the clock: {instant!r}")
    return instant.astimezone(JST)


def jst_date(instant: datetime) -> date:
    """Return the day in Asia/Tokyo on which an aware instant falls."""
    return to_jst(instant).date()
