"""Owns the URLs of the workbench: the queue, cases, intakes, seasons, the calendar, tokens."""

from fastapi import APIRouter

from app.staff.routes import (
    beside,
    bulk,
    calendar,
    case,
    corrections,
    deeds,
    documents,
    entries,
    intakes,
    late,
    queue,
    season,
    season_after,
    season_points,
    season_rulings,
    season_runs,
    sheets,
    tokens,
)

router = APIRouter()
for part in (
    queue, beside, bulk, entries, sheets, case, corrections, deeds, documents, late, intakes,
    calendar, tokens, season, season_points, season_runs, season_rulings, season_after,
):  # fmt: skip
    router.include_router(part.router)
