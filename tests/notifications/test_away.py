"""What happens behind the residents' backs goes on when the database comes back."""

import asyncio
from threading import Timer
from types import SimpleNamespace

import pytest

from app import main
from app.database import Database
from app.notifications import service
from tests.outbox import Postbox
from tests.wire import Loss, Wire


@pytest.fixture
def engine():
    """SQLite is a file beside us: no wire lies between."""
    return "postgres"


@pytest.fixture
def wire(database):
    with Wire.to(database.writer.url.render_as_string(hide_password=False)) as wire:
        yield wire


@pytest.fixture
def far(wire):
    far = Database(wire.url)
    yield far
    far.close()


@pytest.mark.parametrize("keep", ["_keep_delivering", "_keep_counted", "_keep_publishing"])
def test_a_round_that_finds_the_database_away_is_not_the_last(
    keep, far, wire, announce, keys, clock, postbox, monkeypatch
):
    for pace in ("DELIVER_EVERY", "FOLD_EVERY", "PUBLISH_EVERY"):
        monkeypatch.setattr(main, pace, 0.05)
    announce()
    state = SimpleNamespace(database=far, keys=keys, channels={"mail": postbox}, clock=clock)

    async def play():
        wire.loss = Loss.AT_ONCE
        worker = asyncio.create_task(getattr(main, keep)(SimpleNamespace(state=state)))
        await asyncio.sleep(0.5)
        wire.loss = Loss.NEVER
        for _ in range(600):
            if postbox.letters or keep != "_keep_delivering":
                break
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.2)
        is_over = worker.done()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        return is_over

    assert asyncio.run(play()) is False
    assert len(postbox.letters) == (keep == "_keep_delivering")


def test_a_mail_that_left_while_the_database_went_away_does_not_leave_again(
    far, wire, announce, keys, clock, monkeypatch
):
    class Cutting(Postbox):
        def send(self, **letter):
            super().send(**letter)
            wire.loss = Loss.AT_ONCE
            Timer(0.3, setattr, (wire, "loss", Loss.NEVER)).start()

    monkeypatch.setattr(service, "PAUSES", (0.2,) * 50)
    announce()
    postbox = Cutting()
    assert service.deliver(far, keys, {"mail": postbox}, clock) == 1
    clock.advance(hours=1)
    assert service.deliver(far, keys, {"mail": postbox}, clock) == 0
    assert len(postbox.letters) == 1
