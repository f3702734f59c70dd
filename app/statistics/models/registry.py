"""Owns the values of the indicator registry: a definition, a value, and what the product works out.

Words of a class are those of the plans: 5レス and the four Values of Koriyama.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from app.city import City
from app.statistics.models.values import Selection, Table

AS_WRITTEN: Final = "plan"
"""The period of a value whose document names no time."""
FIVE_LESS: Final = {
    "": "（なし）", "paperless": "ペーパーレス", "cashless": "キャッシュレス",
    "counterless": "カウンターレス", "fileless": "ファイルレス", "moveless": "ムーブレス",
}  # fmt: skip
VALUE_CLASSES: Final = {
    "": "（なし）", "convenience": "市民生活の利便性向上",
    "efficiency": "持続可能で効率的な行政運営", "kindness": "人に優しいデジタル化",
    "security": "情報セキュリティの確保",
}  # fmt: skip
DIRECTIONS: Final = {"": "定めなし", "up": "増やす", "down": "減らす", "keep": "保つ"}
GRAINS: Final = {"year": "年度ごと", "month": "月ごと"}
STATUSES: Final = {
    "final": "確定",
    "provisional": "速報",
    "published": "資料の値",
    "demo": "見本の値",
}


@dataclass(frozen=True)
class Definition:
    """One indicator as it is now: shipped with the city, or as the DX office keeps it."""

    slug: str
    name: str
    five_less: str = ""
    value_class: str = ""
    unit: str = ""
    target: str = ""
    target_year: str = ""
    direction: str = ""
    section: str = ""
    source: str = ""
    page: str = ""
    definition: str = ""
    note: str = ""
    grain: str = "year"
    metric: str = ""
    is_retired: bool = False

    @property
    def goal(self) -> Decimal | None:
        """The target as a number; None where the plan sets none."""
        return Decimal(self.target) if self.target else None

    @property
    def is_entered(self) -> bool:
        """Whether people put its values in: it has a unit, and the product does not work it out."""
        return bool(self.unit) and not self.metric


@dataclass(frozen=True)
class Figure:
    """One value of an indicator."""

    indicator: str
    period: str
    item: str
    value: str
    part: str = ""
    whole: str = ""
    status: str = "final"
    note: str = ""

    @property
    def number(self) -> Decimal:
        """The value as a number."""
        return Decimal(self.value)

    @property
    def period_name(self) -> str:
        """The period in words."""
        if self.period == AS_WRITTEN:
            return "資料（時点の記載なし）"
        year, _, month = self.period.partition("-")
        return f"{year}年{int(month)}月" if month else f"{year}年度"


@dataclass(frozen=True)
class Answer:
    """What the product works out for a KPI; without a value it says why there is none."""

    value: Decimal | None
    why: str = ""
    told: str = ""
    """How the value comes about, in numbers."""


@dataclass(frozen=True)
class Span:
    """Whole months that a KPI is asked for, in a city at an instant."""

    city: City
    now: datetime
    selection: Selection

    @property
    def first(self) -> date:
        """The first day that counts."""
        return self.selection.first

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.selection.last


def _no_table(session: Session, span: Span) -> Table:
    return Table((), ())


@dataclass(frozen=True)
class Kpi:
    """One figure the product works out itself; its module is its place on the shelf `kpis`."""

    slug: str
    title: str
    unit: str
    order: int
    definition: str
    source: str
    answer: Callable[[Session, Span], Answer]
    table: Callable[[Session, Span], Table] = field(default=_no_table)
    owner: str = "DX担当課"
    has_months: bool = True
    """Whether a month has an answer of its own; a state of today has none."""
