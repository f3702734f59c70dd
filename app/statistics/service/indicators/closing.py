"""Owns closing a fiscal year: a snapshot that cannot change, proved by its hash in the audit chain.

The hash stands in the snapshot and in the audit record written with it. A changed snapshot no
longer fits its hash; a changed hash no longer fits the chain.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from typing import Any

from sqlmodel import Session

from app.audit import service as audit
from app.city import City
from app.clock import jst_date
from app.errors import NotFound
from app.statistics.models import IndicatorSnapshot
from app.statistics.service import demo
from app.statistics.service.indicators.editing import Who
from app.statistics.service.indicators.plan import plan
from app.statistics.service.indicators.registry import as_cells, definitions, figures
from app.statistics.store import indicators as store

ACTION = "indicators_closed"


@dataclass(frozen=True)
class Closed:
    """A closed year as it was, and whether it still is what was closed."""

    row: IndicatorSnapshot
    body: dict[str, Any]
    holds: bool


def fault_of(session: Session, who: Who, year: int) -> str:
    """Why a year cannot be closed, in words, or nothing."""
    today = jst_date(who.now)
    if year >= today.year - (today.month < 4):
        return f"{year}年度はまだ終わっていません。年度が終わってから締めてください"
    if store.snapshot(session, year) is not None:
        return f"{year}年度はもう締めてあります。締めた記録は変えられません"
    if demo.is_shown(session):
        return "見本のデータが入っています。外してから締めてください（tenohira demo remove）"
    return ""


def close(session: Session, city: City, who: Who, year: int) -> None:
    """Keep all indicators as they stand for a year that has ended, once and for ever."""
    body = _body(session, city, who, year)
    digest = hashlib.sha256(body.encode()).hexdigest()
    now = who.now.replace(microsecond=0)
    store.add_snapshot(
        session,
        IndicatorSnapshot(
            year=year, city=city.code, taken_at=now, taken_by=who.id, body=body, digest=digest
        ),
    )
    audit.record(
        session, who.now, actor=who.id, action=ACTION, subject=f"indicators:{year}", detail=digest
    )


def closed(session: Session, year: int) -> Closed:
    """One closed year; NotFound where it is not closed."""
    row = store.snapshot(session, year) if MINYEAR <= year <= MAXYEAR else None
    if row is None:
        raise NotFound
    return Closed(row, json.loads(row.body), _holds(row))


def all_closed(session: Session) -> list[tuple[IndicatorSnapshot, bool]]:
    """Every closed year with whether it still fits its hash, newest first."""
    return [(row, _holds(row)) for row in store.snapshots(session)]


def _holds(row: IndicatorSnapshot) -> bool:
    return hashlib.sha256(row.body.encode()).hexdigest() == row.digest


def _body(session: Session, city: City, who: Who, year: int) -> str:
    values = figures(session, city)
    found = plan(session, city, who.now, year)
    told = {
        "city": city.code, "city_name": city.name, "year": year,
        "taken_at": who.now.replace(microsecond=0).isoformat(),
        "indicators": [
            dict(as_cells(each)) | {
                "actual": tile.shown, "target_shown": tile.target, "told": tile.told,
                "values": [dict(as_cells(value)) for value in values.get(each.slug, [])],
            }
            for each, tile in zip(definitions(session, city), found.tiles, strict=True)
        ],
        "worked_out": [
            {"slug": each.kpi.slug, "title": each.kpi.title, "value": each.shown,
             "told": each.answer.told or each.answer.why, "definition": each.kpi.definition}
            for each in found.worked
        ],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
