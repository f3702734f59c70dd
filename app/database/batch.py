"""Owns group commit: one SQLite transaction that several writers share, answered by one commit."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection
from sqlmodel import Session

from app.errors import Busy

MOST_TOGETHER = 16


class Batch:
    """One SQLite transaction of several writers who stood behind each other (group commit).

    Each works in a savepoint of its own and leaves it to the next; who finds nobody waiting
    commits for all, and nobody is answered before that. The first needs no savepoint: when it
    fails there is nothing else to keep, and the batch ends with it.
    """

    def __init__(self, connection: Connection, turn: int | None) -> None:
        self._connection, self._turn = connection, turn
        self._size = self._kept = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Session]:
        """A session whose work is kept on return and undone on raise."""
        session = Session(
            self._connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint" if self._size else "rollback_only",
        )
        self._size += 1
        try:
            yield session
            session.commit()
            self._kept += 1
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()

    @property
    def is_full(self) -> bool:
        """Whether it must end now: enough writers, or SQLite itself gave the transaction up."""
        return self._size >= MOST_TOGETHER or not self._is_sound

    @property
    def _is_sound(self) -> bool:
        raw = self._connection.connection.dbapi_connection
        return raw is not None and bool(raw.in_transaction)

    def end(self) -> None:
        """Commit, and let the next process write; raises when the commit fails."""
        try:
            if self._kept and not self._is_sound:
                raise Busy
            if self._kept:
                self._connection.commit()
        finally:
            self._connection.close()
            if self._turn is not None:
                os.close(self._turn)
