"""Owns the page of a season: an intake as it runs, beside the same days of an earlier year."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from app.accounts import service as accounts
from app.applications.models import Intake
from app.applications.service import intakes
from app.applications.service.season import report
from app.catalogue import service as catalogue
from app.catalogue.models import Channel
from app.city import City
from app.clock import jst_date, to_jst
from app.crypto import Keys
from app.journal.models import DeviceClass
from app.statistics import store
from app.statistics.drawing import Drawing, drawn
from app.statistics.metrics import METRICS
from app.statistics.metrics.by_device import NAMES as DEVICES
from app.statistics.models import Metric, Selection, Table, Wish
from app.statistics.office_time import OfficeTime, office_time
from app.statistics.service.numbers import OffHours, off_hours, select
from app.statistics.stamped_hours import stamped_hours
from app.statistics.store import season as rows

_YEARS_BACK: Final = 8
_SPLITS: Final = ("by-language", "by-device", "by-channel", "by-reason")
_HOURS: Final = 24


@dataclass(frozen=True)
class Side:
    """One of the two seasons: its numbers, its table, its map of the week."""

    name: str
    selection: Selection
    numbers: OffHours
    office_time: OfficeTime
    table: Table
    week: Table
    heat: Drawing | None
    splits: tuple[tuple[Metric, Table], ...]
    hours: str
    """The hours that stamped what is counted, in words."""


@dataclass(frozen=True)
class Season:
    """All the page shows of an intake."""

    intake: Intake
    now: Side
    before: Side | None
    so_far: OffHours | None
    """The earlier year up to the day that is as far into it as today is; None when it is over."""
    last_day: Table
    drafts: tuple[tuple[str, int], ...]
    corrections: tuple[tuple[str, int, int], ...]
    times: tuple[tuple[str, str], ...]
    as_of: datetime

    @property
    def open_drafts(self) -> int:
        """Drafts that may still be sent."""
        return sum(count for _, count in self.drafts)


def seasons(session: Session) -> list[Intake]:
    """Every intake, newest first."""
    return intakes.all_intakes(session)


def season(session: Session, city: City, keys: Keys, now: datetime, ident: str) -> Season:
    """One intake, live; raises NotFound."""
    intake = intakes.get(session, ident)
    first, last = jst_date(intake.opens_at), jst_date(intake.closes_at)
    today = jst_date(now)
    wish = Wish(first, max(first, min(last, today)), intake.procedure, ident, tuple(Channel))
    selection = select(session, city, now, wish)
    drafts = rows.open_drafts(session, ident, now)
    before = _before(session, selection, last)
    return Season(
        intake, _side(session, intake.name, selection), before,
        _so_far(session, selection, before, today),
        _last_day(session, selection, now),
        tuple((DEVICES[DeviceClass(name)], count) for name, count in sorted(drafts.items())),
        _corrections(session, intake, selection), _times(session, keys, intake), now,
    )  # fmt: skip


def _corrections(
    session: Session, intake: Intake, selection: Selection
) -> tuple[tuple[str, int, int], ...]:
    """By the label of each field, as the form is now."""
    labels = report.labels(catalogue.current_form(session, intake.form))
    found = rows.corrections(session, selection)
    return tuple((labels.get(field, field), asked, changed) for field, asked, changed in found)


def _times(session: Session, keys: Keys, intake: Intake) -> tuple[tuple[str, str], ...]:
    """How long it took, of the applications that are still kept."""
    sections = frozenset(accounts.section_names(session))
    found = report.of_intake(session, keys, intake, sections=sections)
    return (
        ("到達から受付まで", found.days_to_accept), ("到達から決定まで", found.days_to_decide),
        ("補正を求めてから届くまで", found.days_to_correct),
    )  # fmt: skip


def _side(session: Session, name: str, selection: Selection) -> Side:
    heat = METRICS["heat-map"]
    week = heat.table(session, selection)
    return Side(
        name, selection, off_hours(session, selection), office_time(selection),
        METRICS["off-hours"].table(session, selection),
        week, drawn(heat, week, selection),
        tuple((METRICS[slug], METRICS[slug].table(session, selection)) for slug in _SPLITS),
        stamped_hours(session, selection),
    )  # fmt: skip


def _before(session: Session, selection: Selection, last: date) -> Side | None:
    """The latest earlier year in whose same days anything arrived; imports have no intake."""
    for years in range(1, _YEARS_BACK + 1):
        found = replace(
            selection, intake=None, first=_years_before(selection.first, years),
            last=_years_before(last, years),
        )  # fmt: skip
        if store.tally(session, found):
            return _side(session, f"{found.first.year}年の同じ時期", found)
    return None


def _so_far(
    session: Session, selection: Selection, before: Side | None, today: date
) -> OffHours | None:
    if before is None or selection.last < today:
        return None
    last = before.selection.first + (selection.last - selection.first)
    if last >= before.selection.last:
        return None
    return off_hours(session, replace(before.selection, last=last))


def _years_before(day: date, years: int) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if is_leap_day else day.day)


def _last_day(session: Session, selection: Selection, now: datetime) -> Table:
    """Arrivals of each of the last 24 hours, the present one last."""
    end = to_jst(now).replace(minute=0, second=0, microsecond=0)
    days = replace(selection, first=(end - timedelta(days=1)).date(), last=end.date())
    counts: Counter[tuple[str, int]] = Counter()
    for (day, slot), count in store.tally(session, days, "day", "slot").items():
        counts[day, int(slot) % 288 // 12] += count
    hours = [end - timedelta(hours=back) for back in range(_HOURS - 1, -1, -1)]
    return Table(
        ("時台", "届いた件数"),
        tuple(
            (f"{hour.day}日 {hour.hour}時", counts[hour.date().isoformat(), hour.hour])
            for hour in hours
        ),
    )


__all__ = ["Season", "Side", "season", "seasons"]
