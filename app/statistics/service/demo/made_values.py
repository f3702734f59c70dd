"""Owns the demonstration's values of a plan: they move from where a plan stood, never a target."""

import random
from collections.abc import Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from app.city import City, Indicator
from app.clock import jst_date
from app.statistics.models import IndicatorValue
from app.statistics.store.demo import STATUS

_YEARS: Final = (2, 1)
"""Fiscal years that have ended, counted back from this one."""
_WAY: Final = {2: Decimal("0.08"), 1: Decimal("0.22")}
_FROM_NOTHING: Final = {2: Decimal("0.52"), 1: Decimal("0.64")}
_LARGE: Final = {"visitors": 41_000, "printouts": 920_000, "facility-booking": 5_200,
                 "library-booking": 14_500, "gis-access": 61_000,
                 "convenience-certificates": 8_300}  # fmt: skip
_FEW: Final = {"種類": (6, 24), "システム": (8, 20), "業務": (20, 90), "か所": (15, 120)}
"""Between how many there are of what a city has few of, by unit."""
_NOTE: Final = "見本の値。本当の実績ではありません"


def values(city: City, now: datetime) -> list[IndicatorValue]:
    """Values of the years and months that have ended, for each indicator that people fill in."""
    return [row for each in city.kpi for row in _of(each, now)]


def _of(each: Indicator, now: datetime) -> Iterator[IndicatorValue]:
    is_filled = any(figure.item for figure in each.figures)
    is_told = each.target is None and _known(each) is not None
    if each.metric or is_filled or is_told or not each.unit:
        return
    dice = random.Random(each.key)
    if each.grain == "month":
        size = _LARGE.get(each.key, dice.choice((60, 120, 340)))
        for place, month in enumerate(_months(now)):
            wave = Decimal(str(1 + dice.uniform(-0.12, 0.12))) - Decimal(place) / 250
            yield _row(each, month, Decimal(size) * wave, now)
        return
    this = _fiscal_year(jst_date(now))
    for back in _YEARS:
        yield _row(each, str(this - back), _moved(each, dice, back), now)


def _moved(each: Indicator, dice: random.Random, back: int) -> Decimal:
    """A part of the way from where the plan stood to its target; without a target, a level."""
    stood, goal = each.baseline or _known(each), each.target
    if stood is not None and goal is not None:
        return stood + (goal - stood) * _WAY[back]
    if goal is not None:
        return goal * _FROM_NOTHING[back]
    low, high = (45, 70) if each.unit == "%" else _FEW.get(each.unit, (40, 900))
    return Decimal(dice.randrange(low, high)) * (1 - Decimal(back) / 20)


def _known(each: Indicator) -> Decimal | None:
    """What the city's own documents say, by value or as a share."""
    for figure in each.figures:
        if not figure.item and figure.part is not None and figure.whole:
            return Decimal(100) * figure.part / figure.whole
        if not figure.item and figure.value is not None:
            return figure.value
    return None


def _months(now: datetime) -> list[str]:
    """The months since April of last fiscal year that have ended."""
    today = jst_date(now)
    found, day = [], date(_fiscal_year(today) - 1, 4, 1)
    while (day.year, day.month) < (today.year, today.month):
        found.append(f"{day:%Y-%m}")
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return found


def _row(each: Indicator, period: str, value: Decimal, now: datetime) -> IndicatorValue:
    places = Decimal("0.1") if each.unit in ("%", "点") else Decimal(1)
    told = value.quantize(places, ROUND_HALF_UP)
    return IndicatorValue(
        indicator=each.key, period=period, item="", value=f"{told:f}", status=STATUS, note=_NOTE,
        changed_at=now.replace(microsecond=0), changed_by="demo",
    )  # fmt: skip


def _fiscal_year(day: date) -> int:
    return day.year - (day.month < 4)
