"""Owns connections and transactions: one writer, many readers, and the gate before the writer.

A request that writes waits for the gate in the event loop, never inside a pool thread (measured:
waiting in threads deadlocks). SQLite writers of all processes queue on a file lock, which wakes the
next one at once, where SQLite's own busy handler sleeps.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Annotated, TypeVar

from fastapi import Depends
from sqlalchemy import Engine, make_url
from sqlalchemy.pool import NullPool
from sqlmodel import Session as DatabaseSession
from sqlmodel import SQLModel, create_engine
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.database import engines
from app.database.asked import Asked as Asked
from app.database.asked import memory as memory
from app.database.asked import only_reads as only_reads
from app.database.batch import Batch
from app.database.faults import watch
from app.database.ids import new_id as new_id
from app.database.writes import Change as Change
from app.database.writes import write_at_once as write_at_once
from app.errors import Busy

READERS = 32
POSTGRES_WRITERS = 8
MOST_WAITING = 400
LONGEST_WAIT = 30.0
LONGEST_SHARED = 0.25
# Connections of readers that are not for pages: rounds, posts on their way to the writer.
SPARE_READERS = 6
Found = TypeVar("Found")

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Gate:
    """Lets `width` writers in, in the order they came; refuses when the queue is too long."""

    def __init__(self, width: int) -> None:
        self._open = asyncio.Semaphore(width)
        self._waiting = 0

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[None]:
        """Hold one place; raises Busy when the queue is full or the wait too long."""
        if self._open.locked():
            await self._wait()
        else:
            await self._open.acquire()
        try:
            yield
        finally:
            self._open.release()

    @property
    def is_awaited(self) -> bool:
        """Whether somebody stands before it."""
        return self._waiting > 0

    async def _wait(self) -> None:
        if self._waiting >= MOST_WAITING:
            raise Busy
        self._waiting += 1
        try:
            await asyncio.wait_for(self._open.acquire(), LONGEST_WAIT)
        except TimeoutError as error:
            raise Busy from error
        finally:
            self._waiting -= 1


class Database:
    """The engines of one database address (SQLite or PostgreSQL) and its gate."""

    def __init__(self, url: str, options: Mapping[str, object] | None = None) -> None:
        """`options` are those of every connection; a room reads its own there."""
        address = make_url(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self.lock_file: Path | None = None
        if self.is_sqlite:
            path = Path(address.database or "tenohira.db")
            path.parent.mkdir(parents=True, exist_ok=True)
            self.lock_file = path.with_suffix(".lock")
            self.writer, self.reader = engines.sqlite(url, readers=READERS)
            self.near_reader = self.reader
        else:
            self.writer, self.reader, self.near_reader = engines.postgresql(
                url, writers=POSTGRES_WRITERS, readers=READERS
            )
        remembered: dict[str, object] = {}
        for engine in {self.writer, self.reader, self.near_reader}:
            engine.update_execution_options(memory=remembered, **(options or {}))
            watch(engine)
        self.gate = Gate(1 if self.is_sqlite else POSTGRES_WRITERS)
        self.readers_gate = Gate(READERS - SPARE_READERS)
        self.batch: Batch | None = None

    @contextmanager
    def writing(self) -> Iterator[DatabaseSession]:
        """One short write transaction outside a request: commits on return, rolls back on raise."""
        turn = self.take_turn()
        try:
            with DatabaseSession(self.writer, expire_on_commit=False) as session:
                session.connection()  # the lock is held before a deadline is judged
                yield session
                session.commit()
        finally:
            self.end_turn(turn)

    @contextmanager
    def reading(self) -> Iterator[DatabaseSession]:
        """A read-only session on its own connection."""
        with DatabaseSession(self.reader, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """The gate for one `writing` of its own: a transaction that others share ends before.

        Its turn is held until somebody ends it; to wait for that turn behind the gate would be
        for ever.
        """
        async with self.gate():
            if self.batch is not None:
                await _end(self, self.batch)
            yield

    async def look(self, read: Callable[..., Found], *arguments: object) -> Found:
        """A short read on the way to a route, or the begin of a transaction whose turn it is.

        At once on SQLite, where neither waits and a change of threads costs more than the work
        itself; in a thread where a network lies between.
        """
        if self.is_sqlite:
            return read(*arguments)
        return await run_in_threadpool(read, *arguments)

    def take_turn(self, *, may_wait: bool = True) -> int | None:
        """Hold the file lock of SQLite's writers; None on PostgreSQL, which has no need of it.

        Raises BlockingIOError when another process holds it and this one may not wait.
        """
        if self.lock_file is None:
            return None
        handle = os.open(self.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if may_wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BaseException:
            os.close(handle)
            raise
        return handle

    def end_turn(self, turn: int | None) -> None:
        """Let the next process write."""
        if turn is not None:
            os.close(turn)

    def settle(self, tables: Mapping[str, str], *, in_order: bool) -> None:
        """After many new rows: let PostgreSQL clear and count them now; SQLite has no need.

        `in_order` puts the rows of each table in the order of its index, which nobody reads or
        writes meanwhile (half a minute for seven million rows).
        """
        if self.is_sqlite:
            return
        with self.writer.connect() as connection:
            free = connection.execution_options(isolation_level="AUTOCOMMIT")
            for table, index in tables.items() if in_order else ():
                free.exec_driver_sql(f"CLUSTER {table} USING {index}")
            free.exec_driver_sql(f"VACUUM (ANALYZE) {', '.join(tables)}")

    def close(self) -> None:
        """Give all connections back."""
        self.writer.dispose()
        self.reader.dispose()


def migration_engine(url: str) -> Engine:
    """An engine for Alembic: no pool, SQLite with foreign keys off while tables are rebuilt."""
    return create_engine(url, poolclass=NullPool)


async def transaction(request: Request) -> AsyncIterator[DatabaseSession]:
    """One request, one transaction; with scope=function the commit precedes the response."""
    database: Database = request.app.state.database
    if database.is_sqlite:
        async with _shared(database) as session:
            yield session
        return
    async with database.gate():
        with DatabaseSession(database.writer, expire_on_commit=False) as session:
            yield session
            if session.in_transaction():  # a near route has committed in its own thread
                await run_in_threadpool(session.commit)


@asynccontextmanager
async def _shared(database: Database) -> AsyncIterator[DatabaseSession]:
    async with database.gate():
        batch = database.batch = database.batch or await _begin(database)
        try:
            async with batch() as session:
                yield session
        finally:
            if batch.is_full or not database.gate.is_awaited:
                await _end(database, batch)
    while not (await asyncio.wait({batch.done}, timeout=LONGEST_SHARED))[0]:
        # Whoever was to come next gave up waiting; who has done its work is not told to come again.
        with suppress(Busy):
            async with database.gate():
                if database.batch is batch:
                    await _end(database, batch)
    batch.done.result()


async def _begin(database: Database) -> Batch:
    """The writers' turn: at once where it is free, in a thread where another process has it."""
    try:
        turn = database.take_turn(may_wait=False)
    except BlockingIOError:
        turn = await run_in_threadpool(database.take_turn)
    try:
        connection = database.writer.connect()
        connection.begin()
    except BaseException:
        database.end_turn(turn)
        raise
    return Batch(connection, turn)


async def _end(database: Database, batch: Batch) -> None:
    database.batch = None
    try:
        await run_in_threadpool(batch.end)
    except Exception as error:  # told to everybody who shared it
        batch.done.set_exception(error)
        batch.done.exception()
    else:
        batch.done.set_result(None)


async def reading(request: Request) -> AsyncIterator[DatabaseSession]:
    """A read-only session; connects at its first query, and is given back before the response.

    A page keeps its connection from its first question on. Were there more pages than connections,
    threads would wait for connections whose holders wait for a thread (150 pages at once: 96
    faults after 90 s); so they wait before, in the event loop. A post gives it back between.

    All it asks is of one moment, but for routes that say `is_near`: each question by itself.
    """
    database: Database = request.app.state.database
    is_near = getattr(request.scope.get("route"), "is_near", False)
    async with database.readers_gate() if request.method == "GET" else nullcontext():
        engine = database.near_reader if is_near else database.reader
        session = DatabaseSession(engine, expire_on_commit=False)
        try:
            yield session
        finally:
            session.close()


Session = Annotated[DatabaseSession, Depends(transaction, scope="function")]
Reading = Annotated[DatabaseSession, Depends(reading, scope="function")]
