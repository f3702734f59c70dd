"""One database, two engines: writers queue, readers never wait, and only a commit is an answer."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, StatementError
from starlette.responses import RedirectResponse

from app.accounts.models import SignInTry, StaffSession
from app.database import Database, Reading, Session, new_id
from tests.clock import NOW

ROOT = Path(__file__).parents[1]
COUNT = text("SELECT count(*) FROM sign_in_tries")


def a_try(key="k"):
    return SignInTry(id=new_id(NOW), key=key, at=NOW)


def count(database):
    with database.reading() as session:
        return session.execute(COUNT).scalar()


@pytest.fixture
def counter(database):
    """The smallest city hall: one deed that writes, one page that reads, one broken commit."""
    app = FastAPI()
    app.state.database = database
    with database.writing() as session:
        session.execute(
            text(
                "CREATE TABLE orphans (id INTEGER PRIMARY KEY, parent VARCHAR(40) REFERENCES "
                "sections (code) DEFERRABLE INITIALLY DEFERRED)"
            )
        )

    @app.post("/write")
    def write(session: Session) -> RedirectResponse:
        session.add(a_try())
        return RedirectResponse("/receipt", status_code=303)

    @app.post("/broken")
    def broken(session: Session) -> RedirectResponse:
        session.add(a_try())
        session.execute(text("INSERT INTO orphans VALUES (1, 'no such section')"))
        return RedirectResponse("/receipt", status_code=303)

    @app.post("/refused")
    def refuse(session: Session) -> RedirectResponse:
        session.add(a_try())
        session.flush()
        raise ValueError

    @app.get("/count")
    def read(reading: Reading) -> int:
        return reading.execute(COUNT).scalar()

    return app


def together(app, requests):
    """Answers to requests sent at once, each `(method, path)`; a fault of ours is a 500."""

    async def run():
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://city") as client:
            return await asyncio.gather(*(client.request(*each) for each in requests))

    return asyncio.run(run())


# The commit is the answer


def test_a_deed_is_kept_before_it_is_answered(counter, database):
    assert together(counter, [("POST", "/write")])[0].status_code == 303
    assert count(database) == 1


def test_a_commit_that_fails_is_answered_by_a_fault(counter):
    assert together(counter, [("POST", "/broken")])[0].status_code == 500


def test_a_commit_that_fails_leads_to_no_receipt(counter):
    assert "location" not in together(counter, [("POST", "/broken")])[0].headers


def test_a_commit_that_fails_leaves_nothing(counter, database):
    together(counter, [("POST", "/broken")])
    assert count(database) == 0


def test_after_a_failed_commit_the_next_writer_is_served(counter):
    answers = [together(counter, [("POST", path)])[0] for path in ("/broken", "/write")]
    assert [answer.status_code for answer in answers] == [500, 303]


# Many at once


def test_eighty_writers_at_once_all_succeed(counter, database):
    answers = together(counter, [("POST", "/write")] * 80)
    assert {answer.status_code for answer in answers} == {303}
    assert count(database) == 80


def test_readers_are_served_among_writers(counter):
    answers = together(counter, [("POST", "/write"), ("GET", "/count")] * 40)
    assert {answer.status_code for answer in answers} == {200, 303}


def test_writers_of_two_processes_all_succeed(database):
    script = (
        "import sys\n"
        "from app.database import Database, new_id\n"
        "from app.accounts.models import SignInTry\n"
        "from tests.clock import NOW\n"
        "database = Database(sys.argv[1])\n"
        "for _ in range(40):\n"
        "    with database.writing() as session:\n"
        "        session.add(SignInTry(id=new_id(NOW), key='k', at=NOW))\n"
    )
    url = database.writer.url.render_as_string(hide_password=False)
    workers = [subprocess.Popen([sys.executable, "-c", script, url], cwd=ROOT) for _ in range(2)]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert count(database) == 80


def test_writers_who_wait_share_a_commit(counter, database):
    commits = []
    event.listen(database.writer, "commit", commits.append)
    together(counter, [("POST", "/write")] * 30)
    assert len(commits) == 30 if not database.is_sqlite else len(commits) < 10


def test_a_writer_who_fails_undoes_nobody_elses_work(counter, database):
    answers = together(counter, [("POST", "/write"), ("POST", "/refused")] * 10)
    assert [answer.status_code for answer in answers] == [303, 500] * 10
    assert count(database) == 10


def test_a_failed_commit_is_told_to_everybody_who_shared_it(counter, database):
    answers = together(counter, [("POST", "/write"), ("POST", "/broken"), ("POST", "/write")])
    assert count(database) == sum(answer.status_code == 303 for answer in answers)


# One writer, many readers


def test_raising_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.add(a_try())
        session.flush()
        raise ZeroDivisionError
    assert count(database) == 0


def test_a_reader_does_not_wait_for_the_writer(database):
    with database.writing() as session:
        session.add(a_try())
        session.flush()
        assert count(database) == 0
    assert count(database) == 1


def test_a_reader_sees_one_moment_only(database):
    with database.reading() as reader:
        before = reader.execute(COUNT).scalar()
        with database.writing() as session:
            session.add(a_try())
        assert reader.execute(COUNT).scalar() == before == 0


def test_a_reader_cannot_write(database):
    with (
        database.reading() as session,
        pytest.raises((OperationalError, ProgrammingError, StatementError)),
    ):
        session.add(a_try())
        session.flush()


def test_a_reference_to_nobody_is_refused(database):
    row = StaffSession(token_hash="t", staff_id="nobody", created_at=NOW, last_seen=NOW)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(row)


def test_a_naive_instant_is_refused(database):
    with pytest.raises(StatementError), database.writing() as session:
        session.add(SignInTry(id=new_id(NOW), key="k", at=datetime(2026, 11, 25)))


def test_an_instant_comes_back_as_it_went(database):
    with database.writing() as session:
        session.add(a_try())
    with database.reading() as session:
        found = session.get_one(
            SignInTry, session.execute(text("SELECT id FROM sign_in_tries")).scalar()
        )
        assert (found.at, found.at.utcoffset()) == (NOW, timedelta(0))


def test_sqlite_is_durable_and_checks_references(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'city.db'}")
    with database.writing() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


# Ids


def test_an_id_has_128_bits_in_hexadecimal():
    assert len(bytes.fromhex(new_id(NOW))) == 16


def test_a_later_id_sorts_later():
    assert new_id(NOW) < new_id(NOW + timedelta(milliseconds=1))


def test_ids_of_one_moment_keep_the_order_they_were_made_in():
    made = [new_id(NOW) for _ in range(1000)]
    assert made == sorted(made)


def test_ids_of_one_moment_differ():
    assert len({new_id(datetime(2026, 1, 1, tzinfo=UTC)) for _ in range(1000)}) == 1000
