"""Owns the resident's URLs: filling in, and following what was sent."""

from types import ModuleType

from fastapi import APIRouter

from app.applications.routes import (
    after_step,
    checking,
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
    start,
    tracking,
    uploads,
)
from app.web.wing import local_wings

APPLY = (paper, checking, proxy, uploads, after_step, resume, start, fill)
AFTERWARDS = (tracking, letter, follow_up, revise, contact, rating)
OTHERS = (late, mine)


def _together(parts: tuple[ModuleType, ...]) -> APIRouter:
    router = APIRouter()
    for part in parts:
        router.include_router(part.router)
    return router


WINGS = (
    *local_wings(_together(APPLY), "apply", "resume"),
    *local_wings(_together(AFTERWARDS), "applications", "open"),
    *local_wings(_together(OTHERS), "late", "mine"),
)
