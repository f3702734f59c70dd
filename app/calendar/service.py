"""Owns keeping calendar versions and handing out the rules in force."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session

from app.calendar import store
from app.calendar.models import CalendarVersion
from app.city import City, statistics_hours
from app.office_hours import HoursProfile, document


class CalendarMissing(RuntimeError):
    """No version was ever recorded for a profile: `tenohira migrate` was not run."""


def ensure_first_version(session: Session, city: City, now: datetime) -> None:
    """Record the city profile's hours where no version exists yet; never overwrites."""
    if store.newest(session, city.statistics_profile) is None:
        profile = statistics_hours(city, version="")
        record_version(session, profile, now, actor="migrate", note="市の見本プロファイル")


def record_version(
    session: Session, profile: HoursProfile, now: datetime, *, actor: str, note: str = ""
) -> HoursProfile:
    """Keep a changed profile as a new version; earlier stamps keep theirs."""
    mark = document.fingerprint(profile)[:8]
    versioned = replace(profile, version=f"{now:%Y%m%dT%H%M%S}-{mark}")
    row = CalendarVersion(
        id=versioned.version, profile=profile.name, document=document.dump(versioned), note=note,
        recorded_at=now, recorded_by=actor,
    )  # fmt: skip
    store.add(session, row)
    return versioned


def in_force(session: Session, city: City) -> HoursProfile:
    """The rules that stamp an arrival now."""
    row = store.newest(session, city.statistics_profile)
    if row is None:
        raise CalendarMissing(city.statistics_profile)
    return _load(row.id, row.document)


@lru_cache(maxsize=32)
def _load(version: str, text: str) -> HoursProfile:
    return document.load(text)
