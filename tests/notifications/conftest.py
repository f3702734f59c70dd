"""An outbox with keys, and hands to put something in."""

import pytest

from app.crypto import Keys, new_key
from app.notifications import service
from tests.clock import NOW

RECIPIENT = "hanako.mihon@example.jp"


@pytest.fixture
def keys():
    return Keys("k1", {"k1": new_key()})


@pytest.fixture
def announce(database, keys):
    """Put `number` messages into the outbox; returns their ids."""

    def put(number=1, **changes):
        letter = {
            "topic": "arrived",
            "recipient": RECIPIENT,
            "subject": "【郡山市】申請が市に届きました",
            "body": "申請番号：2345-6789-C\n",
            "locale": "ja",
        }
        with database.writing() as session:
            rows = [service.announce(session, keys, NOW, **letter | changes) for _ in range(number)]
            return [row.id for row in rows]

    return put


@pytest.fixture
def deliver(database, keys, clock):
    """Let a worker send through one channel: `deliver(channel)` returns how many left."""
    return lambda channel, **more: service.deliver(database, keys, {"mail": channel}, clock, **more)
