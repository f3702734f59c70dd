"""Owns the URLs of the workbench: the queue, cases, intakes, the calendar, tokens."""

from fastapi import APIRouter

from app.staff.routes import calendar, case, deeds, documents, entries, intakes, queue, tokens

router = APIRouter()
for part in (queue, entries, case, deeds, documents, intakes, calendar, tokens):
    router.include_router(part.router)
