"""Owns the URLs of the bench where clerks make forms (`/staff/forms`)."""

from fastapi import APIRouter

from app.staff.routes.workshop import (
    document,
    editor,
    frames,
    listing,
    pages,
    parts,
    preview,
    publishing,
    translating,
)

router = APIRouter()
for part in (listing, document, pages, frames, parts, preview, publishing, translating, editor):
    router.include_router(part.router)
