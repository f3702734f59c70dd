"""Owns the claims about telling a fault on one line."""

import sqlite3
from subprocess import CalledProcessError

import pytest
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, OperationalError

from app.calendar.service import CalendarMissing
from app.catalogue.service import ImportProblem
from app.crypto import KeysUnusable, load_keys
from app.database import Database
from app.database.faults import DatabaseFull, NothingDone
from app.errors import Busy
from app.operations import told
from app.settings import Settings
from app.storage import StorageUnavailable


def database_fault(words):
    return OperationalError("SELECT secret", {"name": "見本 花子"}, sqlite3.OperationalError(words))


def raised(kind, work):
    with pytest.raises(kind) as caught:
        work()
    return caught.value


def test_a_fault_of_our_own_keeps_its_traceback():
    assert told(KeyError("ours")) is None


def test_braces_of_a_file_are_quoted_and_not_filled_in():
    line = told(ImportProblem("a.csv", "unknown value '{0}'", row=2, column="name"))
    assert line == "a.csv, row 2, column name: unknown value '{0}'"


def test_a_setting_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("TENOHIRA_WORKERS", "many")
    assert told(raised(ValidationError, Settings)).startswith("TENOHIRA_WORKERS: ")


def test_a_database_that_is_locked_is_not_called_busy():
    error = Busy()
    error.__cause__ = sqlite3.OperationalError("database is locked")
    assert told(error) == "TENOHIRA_DATABASE_URL: database is locked"


def test_a_database_that_is_away_is_told_in_its_own_words():
    error = NothingDone("connection refused\n\tIs the server running?")
    assert told(error) == ("TENOHIRA_DATABASE_URL: connection refused Is the server running?")


def test_a_full_disk_of_the_database_names_its_setting():
    assert told(DatabaseFull("SQLITE_FULL")) == (
        "TENOHIRA_DATABASE_URL: no room on its disk (SQLITE_FULL)"
    )


def test_neither_statement_nor_values_are_told():
    line = told(database_fault("disk I/O error"))
    assert ("SELECT" in line, "花子" in line) == (False, False)


@pytest.mark.parametrize("error", [CalendarMissing("x"), database_fault("no such table: facts")])
def test_tables_that_are_missing_lead_to_migrate(error):
    assert "run `tenohira migrate`" in told(error)


def test_a_database_address_is_not_repeated_with_its_password():
    error = raised(ArgumentError, lambda: Database("nonsense:kumquat@city"))
    assert told(error) == "TENOHIRA_DATABASE_URL: not an address of a database"


def test_missing_keys_lead_to_migrate(tmp_path):
    line = told(raised(KeysUnusable, lambda: load_keys(tmp_path / "keys.txt")))
    assert line.startswith("TENOHIRA_SECRET_KEYS: ") and "tenohira migrate" in line


def test_a_file_of_the_machine_is_named(tmp_path):
    line = told(raised(OSError, (tmp_path / "a" / "b").mkdir))
    assert line == f"{tmp_path / 'a' / 'b'}: No such file or directory"


def test_what_another_program_said_is_told_on_one_line():
    error = CalledProcessError(1, ["pg_dump"], stderr="pg_dump: error:\n no host\n")
    assert told(error) == "pg_dump: pg_dump: error: no host"


def test_a_file_store_that_cannot_be_reached_is_named_by_its_setting():
    assert told(StorageUnavailable("no bucket")) == "TENOHIRA_STORAGE_URL: no bucket"
