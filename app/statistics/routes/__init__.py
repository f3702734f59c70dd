"""Owns the addresses of statistics: pages of the DX office, files and data."""

from fastapi import APIRouter

from app.statistics.routes import (
    contacts,
    entering,
    files,
    indicators,
    open_data,
    pages,
    plan_files,
    plans,
    reports,
)

router = APIRouter()
for part in (pages, plans, plan_files, entering, contacts, reports, indicators, files, open_data):
    router.include_router(part.router)
