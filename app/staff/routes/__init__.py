"""Owns the URLs of the workbench: the queue, cases, intakes, the calendar, tokens."""

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
    sheets,
    tokens,
)

router = APIRouter()
for part in (
    queue, beside, bulk, entries, sheets, case, corrections, deeds, documents, late, intakes,
    calendar, tokens,
):  # fmt: skip
    router.include_router(part.router)
