"""Owns the URLs of the bench where clerks make forms (`/staff/forms`)."""

from fastapi import APIRouter

from app.staff.routes.workshop import (
    document,
    editor,
    listing,
    pages,
    preview,
    publishing,
    translating,
)

router = APIRouter()
for part in (listing, document, pages, preview, publishing, translating, editor):
    router.include_router(part.router)
