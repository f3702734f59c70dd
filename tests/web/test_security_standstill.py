"""Whoever writes beside a transaction that others share does not stop the house for ever."""

import asyncio
from types import SimpleNamespace

import pytest

from app.database import transaction
from app.health import _problems

PATIENCE = 10


@pytest.fixture
def engine():
    """Only SQLite's writers share a transaction."""
    return "sqlite"


def test_who_asks_for_readiness_behind_a_resident_brings_nothing_to_a_standstill(app, client):
    database = app.state.database

    async def run():
        resident = transaction(SimpleNamespace(app=app))
        await anext(resident)
        asked = asyncio.create_task(_problems(database))
        await asyncio.sleep(0.1)  # it stands before the gate now
        sent = asyncio.create_task(anext(resident, None))
        done, _ = await asyncio.wait({asked, sent}, timeout=PATIENCE)
        freed = database.batch
        if freed is not None:
            freed.end()
        return len(done), await asked

    assert client.portal.call(run) == (2, [])
