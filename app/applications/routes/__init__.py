"""Owns the resident's URLs: filling in, and following what was sent."""

from fastapi import APIRouter

from app.applications.routes import (
    after_step,
    contact,
    fill,
    follow_up,
    late,
    letter,
    mine,
    paper,
    proxy,
    rating,
    resume,
    revise,
    tracking,
    uploads,
)

router = APIRouter()
router.include_router(paper.router)
router.include_router(late.router)
router.include_router(resume.router)
router.include_router(proxy.router)
router.include_router(mine.router)
router.include_router(uploads.router)
router.include_router(after_step.router)
router.include_router(fill.router)
router.include_router(tracking.router)
router.include_router(letter.router)
router.include_router(follow_up.router)
router.include_router(revise.router)
router.include_router(contact.router)
router.include_router(rating.router)
