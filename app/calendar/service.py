"""Owns keeping calendar versions and handing out the rules in force."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from app.calendar import store
from app.calendar.models import CalendarVersion
from app.city import City, statistics_hours
from app.errors import Conflict
from app.office_hours import HoursProfile, document

_MOST_KEPT: Final = 32
# A version never changes, and its id holds the fingerprint of its document.
_read: dict[str, HoursProfile] = {}


class CalendarMissing(RuntimeError):
    """No version was ever recorded for a profile: `tenohira migrate` was not run."""


class CalendarMoved(Conflict):
    """Somebody else recorded a version since the page was made."""

    message = "ほかの管理者が、先に暦を変えました"


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of them all; `by` is an account, `migrate` or another program."""

    id: str
    note: str
    at: datetime
    by: str


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
    last = store.newest(session, profile.name)
    # The newest version is the one in force, so none may share its second or come before it.
    moment = max(now, last.recorded_at + timedelta(seconds=1)) if last else now
    versioned = replace(profile, version=f"{moment:%Y%m%dT%H%M%S}-{mark}")
    row = CalendarVersion(
        id=versioned.version, profile=profile.name, document=document.dump(versioned), note=note,
        recorded_at=moment, recorded_by=actor,
    )  # fmt: skip
    store.add(session, row)
    return versioned


def in_force(session: Session, city: City, *, seen: str | None = None) -> HoursProfile:
    """The rules that stamp an arrival now; `seen` is their version if it was just asked for."""
    ident = seen or store.newest_id(session, city.statistics_profile)
    if ident and (known := _read.get(ident)):
        return known
    row = store.newest(session, city.statistics_profile)
    if row is None:
        raise CalendarMissing(city.statistics_profile)
    return _load(row)


def history(session: Session, city: City) -> tuple[tuple[datetime, HoursProfile], ...]:
    """Every version with the instant from which it was in force, oldest first."""
    rows = store.all_versions(session, city.statistics_profile)
    return tuple((row.recorded_at, _load(row)) for row in rows)


def held(session: Session, city: City, *, seen: str) -> HoursProfile:
    """The rules in force, for changing: nobody else changes them until the transaction ends.

    Raises CalendarMoved unless they are the version that was seen.
    """
    store.hold(session, city.statistics_profile)
    profile = in_force(session, city)
    if profile.version != seen:
        raise CalendarMoved
    return profile


def versions(session: Session, city: City, *, limit: int) -> list[VersionLine]:
    """The versions ever recorded, newest first."""
    found = store.lines(session, city.statistics_profile, limit)
    return [VersionLine(*line) for line in found]


def _load(row: CalendarVersion) -> HoursProfile:
    found = _read.get(row.id) or document.load(row.document)
    if len(_read) >= _MOST_KEPT:
        _read.clear()
    _read[row.id] = found
    return found
