"""Owns the URLs of the workbench: the queue, cases, intakes."""

from fastapi import APIRouter

from app.staff.routes import case, deeds, intakes, queue

router = APIRouter()
for part in (queue, case, deeds, intakes):
    router.include_router(part.router)
