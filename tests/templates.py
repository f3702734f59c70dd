"""Owns the template databases of a test run: made once, copied for each test in milliseconds.

`migrated` has every table and no row of ours; `furnished` also holds what ships (sections,
calendar, catalogue, forms) and the demo's sample intake, so that there is a form to send.
"""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from app import operations
from app.crypto import make_trial_keys
from app.settings import Settings
from tests.clock import FakeClock
from tests.postgres import ensure_server, one_at_a_time


@contextmanager
def copied(shared: Path, engine: str, template: str, folder: Path) -> Iterator[str]:
    """The address of a fresh copy of a template; a copy on PostgreSQL is dropped afterwards."""
    source = _template(shared, engine, template)
    if engine == "sqlite":
        yield f"sqlite:///{shutil.copyfile(source, folder / f'{template}.db')}"
        return
    name = f"t{uuid.uuid4().hex}"
    _maintain(shared, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield ensure_server(shared).format(name=name)
    _maintain(shared, f"DROP DATABASE {name} WITH (FORCE)")


def _template(shared: Path, engine: str, template: str) -> Path:
    """Make a template unless another worker did; returns its file (SQLite)."""
    file, done = shared / f"{template}.db", shared / f"{engine}-{template}.done"
    with one_at_a_time(shared, f"{engine}-{template}"):
        if not done.exists():
            url = f"sqlite:///{file}"
            if engine == "postgres":
                url = ensure_server(shared).format(name=template)
                _maintain(shared, f"CREATE DATABASE {template}")
            operations.upgrade_tables(url)
            if template == "furnished":
                _furnish(url, shared / f"{engine}-house")
            done.touch()
    return file


def _furnish(url: str, folder: Path) -> None:
    settings = Settings(data_dir=folder, database_url=url, demo=True)
    make_trial_keys(settings.keys_file)
    with operations.house(settings, FakeClock()) as opened:
        operations.load_shipped(opened)


def _maintain(shared: Path, statement: str) -> None:
    url = ensure_server(shared).format(name="postgres").replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
