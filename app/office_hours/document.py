"""Owns the stored form of an hours profile: one JSON document for each calendar version.

A stored document must still be read years later, when an old arrival is explained, so `format`
says how it is written and every holiday that ruled is in it.
"""

import hashlib
import json
from dataclasses import replace
from datetime import date, time
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.office_hours.holiday_table import HolidayTable
from app.office_hours.pattern import WeeklyPattern
from app.office_hours.rules import HoursProfile, MonthDay, SpecialDay, SpecialKind, YearEnd

FORMAT: Final = 1


class ProfileDocumentError(ValueError):
    """A stored profile that cannot be read; the message names the key."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class _YearEnd(_Part):
    first: Annotated[str, Field(pattern=r"^\d\d-\d\d$")]
    last: Annotated[str, Field(pattern=r"^\d\d-\d\d$")]


class _Holidays(_Part):
    years: tuple[int, ...] = ()
    days: dict[date, str] = {}


class _Special(_Part):
    day: date
    kind: SpecialKind
    opens: time | None = Field(default=None, alias="from")
    closes: time | None = Field(default=None, alias="to")
    note: str = ""


class _Document(_Part):
    format: Literal[1]
    name: str
    version: str
    valid_from: date | None
    weekly: dict[str, tuple[str, ...]]
    year_end: _YearEnd
    holidays: _Holidays
    specials: tuple[_Special, ...]


def dump(profile: HoursProfile) -> str:
    """Return a profile as canonical JSON: equal profiles give equal text."""
    document = _Document(
        format=FORMAT,
        name=profile.name,
        version=profile.version,
        valid_from=profile.valid_from,
        weekly={day: tuple(periods) for day, periods in profile.weekly.dump().items()},
        year_end=_YearEnd(
            first=_month_day(profile.year_end.first), last=_month_day(profile.year_end.last)
        ),
        holidays=_Holidays(years=profile.holidays.years, days=dict(profile.holidays.rows)),
        specials=tuple(
            _Special(day=s.day, kind=s.kind, opens=s.opens, closes=s.closes, note=s.note)
            for s in profile.specials
        ),
    )
    content = document.model_dump(mode="json", by_alias=True)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(text: str) -> HoursProfile:
    """Read what `dump` wrote; ProfileDocumentError otherwise."""
    try:
        return _profile(_Document.model_validate_json(text))
    except ValidationError as error:
        problems = (
            f"{'.'.join(map(str, p['loc'])) or 'document'}: {p['msg']}" for p in error.errors()
        )
        raise ProfileDocumentError("; ".join(problems)) from error
    except ValueError as error:
        raise ProfileDocumentError(str(error)) from error


def fingerprint(profile: HoursProfile) -> str:
    """Return the sha256 of the rules alone: two versions with the same rules share it."""
    return hashlib.sha256(dump(replace(profile, version="")).encode()).hexdigest()


def _profile(document: _Document) -> HoursProfile:
    holidays = document.holidays
    stray = sorted(day for day in holidays.days if day.year not in holidays.years)
    if stray:
        raise ValueError(f"holidays.days: {stray[0]} lies in a year the table does not cover")
    return HoursProfile(
        name=document.name,
        weekly=WeeklyPattern.parse(document.weekly),
        version=document.version,
        year_end=YearEnd(
            _read_month_day(document.year_end.first), _read_month_day(document.year_end.last)
        ),
        holidays=HolidayTable(holidays.years, tuple(sorted(holidays.days.items()))),
        specials=tuple(
            SpecialDay(s.day, s.kind, s.opens, s.closes, s.note) for s in document.specials
        ),
        valid_from=document.valid_from,
    )


def _month_day(value: MonthDay) -> str:
    return f"{value[0]:02d}-{value[1]:02d}"


def _read_month_day(text: str) -> MonthDay:
    return int(text[:2]), int(text[3:])
