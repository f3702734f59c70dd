"""A database without room is told as such, and takes again when there is room."""

import pytest
from sqlalchemy import event, text

from app.accounts.models import SignInTry
from app.database import Database, new_id
from app.database.faults import DatabaseFull
from tests.clock import NOW

LARGE = "x" * 8000
INSERT = text("INSERT INTO heaps VALUES (:body)")
# A cluster's disk is not ours to fill: PostgreSQL itself says what it would say (disk_full).
SAID = text("DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$")


@pytest.fixture
def tight(database: Database):
    """A database that has room for some pages more; returns how to give it back."""
    most = [0]
    with database.writing() as session:
        session.execute(text("CREATE TABLE heaps (body TEXT)"))

    @event.listens_for(database.writer, "checkout")
    def limit(connection, *_):
        if database.is_sqlite:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            most[0] = most[0] or pages + 8
            connection.execute(f"PRAGMA max_page_count = {most[0]}")

    yield lambda: most.__setitem__(0, 1_000_000)
    event.remove(database.writer, "checkout", limit)


def fill(database: Database) -> None:
    """Write until it is full."""
    for _ in range(100):
        with database.writing() as session:
            if database.is_sqlite:
                session.execute(INSERT, {"body": LARGE})
            else:
                session.execute(SAID)


def test_a_full_disk_is_told_as_a_full_disk(database, tight):
    with pytest.raises(DatabaseFull):
        fill(database)


def test_there_is_writing_again_when_there_is_room(database, tight):
    with pytest.raises(DatabaseFull):
        fill(database)
    tight()
    with database.writing() as session:
        session.add(SignInTry(id=new_id(NOW), key="k", at=NOW))
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM sign_in_tries")).scalar() == 1


def test_any_other_fault_stays_what_it_is(database):
    with pytest.raises(Exception, match="nowhere") as caught, database.writing() as session:
        session.execute(text("SELECT 1 FROM nowhere"))
    assert not isinstance(caught.value, DatabaseFull)
