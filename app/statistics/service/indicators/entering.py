"""Owns who enters what: each indicator's sections, the value that is due, and what is missing.

A section is the one the DX office named, or else each whose name stands in the plan. A clerk enters
values of the sections they work for and of no other.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.accounts import service as accounts
from app.audit import service as audit
from app.city import City
from app.clock import jst_date
from app.errors import NotFound
from app.statistics import periods
from app.statistics.models import Definition, Figure, IndicatorOwner
from app.statistics.service.indicators.editing import Who
from app.statistics.service.indicators.registry import definitions, figures
from app.statistics.store import reports as store

MISSING: Final = "/staff/statistics/indicators/missing"
_BETWEEN: Final = re.compile(r"[・、,，／/\s]+|ほか$")
_OFFERED: Final = {"month": 13, "year": 4}


@dataclass(frozen=True)
class Duty:
    """One indicator with the newest period that has ended, and its value where it is in."""

    definition: Definition
    sections: tuple[tuple[str, str], ...]
    """(code, name) of the sections that enter it."""
    period: str
    figure: Figure | None

    @property
    def is_done(self) -> bool:
        """Whether the period's value is in."""
        return self.figure is not None

    @property
    def period_name(self) -> str:
        """The period in words."""
        return Figure(self.definition.slug, self.period, "", "0").period_name

    @property
    def year(self) -> int:
        """The fiscal year of the period, for whose page the value is asked."""
        first, _ = periods.of_value(self.period)
        return first.year - (first.month < 4)


def duties(
    session: Session, city: City, now: datetime, sections: frozenset[str] | None = None
) -> list[Duty]:
    """What sections enter (None: all of the city); what the product works out nobody enters."""
    names, named = accounts.section_names(session), store.owners(session)
    values = figures(session, city)
    found = []
    for each in definitions(session, city):
        owner = named.get(each.slug)
        codes = (owner.section,) if owner else sections_in(each.section, names)
        is_asked = sections is None or bool(sections & set(codes))
        if not (each.is_entered and is_asked):
            continue
        period = _periods(each.grain, now)[0]
        newest = [f for f in values.get(each.slug, []) if f.period == period]
        own = tuple((code, names.get(code, code)) for code in codes)
        found.append(Duty(each, own, period, newest[0] if newest else None))
    return found


def duty(session: Session, city: City, now: datetime, sections: frozenset[str], slug: str) -> Duty:
    """One of the sections' own indicators; NotFound alike for another's and for none."""
    for each in duties(session, city, now, sections):
        if each.definition.slug == slug:
            return each
    raise NotFound


def sections_in(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The sections that a plan names: 「公園緑地課・維持課」 are two."""
    told = {part for part in _BETWEEN.split(text) if part}
    return tuple(code for code, name in sorted(names.items()) if name in told)


def offered(each: Definition, now: datetime) -> list[tuple[str, str]]:
    """The periods a value can be entered for, newest first, with their names."""
    return [
        (period, Figure(each.slug, period, "", "0").period_name)
        for period in _periods(each.grain, now)
    ]


def due_in(each: Definition, found: Sequence[Figure], now: datetime, year: int) -> str:
    """The period to enter next in a fiscal year: the year, or its newest month without a value.

    Of a month only what has ended counts; where all values are in, the newest can be replaced.
    """
    if each.grain == "year":
        return str(year)
    number = year * 12 + 3
    months = [f"{place // 12}-{place % 12 + 1:02d}" for place in range(number, number + 12)]
    ended = [month for month in months if month < f"{jst_date(now):%Y-%m}"] or months[:1]
    told = {figure.period for figure in found}
    return next((month for month in reversed(ended) if month not in told), ended[-1])


def section_name(session: Session, code: str) -> str:
    """The name of a section."""
    return accounts.section_names(session).get(code, code)


def owner_of(session: Session, slug: str) -> str:
    """The section that was named for an indicator, or nothing."""
    found = store.owners(session).get(slug)
    return found.section if found else ""


def name_owner(session: Session, who: Who, slug: str, section: str) -> bool:
    """Name the section that enters an indicator, or none; False for one there is not."""
    before = store.owners(session).get(slug)
    if section and section not in accounts.section_names(session):
        return False
    if section:
        moment = who.now.replace(microsecond=0)
        row = IndicatorOwner(indicator=slug, section=section, changed_at=moment, changed_by=who.id)
        store.keep(session, row)
    elif before is not None:
        store.remove(session, before)
    audit.record(
        session, who.now, actor=who.id, action="indicator_owner", subject=f"indicator:{slug}",
        detail=section or "-",
    )  # fmt: skip
    return True


def _periods(grain: str, now: datetime) -> list[str]:
    """The periods that have ended, newest first."""
    today = jst_date(now)
    if grain == "year":
        this = today.year - (today.month < 4)
        return [str(this - back) for back in range(1, _OFFERED["year"] + 1)]
    number = today.year * 12 + today.month - 1
    return [
        f"{place // 12}-{place % 12 + 1:02d}"
        for place in range(number - 1, number - 1 - _OFFERED["month"], -1)
    ]
