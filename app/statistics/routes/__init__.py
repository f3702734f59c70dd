"""Owns the addresses of statistics: pages of the DX office, files and data."""

from fastapi import APIRouter

from app.statistics.routes import files, indicators, pages, plan_files, plans

router = APIRouter()
for part in (pages, plans, plan_files, indicators, files):
    router.include_router(part.router)
