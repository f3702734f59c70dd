"""Owns ids: 128 bits that sort in the order they were made, never a sequence, never shown."""

import os
from datetime import UTC, datetime
from itertools import count

_TURNS = 0xFFFFFF
_turn = count(int.from_bytes(os.urandom(3)) // 2)


def new_id(now: datetime) -> str:
    """An id of 32 hex digits: 48 bits of milliseconds, 24 of this process's turn, 56 random.

    The turn keeps what one process makes within a millisecond in its order, a letter after the
    one before it.
    """
    milliseconds = int(now.astimezone(UTC).timestamp() * 1000)
    return f"{milliseconds:012x}{next(_turn) & _TURNS:06x}{os.urandom(7).hex()}"
