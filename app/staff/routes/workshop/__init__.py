"""Owns the URLs of the bench where clerks make forms (`/staff/forms`)."""

from fastapi import APIRouter

from app.staff.routes.workshop import document, editor, listing, pages, preview, publishing

router = APIRouter()
for part in (listing, document, pages, preview, publishing, editor):
    router.include_router(part.router)
