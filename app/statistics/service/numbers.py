"""Owns answering the DX office: what is selected, every table, the JSON of the off-hours share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from app.accounts import service as accounts
from app.applications.models import Intake
from app.applications.service.intakes import all_intakes
from app.calendar import service as calendar
from app.city import City
from app.clock import jst_date
from app.errors import Unprocessable
from app.office_hours import Reason
from app.statistics import periods, store
from app.statistics.metrics import METRICS
from app.statistics.models import (
    DEFAULT_CHANNELS,
    Metric,
    Selection,
    Table,
    Wish,
    percent,
    share,
)
from app.statistics.office_time import OfficeTime, days_open, office_time
from app.statistics.split import shortened
from app.statistics.stamped_hours import Stamping, stamping

# The national holidays are computed for these years and some beyond.
FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2140
# Three years by day, twenty by week.
MOST_STEPS: Final = 1_100
_DAYS_OF_STEP: Final = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True)
class OffHours:
    """The off-hours share in numbers, as `/api/v1/statistics/off-hours` tells it."""

    selection: Selection
    by_reason: Mapping[Reason, int]
    open_days: int

    @property
    def inside(self) -> int:
        """Applications inside office hours."""
        return sum(count for reason, count in self.by_reason.items() if reason.is_inside)

    @property
    def total(self) -> int:
        """All applications with a stamp."""
        return sum(self.by_reason.values())

    @property
    def outside(self) -> int:
        """Applications outside office hours."""
        return self.total - self.inside

    @property
    def outside_percent(self) -> str:
        """The off-hours share with its sign."""
        return percent(self.outside, self.total)

    def as_json(self) -> dict[str, object]:
        """The answer of `/api/v1/statistics/off-hours`, whose names others rely on."""
        return {
            "total": self.total,
            "off_hours": {"count": self.outside, "share": share(self.outside, self.total)},
            "in_hours": {"count": self.inside, "share": share(self.inside, self.total)},
            "by_reason": {reason.value: count for reason, count in self.by_reason.items()},
            "open_days": self.open_days,
            "unit": "application",
            "profile": self.selection.profile.name,
            "from": self.selection.first.isoformat(),
            "to": self.selection.last.isoformat(),
        }


@dataclass(frozen=True)
class Dashboard:
    """All the page shows of one selection."""

    selection: Selection
    tables: tuple[tuple[Metric, Table], ...]
    numbers: OffHours
    office_time: OfficeTime
    without_time: int
    hours: tuple[Stamping, ...]
    procedures: tuple[tuple[str, str], ...]
    intakes: tuple[Intake, ...]
    sections: tuple[tuple[str, str], ...]
    against: OffHours | None
    as_of: datetime


def problems(session: Session, wish: Wish) -> list[str]:
    """What cannot be answered in a wish, in words; empty when it can."""
    found = []
    if any(day and not FIRST_YEAR <= day.year <= LAST_YEAR for day in (wish.first, wish.last)):
        found.append(f"期間は{FIRST_YEAR}年から{LAST_YEAR}年までの間にしてください")
    if wish.first and wish.last and wish.first > wish.last:
        found.append("期間の終わりは、始まりと同じ日か、それより後にしてください")
    if wish.procedure and not store.is_procedure(session, wish.procedure):
        found.append("その手続はありません")
    return found


def page_problems(session: Session, selection: Selection, compare: str) -> list[str]:
    """What a page cannot show: what there is none of, too long a trend, a period out of reach."""
    found = []
    if selection.intake and selection.intake not in {each.id for each in all_intakes(session)}:
        found.append("その募集はありません")
    if selection.section and selection.section not in accounts.section_names(session):
        found.append("その課はありません")
    days = (selection.last - selection.first).days + 1
    if days // _DAYS_OF_STEP.get(selection.step, days) > MOST_STEPS:
        found.append(
            f"動きの刻みが細かすぎます（{MOST_STEPS:,}行まで）。期間を短くするか、"
            "刻みを「期間に合わせる」にしてください"
        )
    if compare:
        first, last = periods.other(selection, compare)
        if first.year < FIRST_YEAR or last.year > LAST_YEAR:
            found.append(
                f"比べる期間が{FIRST_YEAR}年から{LAST_YEAR}年までに入りません。"
                "期間を短くするか、別の期間と比べてください"
            )
    return found


def select(session: Session, city: City, now: datetime, wish: Wish) -> Selection:
    """The wish with its defaults filled: from the first counted day to today."""
    told = problems(session, wish)
    if told:
        raise Unprocessable(told[0])
    channels = wish.channels or DEFAULT_CHANNELS
    today = jst_date(now)
    last = wish.last or max(today, wish.first or today)
    profile = calendar.in_force(session, city)
    whole = Selection(
        date(FIRST_YEAR, 1, 1),
        last,
        wish.procedure,
        wish.intake,
        channels,
        profile,
        wish.section,
        wish.step,
        calendar.history(session, city),
    )
    first = wish.first or store.first_day(session, whole)
    return replace(whole, first=min(first or last, last))


def off_hours(session: Session, selection: Selection) -> OffHours:
    """The numbers of the off-hours share."""
    return OffHours(selection, store.by_reason(session, selection), days_open(selection))


def compared(session: Session, selection: Selection, compare: str) -> OffHours | None:
    """The same numbers of the period that a selection is compared with."""
    if not compare:
        return None
    first, last = periods.other(selection, compare)
    return off_hours(session, replace(selection, first=first, last=last))


def dashboard(
    session: Session, selection: Selection, now: datetime, compare: str = ""
) -> Dashboard:
    """Every metric of the shelf for one selection, and what the selectors offer."""
    return Dashboard(
        selection,
        tuple((m, shortened(m.table(session, selection))) for m in METRICS.values()),
        off_hours(session, selection),
        office_time(selection),
        store.without_time(session, selection),
        stamping(session, selection),
        tuple(store.procedures_seen(session)),
        tuple(all_intakes(session)),
        tuple(sorted(accounts.section_names(session).items())),
        compared(session, selection, compare),
        now,
    )
