"""Owns routes whose work is short: where the database is a file beside us, they change no thread.

Such a route computes for some milliseconds and waits for nothing: readers of SQLite never wait, and
a writer has its turn already. Handing it to a thread and back costs more than the queries it makes
(measured: a tenth of a visit). Where a network lies between (PostgreSQL), it goes to its thread.
"""

import inspect
from collections.abc import Callable
from functools import WRAPPER_ASSIGNMENTS
from typing import Any

from fastapi.routing import APIRoute
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.database import only_reads


class Near(APIRoute):
    """For `APIRouter(route_class=Near)`: plain `def` routes that take a session."""

    is_near = True

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:  # noqa: ANN401 - FastAPI's own
        super().__init__(path, _near(endpoint), **more)


def _near(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(endpoint):
        return endpoint

    async def near(**given: Any) -> Response:  # noqa: ANN401 - whatever the route takes
        if any(_is_beside_us(each) for each in given.values()):
            return endpoint(**given)  # type: ignore[no-any-return]
        return await run_in_threadpool(_in_one_go, endpoint, given)

    # Not `functools.wraps`: FastAPI looks through it, and would find a plain function again.
    for name in WRAPPER_ASSIGNMENTS:
        setattr(near, name, getattr(endpoint, name))
    near.__signature__ = inspect.signature(endpoint)  # type: ignore[attr-defined]
    return near


def _in_one_go(endpoint: Callable[..., Any], given: dict[str, Any]) -> Response:
    """The route and what ends its transaction: a thread of its own for that costs as much again."""
    answer: Response = endpoint(**given)
    for each in given.values():
        if isinstance(each, Session):
            each.close() if only_reads(each) else each.commit()
    return answer


def _is_beside_us(given: object) -> bool:
    return isinstance(given, Session) and given.get_bind().dialect.name == "sqlite"
