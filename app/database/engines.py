"""Owns how connections are made and begin: a writer's and a reader's engine of either database."""

import select
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import QueuePool
from sqlmodel import create_engine

from app.database.asked import ONLY_READS

# Of libpq, unless the address has its own. A server that vanished without a word (power, network)
# is given up after half a minute; of itself the kernel would wait for hours.
_PATIENCE = {
    "connect_timeout": 5, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}  # fmt: skip


def sqlite(url: str, *, readers: int) -> tuple[Engine, Engine]:
    """A writer that has the lock from its first word, and readers that can change nothing."""
    return _sqlite(url, "BEGIN IMMEDIATE", pool_size=2), _sqlite(
        url, "BEGIN", pool_size=readers, execution_options=ONLY_READS
    )


def postgresql(url: str, *, writers: int, readers: int) -> tuple[Engine, Engine, Engine]:
    """Writers, readers for whom all they ask is of one moment, and readers for single questions.

    The readers share their connections. A transaction around a single question would be two more
    ways to the server and back; that nobody writes there is kept by SQLite's readers in every test.
    """
    reader = _postgresql(
        url, pool_size=8, max_overflow=readers - 8, execution_options=ONLY_READS
    )  # fmt: skip
    event.listen(reader, "connect", _for_reading)
    reader.dialect.do_begin = _begin_of_one_moment  # type: ignore[method-assign, assignment]
    near = create_engine(url, pool=reader.pool, execution_options=ONLY_READS)
    for engine in (reader, near):
        # Nothing is to be taken back, and psycopg forgets what it prepared at every rollback.
        engine.dialect.do_rollback = engine.dialect.do_commit  # type: ignore[method-assign]
    return _postgresql(url, pool_size=writers, max_overflow=4), reader, near


def _postgresql(url: str, **more: Any) -> Engine:  # noqa: ANN401 - engine options
    own = make_url(url).query
    patience = {name: value for name, value in _PATIENCE.items() if name not in own}
    engine = create_engine(url, connect_args=patience, **more)
    event.listen(engine, "checkout", _is_there)
    return engine


def _is_there(connection: Any, _: object, __: object) -> None:  # noqa: ANN401 - DB-API
    """Let the pool begin anew where the server has hung up: to the idle it has nothing else to say.

    A look at the socket instead of a question to the server (`pool_pre_ping`), which would cost
    a way there and back at every request.
    """
    look = select.poll()
    if not connection.closed:
        look.register(connection.fileno(), select.POLLIN)
    if connection.closed or look.poll(0):
        raise InvalidatePoolError


def _for_reading(connection: Any, _: object) -> None:  # noqa: ANN401 - DB-API
    connection.autocommit = True
    # Our longest questions take some tenths of a second, of which compiling them would take one.
    # What they add up fits into this memory and is not sorted on the disk.
    connection.execute("SET jit = off; SET work_mem = '16MB'")


def _begin_of_one_moment(connection: Any) -> None:  # noqa: ANN401 - pooled connection
    # Asked ten times, a question would get one way for all values: past the days of a whole city
    # to those of one procedure (2 s instead of 0.05).
    connection.execute(
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "
        "SET LOCAL plan_cache_mode = force_custom_plan"
    )


def _sqlite(url: str, begin: str, **more: Any) -> Engine:  # noqa: ANN401 - engine options
    engine = create_engine(
        url, connect_args={"check_same_thread": False, "timeout": 20}, poolclass=QueuePool,
        max_overflow=8, **more,
    )  # fmt: skip

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - DB-API
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
                       "cache_size=-8000", "temp_store=MEMORY"):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        if begin == "BEGIN":
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "checkin")
    def clear(connection: Any, _: object) -> None:  # noqa: ANN401 - DB-API
        # A commit that failed leaves SQLite's transaction, and the write lock, open.
        if connection is not None and connection.in_transaction:
            connection.rollback()

    def start(connection: Any) -> None:  # noqa: ANN401 - pooled connection
        connection.dbapi_connection.execute(begin)

    # Not by an event: an engine that has one asks for listeners at every statement.
    engine.dialect.do_begin = start  # type: ignore[assignment]
    return engine
