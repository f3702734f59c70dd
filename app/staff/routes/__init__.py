"""Owns the URLs of the workbench: queue, cases, intakes, seasons, calendar, tokens, forms."""

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
    morning,
    queue,
    season,
    season_after,
    season_points,
    season_report,
    season_rulings,
    season_runs,
    sheets,
    tokens,
    workshop,
)

router = APIRouter()
for part in (
    morning, queue, beside, bulk, entries, sheets, case, corrections, deeds, documents, late,
    intakes, calendar, tokens, workshop, season, season_points, season_runs,
    season_rulings, season_after, season_report,
):  # fmt: skip
    router.include_router(part.router)
