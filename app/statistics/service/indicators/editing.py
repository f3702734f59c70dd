"""Owns changing the registry: what is typed is checked by cell, kept, and written to the audit."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from sqlmodel import Session

from app.audit import service as audit
from app.city import City
from app.statistics.models import Definition, Figure, IndicatorRow, IndicatorValue, share
from app.statistics.models.registry import (
    DIRECTIONS,
    FIVE_LESS,
    GRAINS,
    STATUSES,
    VALUE_CLASSES,
)
from app.statistics.service.indicators.registry import (
    CELLS,
    FIGURE_CELLS,
    definition,
    definitions,
    plain,
)
from app.statistics.store import indicators as store

LABELS: Final = {
    "slug": "記号", "name": "名前", "five_less": "5レスの分類", "value_class": "バリューの分類",
    "unit": "単位", "target": "目標値", "target_year": "目標年度", "direction": "目指す向き",
    "section": "担当課", "source": "出典", "page": "出典のページ・章", "definition": "定義",
    "note": "備考", "grain": "値の刻み", "metric": "本システムの指標", "is_retired": "使わない",
    "indicator": "指標", "period": "期間", "item": "内訳", "value": "値", "part": "分子",
    "whole": "分母", "status": "状態",
}  # fmt: skip
_CHOICES: Final = {
    "five_less": FIVE_LESS, "value_class": VALUE_CLASSES, "direction": DIRECTIONS,
    "grain": GRAINS, "status": {name: told for name, told in STATUSES.items() if name != "demo"},
    "is_retired": {"0": "使う", "1": "使わない"},
}  # fmt: skip
_LONGEST: Final = {
    "name": 200, "unit": 20, "target_year": 20, "section": 120, "source": 200, "page": 40,
    "definition": 500, "note": 300, "item": 60, "metric": 40,
}  # fmt: skip
_SLUG: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PERIOD: Final = re.compile(r"plan|(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?")
_MOST: Final = Decimal(10) ** 13
RESERVED: Final = frozenset({"closed", "definitions", "import", "missing", "new", "values"})
"""Names of the registry's own pages and files, which stand where an indicator's would."""
Problems = dict[str, str]


@dataclass(frozen=True)
class Who:
    """Who changes something, and when."""

    id: str
    now: datetime


def checked_definition(typed: Mapping[str, str], metrics: set[str]) -> tuple[Definition, Problems]:
    """The definition that was typed, and what is wrong with it by cell."""
    cells = {name: typed.get(name, "").strip() for name in CELLS}
    cells["grain"] = cells["grain"] or "year"
    cells["is_retired"] = cells["is_retired"] or "0"
    problems = _common(cells)
    if not _SLUG.fullmatch(cells["slug"]) or len(cells["slug"]) > 64:
        problems["slug"] = "記号は、英小文字・数字・ハイフンで書いてください（例：library-web）"
    elif cells["slug"] in RESERVED:
        problems["slug"] = f"「{cells['slug']}」は画面の名前に使っています。別の記号にしてください"
    if not cells["name"]:
        problems["name"] = "名前を書いてください"
    if cells["target"]:
        cells["target"] = _number(cells, "target", problems)
    if cells["metric"] and cells["metric"] not in metrics:
        problems["metric"] = "本システムの指標を一覧から選んでください"
    values = {name: cells[name] for name in CELLS if name != "is_retired"}
    return Definition(**values, is_retired=cells["is_retired"] == "1"), problems


def checked_figure(typed: Mapping[str, str]) -> tuple[Figure, Problems]:
    """The value that was typed, and what is wrong with it by cell; a share is worked out."""
    cells = {name: typed.get(name, "").strip() for name in FIGURE_CELLS}
    cells["status"] = cells["status"] or "final"
    problems = _common(cells)
    cells["period"] = unicodedata.normalize("NFKC", cells["period"])
    if not _PERIOD.fullmatch(cells["period"]):
        problems["period"] = "期間は、年度（例：2026）か年月（例：2026-11）で書いてください"
    if cells["part"] or cells["whole"]:
        part, whole = _number(cells, "part", problems), _number(cells, "whole", problems)
        if not problems and Decimal(whole) <= 0:
            problems["whole"] = "分母は0より大きい数を書いてください"
        if not problems:
            cells |= {"part": part, "whole": whole, "value": _share(part, whole)}
    else:
        cells["value"] = _number(cells, "value", problems)
    return Figure(**cells), problems


def keep_definition(session: Session, who: Who, kept: Definition) -> None:
    """Keep a definition; the audit record holds who did it."""
    values = {name: getattr(kept, name) for name in CELLS}
    store.keep(
        session,
        IndicatorRow(**values, changed_at=who.now.replace(microsecond=0), changed_by=who.id),
    )
    audit.record(
        session, who.now, actor=who.id, action="indicator_changed",
        subject=f"indicator:{kept.slug}", detail=f"target {kept.target or '-'}",
    )  # fmt: skip


def keep_figure(session: Session, who: Who, kept: Figure) -> None:
    """Keep a value; the audit record holds it."""
    values = {name: getattr(kept, name) for name in FIGURE_CELLS}
    store.keep(
        session,
        IndicatorValue(**values, changed_at=who.now.replace(microsecond=0), changed_by=who.id),
    )
    _tell(session, who, kept, f"{kept.period} {kept.item} = {kept.value}")


def remove_figure(session: Session, who: Who, slug: str, period: str, item: str) -> bool:
    """Take out a value the city put in; what the document says shows again. False: there is none"""
    if not store.remove_value(session, slug, period, item):
        return False
    _tell(session, who, Figure(slug, period, item, ""), f"{period} {item} removed")
    return True


def may_add(session: Session, city: City, slug: str) -> str:
    """What is wrong with adding an indicator under a slug, or nothing."""
    known = {each.slug for each in definitions(session, city, retired=True)}
    return (
        f"その記号は「{definition(session, city, slug).name}」で使っています"
        if slug in known
        else ""
    )


def _tell(session: Session, who: Who, kept: Figure, detail: str) -> None:
    audit.record(
        session, who.now, actor=who.id, action="indicator_value",
        subject=f"indicator:{kept.indicator}", detail=detail,
    )  # fmt: skip


def _common(cells: Mapping[str, str]) -> Problems:
    problems: Problems = {}
    for name, value in cells.items():
        if len(value) > _LONGEST.get(name, 500):
            problems[name] = f"{LABELS[name]}は{_LONGEST.get(name, 500)}文字までにしてください"
        if name in _CHOICES and value not in _CHOICES[name]:
            offered = "、".join(key for key in _CHOICES[name] if key)
            problems[name] = f"{LABELS[name]}は次から選んでください：{offered}"
    return problems


def _number(cells: Mapping[str, str], name: str, problems: Problems) -> str:
    """A cell as a plain decimal; full-width digits and separators are read."""
    text = unicodedata.normalize("NFKC", cells[name]).replace(",", "").lstrip("'")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _MOST or -int(number.as_tuple().exponent) > 4:
        problems[name] = f"{LABELS[name]}は数で書いてください（例：26.0）"
        return cells[name]
    return plain(number)


def _share(part: str, whole: str) -> str:
    """The share in hundredths to one place; parts of an amount are made whole first."""
    scale = 10_000
    return share(int(Decimal(part) * scale), int(Decimal(whole) * scale))
