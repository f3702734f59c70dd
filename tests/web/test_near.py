"""A near route changes no thread where the database is a file beside us, and does elsewhere."""

import threading

import pytest
from fastapi import APIRouter

from app.accounts.models import SignInTry
from app.database import Reading, Session
from app.errors import NotFound
from app.web.near import Near
from tests.clock import NOW


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


def test_what_a_near_route_wrote_is_kept(app, client, engine):
    router = APIRouter(route_class=Near)

    @router.post("/near")
    def near(session: Session) -> dict:
        session.add(SignInTry(id="1", key="near", at=NOW))
        return {}

    app.include_router(router)
    client.post("/near")
    with app.state.database.reading() as session:
        assert session.get(SignInTry, "1") is not None


def test_a_near_route_that_raises_keeps_nothing(app, client, engine):
    router = APIRouter(route_class=Near)

    @router.post("/near")
    def near(session: Session) -> dict:
        session.add(SignInTry(id="1", key="near", at=NOW))
        session.flush()
        raise NotFound

    app.include_router(router)
    client.post("/near")
    with app.state.database.reading() as session:
        assert session.get(SignInTry, "1") is None
