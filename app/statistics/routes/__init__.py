"""Owns the addresses of statistics: pages of the DX office, files and data."""

from fastapi import APIRouter

from app.statistics.routes import (
    contacts,
    entering,
    files,
    indicators,
    open_data,
    page_files,
    pages,
    plan_files,
    plans,
    reports,
)

router = APIRouter()
for part in (
    page_files, pages, plan_files, plans, entering, contacts, reports, indicators, files, open_data,
):  # fmt: skip
    router.include_router(part.router)
