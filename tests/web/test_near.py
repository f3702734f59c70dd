"""A near route changes no thread where the database is a file beside us, and does elsewhere."""

import threading

import pytest
from fastapi import APIRouter

from app.database import Reading
from app.web.near import Near


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request):
    return request.param


@pytest.fixture
def threads(app):
    """The routes `/near` and `/loop` say in which thread they ran."""
    router = APIRouter(route_class=Near)

    @router.get("/near")
    def near(reading: Reading) -> dict:
        return {"thread": threading.get_ident()}

    @router.get("/loop")
    async def loop() -> dict:
        return {"thread": threading.get_ident()}

    app.include_router(router)


def test_only_a_database_far_away_is_worth_a_thread(threads, client, engine):
    ran = client.get("/near").json()["thread"]
    assert (ran == client.get("/loop").json()["thread"]) == (engine == "sqlite")
