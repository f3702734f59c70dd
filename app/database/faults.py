"""Owns what a database tells that is no fault of ours: full, busy, away, or gone while it kept.

Each is answered by 503 and calm words, and all is as before once the database is; nothing of ours
needs to be started again.
"""

from collections.abc import Callable

from sqlalchemy import Engine, PoolProxiedConnection, event
from sqlalchemy.engine import ExceptionContext

from app.database.asked import ONLY_READS
from app.errors import Busy, CityHallError, NoRoom, OutOfOrder

_COMMITTING = "while committing"
_Commit = Callable[[PoolProxiedConnection], None]
# https://www.sqlite.org/rescode.html and PostgreSQL, appendix A.
# A full disk is FULL, or IOERR where an index file grows; disk_full, io_error.
_FULL = frozenset({"13", "10", "53100", "58030"})
# BUSY, LOCKED; serialization_failure, deadlock_detected, lock_not_available: nothing was kept.
_BUSY = frozenset({"5", "6", "40001", "40P01", "55P03"})
# CORRUPT, CANTOPEN, NOTADB; all connections taken, shut down, crashed, starting.
_AWAY = frozenset({"11", "14", "26", "53200", "53300", "57P01", "57P02", "57P03"})
# READONLY, read_only_sql_transaction: a writer met a read-only disk, or a server that only follows.
_ONLY_READ = frozenset({"8", "25006"})


class DatabaseFull(NoRoom):
    """Nothing could be written."""

    message = "ただいま保存できません。まだ受け付けていません"
    advice = (
        "この前の画面までに保存した内容は残っています。時間をおいて、"
        "前の画面に戻り、もう一度お試しください。"
    )


class DatabaseAway(OutOfOrder):
    """The database could not be asked."""

    code = "DATABASE_AWAY"
    message = "ただいま一時的にご利用いただけません"
    advice = "前の画面までに保存した内容は残っています。少し待ってから、もう一度お試しください。"
    retry_after = 10


class NothingDone(DatabaseAway):
    """… when something was to be written: this deed did not reach it (an earlier one may have)."""

    advice = (
        "いまの操作は保存されず、市にも届いていません。前の画面までに保存した内容は残っています。"
        "少し待ってから、もう一度お試しください。"
    )


class OutcomeUnknown(DatabaseAway):
    """The connection was lost while it committed: all of the deed is kept, or nothing."""

    code = "OUTCOME_UNKNOWN"
    message = "操作が終わったかどうか、確かめられませんでした"
    advice = (
        "少し待ってから、もう一度同じ操作をしてください。"
        "送信したものが先に届いていたときは、その控えが表示されます。"
    )


def watch(engine: Engine) -> None:
    """Let every connect, statement and commit of an engine raise what it is told as above."""
    is_reader = bool(ONLY_READS.items() <= engine.get_execution_options().items())
    engine.dialect.do_commit = _noted(engine.dialect.do_commit)  # type: ignore[assignment]

    @event.listens_for(engine, "handle_error")
    def tell(context: ExceptionContext) -> None:
        if kind := _kind(context, is_reader=is_reader):
            raise kind(_words(context)) if issubclass(kind, OutOfOrder) else kind


def _kind(context: ExceptionContext, *, is_reader: bool) -> type[CityHallError] | None:
    original = context.original_exception
    if context.sqlalchemy_exception is None:  # nothing the database said
        return None
    code = _code(original)
    if code in _FULL:
        return DatabaseFull
    if code in _BUSY:
        return Busy
    is_away = code in _AWAY or context.is_disconnect or context.connection is None
    if is_reader:
        return DatabaseAway if is_away else None
    if is_away and _COMMITTING in getattr(original, "__notes__", ()):
        return OutcomeUnknown
    return NothingDone if is_away or code in _ONLY_READ else None


def _code(original: BaseException) -> str | None:
    """SQLite's primary code or PostgreSQL's state."""
    code = getattr(original, "sqlite_errorcode", None)
    return str(code & 0xFF) if isinstance(code, int) else getattr(original, "sqlstate", None)


def _words(context: ExceptionContext) -> str:
    """For the operator: SQLite's name of the fault; what PostgreSQL says of a connection."""
    original = context.original_exception
    return getattr(original, "sqlite_errorname", None) or str(original)


def _noted(commit: _Commit) -> _Commit:
    """A commit whose fault says that it was one: `handle_error` is told of no statement.

    Not by an event: an engine that has one asks for listeners at every statement.
    """

    def do_commit(connection: PoolProxiedConnection) -> None:
        try:
            commit(connection)
        except Exception as error:
            error.add_note(_COMMITTING)
            raise

    return do_commit
