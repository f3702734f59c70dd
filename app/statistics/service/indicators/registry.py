"""Owns reading the registry: what the city profile ships, and what the city put in its place."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from app.city import City, Indicator
from app.errors import NotFound
from app.statistics.models import Definition, Figure, IndicatorRow, IndicatorValue, share
from app.statistics.models.registry import AS_WRITTEN
from app.statistics.store import indicators as store

CELLS: Final = tuple(each.name for each in fields(Definition))
FIGURE_CELLS: Final = tuple(each.name for each in fields(Figure))


def definitions(session: Session, city: City, *, retired: bool = False) -> list[Definition]:
    """Every indicator, those of the plan first and in its order, then the city's own by slug."""
    rows = store.rows(session)
    shipped = [
        _of_row(rows.pop(each.key)) if each.key in rows else _of_profile(each) for each in city.kpi
    ]
    found = shipped + [_of_row(rows[slug]) for slug in sorted(rows)]
    return [each for each in found if retired or not each.is_retired]


def definition(session: Session, city: City, slug: str) -> Definition:
    """One indicator, retired or not; NotFound where there is none."""
    for each in definitions(session, city, retired=True):
        if each.slug == slug:
            return each
    raise NotFound


def figures(session: Session, city: City, slug: str = "") -> dict[str, list[Figure]]:
    """The values by indicator, oldest first; what a document gave without a time comes first."""
    found: dict[tuple[str, str, str], Figure] = {}
    for each in city.kpi:
        if slug in ("", each.key):
            found |= {(f.indicator, f.period, f.item): f for f in _figures_of(each)}
    for row in store.values(session, slug):
        found[row.indicator, row.period, row.item] = _figure(row)
    ordered = sorted(found.values(), key=lambda f: (f.indicator, f.period != AS_WRITTEN, f.period))
    by_indicator: dict[str, list[Figure]] = {}
    for figure in ordered:
        by_indicator.setdefault(figure.indicator, []).append(figure)
    return by_indicator


def shipped_definition(city: City, slug: str) -> Definition | None:
    """What the profile ships for a slug, whatever the city made of it."""
    return next((_of_profile(each) for each in city.kpi if each.key == slug), None)


def published(city: City, slug: str) -> list[Figure]:
    """The values a city's own documents tell."""
    return [figure for each in city.kpi if each.key == slug for figure in _figures_of(each)]


def as_cells(figure_or_definition: Definition | Figure) -> Mapping[str, str]:
    """All of it as text, for files and audit records."""
    return {
        each.name: _cell(getattr(figure_or_definition, each.name))
        for each in fields(figure_or_definition)
    }


def plain(number: Decimal | None) -> str:
    """A decimal as it is written in a cell: no exponent, no needless zeros."""
    if number is None:
        return ""
    told = f"{number:f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def _of_row(row: IndicatorRow) -> Definition:
    return Definition(**{name: getattr(row, name) for name in CELLS})


def _of_profile(each: Indicator) -> Definition:
    return Definition(
        slug=each.key, name=each.name, five_less=each.five_less, value_class=each.value_class,
        unit=each.unit, target=plain(each.target), target_year=each.target_year or "",
        direction=each.direction, section=each.section, source=each.source, page=each.page,
        definition=each.definition, note=each.note, grain=each.grain, metric=each.metric,
    )  # fmt: skip


def _figures_of(each: Indicator) -> list[Figure]:
    found = [
        Figure(
            each.key, figure.period, figure.item,
            share(int(figure.part), int(figure.whole)) if figure.part is not None
            and figure.whole is not None else plain(figure.value),
            plain(figure.part), plain(figure.whole), "published", figure.note,
        )
        for figure in each.figures
    ]  # fmt: skip
    if each.baseline is not None:
        found.append(
            Figure(each.key, AS_WRITTEN, "", plain(each.baseline), status="published",
                   note="計画に書かれた現状値"),
        )  # fmt: skip
    return found


def _figure(row: IndicatorValue) -> Figure:
    return Figure(**{name: getattr(row, name) for name in FIGURE_CELLS})


def _cell(value: object) -> str:
    return ("1" if value else "0") if isinstance(value, bool) else str(value)
