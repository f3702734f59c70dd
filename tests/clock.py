"""Owns the clock of the tests: it stands until a test moves it."""

from datetime import UTC, datetime, timedelta

from app.clock import JST

# A Wednesday, 10:00 in Tokyo: inside office hours, inside the sample intake.
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


def jst(*parts: int) -> datetime:
    """An instant in UTC from year, month, day, … on the clock of Tokyo."""
    return datetime(*parts, tzinfo=JST).astimezone(UTC)


class FakeClock:
    """A clock for `create_app` and everything that asks for one."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The instant it was set to, in UTC."""
        return self.moment

    def set(self, moment: datetime) -> None:
        """Stand at an aware instant."""
        self.moment = moment.astimezone(UTC)

    def advance(self, **delta: float) -> None:
        """Move on by a timedelta's words: `advance(minutes=16)`."""
        self.moment += timedelta(**delta)
