"""Owns which hours stamped what is counted: tables and pages name these, not today's."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlmodel import Session

from app.clock import jst_date
from app.office_hours import HoursProfile
from app.statistics import store
from app.statistics.hours_text import hours_text
from app.statistics.models import Selection


@dataclass(frozen=True)
class Stamping:
    """One version of the hours: its week in words, and the days from and until which it held."""

    hours: str
    version: str
    since: date | None
    until: date | None


def stamping(session: Session, selection: Selection) -> tuple[Stamping, ...]:
    """The versions that stamped what is counted, oldest first; of nothing, the one in force."""
    used = {version for (version,) in store.tally(session, selection, "calendar")}
    every = _reigns(selection)
    return tuple(each for each in every if each.version in used) or every[-1:]


def stamped_hours(session: Session, selection: Selection) -> str:
    """Their weeks in words, as a table's label has them: 平日8:30-17:15."""
    return "、のちに".join(dict.fromkeys(each.hours for each in stamping(session, selection)))


def _reigns(selection: Selection) -> tuple[Stamping, ...]:
    history = selection.hours
    if not history:
        return (_told(selection.profile, selection.profile.valid_from, None),)
    starts = [history[0][1].valid_from, *(jst_date(since) for since, _ in history[1:]), None]
    return tuple(
        _told(profile, since, until)
        for (_, profile), (since, until) in zip(history, pairwise(starts), strict=True)
    )


def _told(profile: HoursProfile, since: date | None, until: date | None) -> Stamping:
    return Stamping(hours_text(profile.weekly), profile.version, since, until)
