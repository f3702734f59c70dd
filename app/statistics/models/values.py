"""Owns the values of statistics: what is asked, and how a metric answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Literal

from sqlmodel import Session

from app.catalogue.models import ONLINE_CHANNELS, Channel
from app.clock import JST
from app.i18n.formats import NOTHING as NOTHING
from app.i18n.formats import percent as percent
from app.i18n.formats import share as share
from app.office_hours import HoursProfile

APPLICATIONS = "件"
CHANNEL_NAMES = {
    Channel.OWN: "本システム",
    Channel.NATIONAL_PORTAL: "国のポータル（マイナポータル等）",
    Channel.PREFECTURE: "県・市町村の共同システム",
    Channel.OTHER_ONLINE: "その他のオンライン",
    Channel.COUNTER: "窓口",
    Channel.MAIL: "郵送",
    Channel.PHONE: "電話",
    Channel.CONVENIENCE_STORE: "コンビニ",
}
DEFAULT_CHANNELS = tuple(channel for channel in Channel if channel in ONLINE_CHANNELS)
Cell = str | int


@dataclass(frozen=True)
class Wish:
    """What a reader asked for; None and empty mean the default."""

    first: date | None = None
    last: date | None = None
    procedure: str | None = None
    intake: str | None = None
    channels: tuple[Channel, ...] = ()
    section: str | None = None
    step: str = ""
    compare: str = ""


@dataclass(frozen=True)
class Selection:
    """What is counted: days in Asia/Tokyo, both included, and the hours profile in force."""

    first: date
    last: date
    procedure: str | None
    intake: str | None
    channels: tuple[Channel, ...]
    profile: HoursProfile
    section: str | None = None
    step: str = ""
    """The step of the trend: day, week, month, year; empty for the one that reads well."""
    hours: tuple[tuple[datetime, HoursProfile], ...] = ()
    """The versions of the hours with the instant each came into force; empty: `profile` alone."""

    @property
    def start(self) -> datetime:
        """The first instant that is counted, in UTC."""
        return datetime.combine(self.first, time(), JST).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """The first instant that is no longer counted, in UTC."""
        return datetime.combine(self.last + timedelta(days=1), time(), JST).astimezone(UTC)


@dataclass(frozen=True)
class Table:
    """What a metric answers; page, CSV and print are drawn from it. The first column names rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    has_total: bool = False

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers or shares, which stand on the right."""
        return self._numbers[column]

    @cached_property
    def _numbers(self) -> tuple[bool, ...]:
        """Once a table, not once a cell: a template asks at every cell of thousands of rows."""
        places = range(len(self.columns))
        return tuple(any(_counts(row[place]) for row in self.rows) for place in places)

    def level(self, value: Cell) -> int:
        """The shade of a cell: 0 for nothing, else 1 to 5 in parts of the largest number."""
        if not isinstance(value, int) or value <= 0:
            return 0
        return -(-5 * value // self.largest)

    @cached_property
    def largest(self) -> int:
        """The largest number of the table."""
        cells = (cell for row in self.rows for cell in row[1:])
        return max((cell for cell in cells if isinstance(cell, int)), default=0)


@dataclass(frozen=True)
class Metric:
    """One statistic; its module is its place on the shelf `app/statistics/metrics`."""

    slug: str
    title: str
    unit: str
    order: int
    table: Callable[[Session, Selection], Table]
    shape: Literal["table", "heat-map", "card", "bars", "line", "gauge"] = "table"
    about: str = ""


def _counts(cell: Cell) -> bool:
    return isinstance(cell, int) or cell == NOTHING or cell.endswith("%")
