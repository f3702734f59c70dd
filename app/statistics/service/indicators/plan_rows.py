"""Owns the check of a city's plan row by row: which figure tells of it, or why there is none."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.city import City
from app.statistics.metrics import METRICS
from app.statistics.service.indicators.plan import NO_TARGET, Tile, Worked, aim, plan


@dataclass(frozen=True)
class Told:
    """One figure of a row, as it is now."""

    name: str
    address: str
    kind: str
    """Where its value comes from, in words."""
    actual: str
    target: str
    entered_at: str = ""
    """The page where its value is entered; empty for what the product works out."""

    @property
    def aim(self) -> str:
        """The target as a part of a sentence."""
        return aim(self.target)


@dataclass(frozen=True)
class Row:
    """One row of the plan with its figures, or with the reason why it has none."""

    name: str
    figures: tuple[Told, ...]
    reason: str


def rows(session: Session, city: City, now: datetime, year: int | None) -> tuple[int, list[Row]]:
    """The fiscal year, and every row the profile lists, in the plan's order."""
    found = plan(session, city, now, year)
    told = {f"indicator:{tile.definition.slug}": _of_tile(tile) for tile in found.tiles}
    told |= {f"kpi:{each.kpi.slug}": _of_kpi(each, found.year) for each in found.worked}
    told |= {
        f"metric:{slug}": Told(
            metric.title, f"/staff/statistics?period=fy{found.year}#{slug}", "統計の表", "", ""
        )
        for slug, metric in METRICS.items()
    }
    return found.year, [
        Row(row.name, tuple(told[each] for each in row.figures if each in told), row.reason)
        for row in city.plan_rows
    ]


def _of_tile(tile: Tile) -> Told:
    kind = "本システムの計算" if tile.definition.metric else "担当課が入れる値・CSV"
    address = f"/staff/statistics/indicators/{tile.definition.slug}"
    return Told(
        tile.definition.name, address, kind, tile.shown, tile.target,
        address if tile.definition.is_entered else "",
    )  # fmt: skip


def _of_kpi(each: Worked, year: int) -> Told:
    address = f"/staff/statistics/kpis/{each.kpi.slug}?year={year}"
    return Told(each.kpi.title, address, "本システムの計算", each.shown, NO_TARGET)
