"""Owns the URLs of the catalogue: residents' pages, the public API, the editing of staff."""

from fastapi import APIRouter

from app.catalogue.routes import api, editing, public

router = APIRouter()
router.include_router(api.router)
router.include_router(editing.router)
router.include_router(public.router)
