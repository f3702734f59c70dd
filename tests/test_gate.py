"""The gate before the writer: a bounded queue that refuses, serves and forgets in order."""

import asyncio

import pytest

from app import database as module
from app.database import MOST_WAITING, Gate
from app.errors import Busy


async def crowd(gate, size):
    """Hold the gate and let `size` others wait before it."""

    async def wait():
        async with gate():
            pass

    return [asyncio.create_task(wait()) for _ in range(size)]


def test_a_full_queue_refuses_at_once():
    async def run():
        gate = Gate(1)
        async with gate():
            waiting = await crowd(gate, MOST_WAITING)
            await asyncio.sleep(0)
            with pytest.raises(Busy):
                async with gate():
                    pass
        await asyncio.gather(*waiting)

    asyncio.run(run())


def test_the_queue_is_served_once_the_gate_opens():
    async def run():
        gate = Gate(1)
        async with gate():
            waiting = await crowd(gate, MOST_WAITING)
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)
        async with gate():
            return True

    assert asyncio.run(run())


def test_who_waits_too_long_is_told_so(monkeypatch):
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.01)

    async def run():
        gate = Gate(1)
        async with gate():
            with pytest.raises(Busy):
                async with gate():
                    pass

    asyncio.run(run())


def test_who_gives_up_waiting_leaves_the_queue():
    async def run():
        gate = Gate(1)
        async with gate():
            waiting = await crowd(gate, MOST_WAITING)
            await asyncio.sleep(0)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            queue = await crowd(gate, 1)
            await asyncio.sleep(0)
        await asyncio.gather(*queue)

    asyncio.run(run())
