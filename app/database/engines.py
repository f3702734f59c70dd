"""Owns how connections are made and begin: a writer's and a reader's engine of either database."""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import QueuePool
from sqlmodel import create_engine

from app.database.asked import ONLY_READS


def sqlite(url: str, *, readers: int) -> tuple[Engine, Engine]:
    """A writer that has the lock from its first word, and readers that can change nothing."""
    return _sqlite(url, "BEGIN IMMEDIATE", pool_size=2), _sqlite(
        url, "BEGIN", pool_size=readers, execution_options=ONLY_READS
    )


def postgresql(url: str, *, writers: int, readers: int) -> tuple[Engine, Engine]:
    """Writers, and readers for whom all they ask is of one moment."""
    reader = create_engine(
        url, pool_size=8, max_overflow=readers - 8, isolation_level="REPEATABLE READ",
        execution_options=ONLY_READS,
    )  # fmt: skip
    # Once a connection: as an option of the engine it is set and taken back at every use.
    event.listen(reader, "connect", _only_let_read)
    return create_engine(url, pool_size=writers, max_overflow=4), reader


def _only_let_read(connection: Any, _: object) -> None:  # noqa: ANN401 - DB-API
    connection.read_only = True


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
