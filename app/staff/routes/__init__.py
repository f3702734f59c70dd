"""Owns the URLs of the workbench: the queue, cases, intakes, the calendar, tokens."""

from fastapi import APIRouter

from app.staff.routes import calendar, case, deeds, intakes, queue, tokens

router = APIRouter()
for part in (queue, case, deeds, intakes, calendar, tokens):
    router.include_router(part.router)
