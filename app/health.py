"""Owns the two questions a supervisor asks: is it alive, can it take an application."""

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
    """200 when it can commit and reach its file store; 503 with the reasons otherwise."""
    state = request.app.state
    problems: list[str] = []
    try:
        async with state.database.gate():
            await run_in_threadpool(_commit, state.database)
    except Exception as error:
        problems.append(f"database: {type(error).__name__}")
    status = 503 if problems else 200
    return JSONResponse({"ready": not problems, "problems": problems}, status_code=status)


def _commit(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE catalogue_version SET version = version"))
