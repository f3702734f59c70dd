"""Writers who share one commit: each answer is true for the one who gets it."""

import asyncio
import random
import time

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.responses import RedirectResponse

from app import database as module
from app.accounts.models import SignInTry
from app.database import Session
from tests.clock import NOW

KEPT = text("SELECT id FROM sign_in_tries")


@pytest.fixture
def counter(database):
    """Deeds by name: one that is kept, one that raises, one whose commit fails."""
    app = FastAPI()
    app.state.database = database
    with database.writing() as session:
        session.execute(
            text(
                "CREATE TABLE orphans (id INTEGER PRIMARY KEY, parent VARCHAR(40) REFERENCES "
                "sections (code) DEFERRABLE INITIALLY DEFERRED)"
            )
        )

    @app.post("/{deed}/{number}")
    def do(deed: str, number: int, session: Session) -> RedirectResponse:
        session.add(SignInTry(id=f"{number:032d}", key=deed, at=NOW))
        session.flush()
        if deed == "slow":
            time.sleep(1)
        if deed == "raise":
            raise ValueError
        if deed == "orphan":
            session.execute(text("INSERT INTO orphans VALUES (:id, 'none')"), {"id": number})
        return RedirectResponse("/receipt", status_code=303)

    return app


def together(app, deeds):
    """The status of each deed, all sent at once; None for a client that went away."""

    async def one(client, number, deed):
        sent = client.post(f"/{deed.removeprefix('leave-')}/{number}")
        if not deed.startswith("leave-"):
            return (await sent).status_code
        try:
            return (await asyncio.wait_for(sent, random.Random(number).random() / 100)).status_code
        except TimeoutError:
            return None

    async def run():
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://city") as client:
            return await asyncio.gather(*(one(client, *each) for each in enumerate(deeds)))

    return asyncio.run(asyncio.wait_for(run(), 60))


def kept(database):
    with database.reading() as session:
        return {int(ident) for ident in session.execute(KEPT).scalars()}


def told(statuses, status):
    return {number for number, each in enumerate(statuses) if each == status}


MIXES = {
    "one raises among many": ["write"] * 20 + ["raise"] + ["write"] * 20,
    "every second raises": ["write", "raise"] * 20,
    "one commit fails": ["write"] * 20 + ["orphan"] + ["write"] * 40,
    "many commits fail": ["write", "write", "orphan"] * 15,
    "the first fails": ["orphan"] + ["write"] * 10,
    "the last raises": ["write"] * 10 + ["raise"],
}


@pytest.mark.parametrize("deeds", MIXES.values(), ids=MIXES)
def test_who_got_a_receipt_is_kept_and_nobody_else(counter, database, deeds):
    statuses = together(counter, deeds)
    assert set(statuses) <= {303, 500}
    assert told(statuses, 303) == kept(database)


def test_a_neighbour_that_raises_costs_nobody_else(counter):
    deeds = ["write", "raise"] * 20
    assert together(counter, deeds) == [303, 500] * 20


def test_after_a_failed_commit_the_others_go_on(counter, database):
    together(counter, ["write", "orphan"] * 5)
    assert together(counter, ["write"] * 30)[-1] in (303, 500)
    assert database.batch is None


@pytest.mark.parametrize("seed", range(3))
def test_clients_that_go_away_stop_nobody(counter, database, seed):
    chance = random.Random(seed)
    deeds = [chance.choice(["write", "raise", "leave-write", "leave-raise"]) for _ in range(60)]
    statuses = together(counter, deeds)
    assert {status for status, deed in zip(statuses, deeds, strict=True) if deed == "write"} == {
        303
    }
    assert told(statuses, 303) <= kept(database)
    with database.writing() as session:
        assert session.execute(text("SELECT 1")).scalar() == 1


def test_who_shares_a_long_commit_is_not_told_that_nothing_was_kept(counter, database, monkeypatch):
    monkeypatch.setattr(module, "LONGEST_SHARED", 0.02)
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.3)
    assert together(counter, ["keep", "slow"]) == [303, 303]
    with database.reading() as session:
        assert len(list(session.execute(KEPT))) == 2
