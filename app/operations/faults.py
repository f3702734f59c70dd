"""Owns telling a fault on one line: what a user of the command line can put right, and how."""

from subprocess import CalledProcessError

from alembic.util import CommandError
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from typer import TyperException

from app.calendar.service import CalendarMissing
from app.city import CityError
from app.crypto import KeysUnusable, SealBroken
from app.database.faults import DatabaseAway, DatabaseFull
from app.errors import Busy, CityHallError
from app.operations.safety import Refused
from app.storage import StorageUnavailable

_MIGRATE = "TENOHIRA_DATABASE_URL: the tables are missing or older; run `tenohira migrate`"
_NO_TABLE = ("no such table", "no such column", "does not exist")


def told(error: Exception) -> str | None:
    """The line for stderr; None for a fault of our own, whose traceback is wanted."""
    text = _told(error)
    return None if text is None else " ".join(text.split())


def _told(error: Exception) -> str | None:
    match error:
        case Busy(__cause__=Exception() as cause):
            return _database(cause)
        case DatabaseAway():
            return f"TENOHIRA_DATABASE_URL: {error}"
        case StorageUnavailable():
            return f"TENOHIRA_STORAGE_URL: {error}"
        case DatabaseFull():
            return f"TENOHIRA_DATABASE_URL: no room on its disk ({error})"
        case CityHallError():
            # A text without parameters may quote a file, braces and all.
            return error.message.format(**error.params) if error.params else error.message
        case TyperException():
            return _usage(error)
        case ValidationError() if error.title == "Settings":
            return _settings(error)
        case CalendarMissing():
            return _MIGRATE
        case SQLAlchemyError() | CommandError():
            return _database(error)
        case KeysUnusable(__cause__=FileNotFoundError()):
            return f"TENOHIRA_SECRET_KEYS: {error}; run `tenohira migrate` first"
        case OSError():
            return f"{error.filename or 'the machine'}: {error.strerror or error}"
        case CalledProcessError():
            return f"{error.cmd[0]}: {error.stderr or f'status {error.returncode}'}"
        case SealBroken():
            return f"TENOHIRA_SECRET_KEYS: these keys do not open what is kept ({error})"
        case Refused() | CityError() | KeysUnusable() | SettingsError():
            return str(error)
    return None


def _usage(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    hint = f" (see `{context.command_path} --help`)" if context else ""
    return f"{error.format_message()}{hint}"


def _settings(error: ValidationError) -> str:
    return "; ".join(
        f"TENOHIRA_{str(problem['loc'][0]).upper()}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False)
    )


def _database(error: Exception) -> str:
    """The database's own words; never the statement, whose values may be a resident's."""
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    if any(words in said for words in _NO_TABLE) and "database" not in said:
        return _MIGRATE
    if isinstance(error, ArgumentError):
        # The text repeats the address, and with it the password.
        said = "not an address of a database"
    return f"TENOHIRA_DATABASE_URL: {said}"
