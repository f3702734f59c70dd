"""Owns the two questions a supervisor asks: is it alive, can it take an application."""

import asyncio

from fastapi import APIRouter
from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.database import Database

router = APIRouter()


@router.get("/healthz")
async def alive() -> Response:
    """200 while the process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
async def ready(request: Request) -> Response:
    """200 when it can commit; 503 with the reasons otherwise.

    One question at a time: whoever asks meanwhile is told the same, so that strangers who ask
    a hundred times at once do not keep the writer from residents.
    """
    state = request.app.state
    asked: asyncio.Task[list[str]] | None = getattr(state, "readiness", None)
    if asked is None or asked.done():
        asked = state.readiness = asyncio.create_task(_problems(state.database))
    problems = await asyncio.shield(asked)
    status = 503 if problems else 200
    return JSONResponse({"ready": not problems, "problems": problems}, status_code=status)


async def _problems(database: Database) -> list[str]:
    try:
        async with database.alone():
            await run_in_threadpool(_commit, database)
    except Exception as error:
        return [f"database: {type(error).__name__}"]
    return []


def _commit(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE catalogue_version SET version = version"))
