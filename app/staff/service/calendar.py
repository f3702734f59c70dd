"""Owns the verbs of the calendar page: special days, weekly hours, holidays; and what it shows.

Each change records a new version and an audit entry. What has arrived keeps the version it was
stamped by, so that no change of hours ever changes a number that was counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from app.audit import service as audit
from app.calendar import service as calendar
from app.city import City
from app.clock import jst_date
from app.errors import NotFound, Unprocessable
from app.office_hours import HolidayTable, HoursProfile, SpecialDay, WeeklyPattern
from app.staff.service.calendar_forms import DAY_NAMES, KINDS, period_text

_ONE_DAY: Final = timedelta(days=1)
_AHEAD: Final = 366
_WEEK: Final = "".join(DAY_NAMES.values())


class NothingChanges(Unprocessable):
    """A change after which the office is open exactly when it was."""

    message = "今の暦と同じで、変わるところがありません"


class OpenOrShutAnyway(NothingChanges):
    """A special day that opens what is open or shuts what is shut."""

    message = (
        "この日の開庁時間が変わりません（もともと開いているか閉まっているか、同じものがあります）"
    )


class GoneBy(Unprocessable):
    """A special day of the past: arrivals were stamped by it."""

    message = "過ぎた日のものは取り消せません（届いた申請の判定に使われています）"


@dataclass(frozen=True)
class Editor:
    """Who changes the calendar of which city, when, and the version they looked at."""

    city: City
    actor: str
    now: datetime
    seen: str


@dataclass(frozen=True)
class Ahead:
    """One row of the months ahead: a holiday, or a special day with its key."""

    day: date
    sort: str
    text: str
    key: str = ""

    @property
    def day_text(self) -> str:
        """The day with its weekday."""
        return day_text(self.day)


def add_special(session: Session, editor: Editor, special: SpecialDay) -> HoursProfile:
    """Open or shut the office on one day, or for part of it."""
    profile = calendar.held(session, editor.city, seen=editor.seen)
    changed = replace(profile, specials=(*profile.specials, special))
    if changed.open_periods(special.day) == profile.open_periods(special.day):
        raise OpenOrShutAnyway
    note = f"{special_text(special)}を加える：{special.note}"
    return _record(session, editor, changed, "calendar_special_added", (key_of(special), note))


def take_back(session: Session, editor: Editor, key: str) -> HoursProfile:
    """Take a special day back, as long as it is not gone by."""
    profile = calendar.held(session, editor.city, seen=editor.seen)
    special = special_of(profile, key)
    if special.day < jst_date(editor.now):
        raise GoneBy
    left = tuple(each for each in profile.specials if key_of(each) != key)
    changed = replace(profile, specials=left)
    note = f"{special_text(special)}を取り消す"
    return _record(session, editor, changed, "calendar_special_taken_back", (key, note))


def change_hours(
    session: Session, editor: Editor, weekly: WeeklyPattern, *, note: str
) -> HoursProfile:
    """Keep other weekly hours, from this instant on."""
    profile = calendar.held(session, editor.city, seen=editor.seen)
    if weekly == profile.weekly:
        raise NothingChanges
    changed = replace(profile, weekly=weekly)
    detail = " ".join(f"{day}:{','.join(each)}" for day, each in weekly.dump().items())
    return _record(
        session, editor, changed, "calendar_hours_changed", (detail, f"開庁時間を変える：{note}")
    )


def take_over_holidays(session: Session, editor: Editor, table: HolidayTable) -> HoursProfile:
    """Let the holidays of a file rule the years it covers."""
    profile = calendar.held(session, editor.city, seen=editor.seen)
    holidays = table.over(profile.holidays)
    if holidays == profile.holidays:
        raise NothingChanges
    changed = replace(profile, holidays=holidays)
    years = f"{table.years[0]}-{table.years[-1]}"
    note = f"祝日のファイルを取り込む：{years}年"
    detail = f"{years} {len(table.rows)}"
    return _record(session, editor, changed, "calendar_holidays_taken_over", (detail, note))


def moved_days(profile: HoursProfile, table: HolidayTable, today: date) -> list[Ahead]:
    """The days from today on that a file would close or open, against the rules in force."""
    merged = table.over(profile.holidays)
    end = date(max(table.years) + 1, 1, 1)
    days = (today + _ONE_DAY * n for n in range(max((end - today).days, 0)))
    return [
        Ahead(day, "祝日になる" if merged.name(day) else "祝日でなくなる", after or before or "")
        for day in days
        for before, after in [(profile.holidays.name(day), merged.name(day))]
        if (before is None) != (after is None)
    ]


def months_ahead(profile: HoursProfile, today: date) -> list[Ahead]:
    """The holidays of the next twelve months and every special day from today on."""
    days = [today + _ONE_DAY * n for n in range(_AHEAD)]
    named = ((day, profile.holidays.name(day)) for day in days)
    holidays = [Ahead(day, "祝日", name) for day, name in named if name]
    specials = [each for each in _specials(profile) if each.day >= today]
    return sorted([*holidays, *specials], key=lambda each: (each.day, each.sort))


def specials_gone_by(profile: HoursProfile, today: date) -> list[Ahead]:
    """The special days before today, newest first."""
    return [each for each in reversed(list(_specials(profile))) if each.day < today]


def week_text(profile: HoursProfile) -> list[tuple[str, str]]:
    """Each weekday with its hours in words."""
    return [
        (f"{name}曜日", "、".join(map(period_text, periods)) or "閉庁")
        for name, periods in zip(_WEEK, profile.weekly.days, strict=True)
    ]


def year_end_text(profile: HoursProfile) -> str:
    """The year-end rest in words."""
    rest = profile.year_end
    return f"{rest.first[0]}月{rest.first[1]}日から{rest.last[0]}月{rest.last[1]}日まで"


def special_of(profile: HoursProfile, key: str) -> SpecialDay:
    """The special day of a key; raises NotFound."""
    for special in profile.specials:
        if key_of(special) == key:
            return special
    raise NotFound


def key_of(special: SpecialDay) -> str:
    """How a special day is named in an address: 2026-11-29_special_opening_08:30-12:00."""
    return f"{special.day.isoformat()}_{special.kind}_{special.period or 'all'}"


def special_text(special: SpecialDay) -> str:
    """A special day in words: 2026年11月29日（日）8:30〜12:00 臨時の開庁."""
    return f"{day_text(special.day)}{_hours_text(special)} {KINDS[special.kind]}"


def day_text(day: date) -> str:
    """A day with its weekday: 2026年11月29日（日）."""
    return f"{day.year}年{day.month}月{day.day}日（{_WEEK[day.weekday()]}）"


def _specials(profile: HoursProfile) -> Iterator[Ahead]:
    for special in profile.specials:
        text = f"{_hours_text(special)} {special.note}"
        yield Ahead(special.day, KINDS[special.kind], text, key_of(special))


def _hours_text(special: SpecialDay) -> str:
    return period_text(special.period) if special.period else "終日"


def _record(
    session: Session, editor: Editor, profile: HoursProfile, action: str, words: tuple[str, str]
) -> HoursProfile:
    """Keep the version with its note, and the audit entry with its detail."""
    detail, note = words
    made = calendar.record_version(
        session, profile, editor.now, actor=editor.actor, note=note[:200]
    )
    audit.record(
        session, editor.now, actor=editor.actor, action=action,
        subject=f"calendar:{made.version}", detail=f"{detail} | {editor.seen}",
    )  # fmt: skip
    return made
