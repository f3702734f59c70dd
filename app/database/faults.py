"""Owns what a database without room is told as: 503 and calm words instead of an unknown fault."""

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from app.errors import NoRoom

# https://www.sqlite.org/rescode.html: a full disk is FULL, or IOERR where an index file grows.
_SQLITE = frozenset({10, 13})
# PostgreSQL, appendix A: disk_full, io_error.
_POSTGRESQL = frozenset({"53100", "58030"})


class DatabaseFull(NoRoom):
    """Nothing could be written."""

    message = "ただいま保存できません。まだ受け付けていません"
    advice = (
        "この前の画面までに保存した内容は残っています。時間をおいて、"
        "前の画面に戻り、もう一度お試しください。"
    )


def watch(engine: Engine) -> None:
    """Let every statement and commit of an engine that finds no room raise DatabaseFull."""

    @event.listens_for(engine, "handle_error")
    def tell(context: ExceptionContext) -> None:
        original = context.original_exception
        code = getattr(original, "sqlite_errorcode", None)
        state = getattr(original, "sqlstate", None)
        if (isinstance(code, int) and code & 0xFF in _SQLITE) or state in _POSTGRESQL:
            raise DatabaseFull(getattr(original, "sqlite_errorname", None) or str(state))
