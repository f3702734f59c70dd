"""Owns the indicators as open data: what the plan itself published, and the years that are closed.

Closing a year is the deed by which a value is final for ever (yearly snapshot); nothing else a
section typed in leaves the house. Counts of people or applications under 5 are held back, and so is
a share made of such a count.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session

from app.city import City
from app.clock import to_jst
from app.statistics.models import Figure
from app.statistics.models.registry import AS_WRITTEN
from app.statistics.service.csv_text import csv_text
from app.statistics.service.indicators import closing, registry
from app.statistics.service.open_data import SMALL, SMALLEST

COLUMNS: Final = (
    "municipality_code", "indicator", "name", "definition", "unit", "period", "item", "value",
    "status", "closed_on", "target", "target_year", "section", "source",
)  # fmt: skip
_COUNTS: Final = frozenset({"件", "人", "組", "世帯"})


def indicators_csv(session: Session, city: City) -> str:
    """Every published value, one row each."""
    return csv_text(COLUMNS, (tuple(row.values()) for row in _rows(session, city)))


def indicators_json(session: Session, city: City) -> dict[str, object]:
    """The same for programs."""
    items = list(_rows(session, city))
    return {
        "municipality": {"code": city.code, "name": city.name}, "is_sample": city.sample,
        "total": len(items), "items": items,
    }  # fmt: skip


def changed_at(session: Session) -> datetime | None:
    """When the newest year was closed."""
    return max((row.taken_at for row, holds in closing.all_closed(session) if holds), default=None)


def told(value: str, part: str, whole: str, unit: str) -> str:
    """A value as it may be published."""
    if whole and part:
        smallest = min(Decimal(part), Decimal(whole) - Decimal(part))
        # Nobody, or everybody, is told too: the next year's difference would name the first one.
        return SMALL if smallest < SMALLEST else value
    return SMALL if unit in _COUNTS and Decimal(value) < SMALLEST else value


def _rows(session: Session, city: City) -> Iterator[dict[str, str]]:
    for each in city.kpi:
        known = registry.shipped_definition(city, each.key)
        for figure in registry.published(city, each.key) if known else ():
            yield _row(city, registry.as_cells(known) if known else {}, figure, "published", "")
    for row, holds in reversed(closing.all_closed(session)):
        if holds:
            day = to_jst(row.taken_at).date().isoformat()
            body = closing.closed(session, row.year).body
            for cells in body["indicators"]:
                for value in _of_year(cells, row.year):
                    yield _row(city, cells, Figure(**value), "final", day)


def _of_year(cells: Mapping[str, Any], year: int) -> Iterator[dict[str, str]]:
    """The final values a year's record holds of that very year."""
    for value in cells["values"]:
        period = str(value["period"])
        if value["status"] != "final" or period == AS_WRITTEN:
            continue
        known, _, month = period.partition("-")
        if int(known) - (bool(month) and int(month) < 4) == year:
            yield dict(value)


def _row(
    city: City, cells: Mapping[str, Any], figure: Figure, status: str, closed_on: str
) -> dict[str, str]:
    source = f"{cells['source']} {cells['page']}".strip()
    values = (
        city.code, cells["slug"], cells["name"], cells["definition"], cells["unit"],
        "" if figure.period == AS_WRITTEN else figure.period, figure.item,
        figure.value if status == "published"
        else told(figure.value, figure.part, figure.whole, str(cells["unit"])),
        status, closed_on, cells["target"], cells["target_year"], cells["section"], source,
    )  # fmt: skip
    return dict(zip(COLUMNS, map(str, values), strict=True))
