"""A PostgreSQL that goes away and comes back: calm answers meanwhile, and no restart of ours."""

import asyncio
from contextlib import ExitStack

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.responses import JSONResponse, RedirectResponse

from app.accounts.models import SignInTry
from app.database import Database, Reading, Session, new_id
from app.errors import CityHallError
from tests.clock import NOW
from tests.postgres import FOLDER, address, own_server, start, stop
from tests.wire import Loss, Wire

COUNT = text("SELECT count(*) FROM sign_in_tries")
END_ALL = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
)
AWAY, UNKNOWN = (503, "DATABASE_AWAY"), (503, "OUTCOME_UNKNOWN")


@pytest.fixture
def engine():
    """SQLite is a file beside us, which does not go away."""
    return "postgres"


def hall(database):
    """The smallest city hall: a deed, a deed during which `app.meanwhile` happens, a page."""
    app = FastAPI()
    app.state.database = database
    app.meanwhile = lambda: None

    @app.exception_handler(CityHallError)
    def tell(_, error):
        return JSONResponse({"code": error.code}, status_code=error.status)

    @app.post("/write")
    def write(session: Session) -> RedirectResponse:
        session.add(SignInTry(id=new_id(NOW), key="k", at=NOW))
        session.flush()
        app.meanwhile()
        session.execute(COUNT)
        return RedirectResponse("/receipt", status_code=303)

    @app.get("/count")
    def read(reading: Reading) -> int:
        reading.execute(COUNT)
        app.meanwhile()
        return reading.execute(COUNT).scalar()

    return app


def ask(app, method, path):
    """Status, and the code of an error, of one request."""

    async def run():
        transport = httpx2.ASGITransport(app, raise_app_exceptions=True)
        async with httpx2.AsyncClient(transport=transport, base_url="http://city") as client:
            return await client.request(method, path)

    answer = asyncio.run(run())
    return answer.status_code, answer.json()["code"] if answer.status_code == 503 else None


def both(app):
    return [ask(app, "POST", "/write"), ask(app, "GET", "/count")]


SERVED = [(303, None), (200, None)]


@pytest.fixture(scope="module")
def home(request):
    """A server of our own."""
    with own_server(request.config.stash[FOLDER]) as home:
        with psycopg.connect(address(home).format(name="postgres").replace("+psycopg", "")) as own:
            own.execute("SET synchronous_commit = on")  # it must outlive the first loss of power
            own.execute("CREATE TABLE sign_in_tries (id text, key text, at timestamptz)")
        yield home


@pytest.fixture
def app(home):
    database = Database(address(home).format(name="postgres"))
    yield hall(database)
    database.close()


@pytest.fixture
def wired(database):
    """A city hall whose database is at the other end of a wire."""
    with Wire.to(database.writer.url.render_as_string(hide_password=False)) as wire:
        far = Database(wire.url)
        yield hall(far), wire
        far.close()


def count(database):
    with database.reading() as session:
        return session.execute(COUNT).scalar()


def test_a_server_that_is_down_is_told_as_such_and_served_again_when_it_is_up(app, home):
    assert both(app) == SERVED
    stop(home)
    while_down = both(app) + both(app)
    start(home)
    assert (while_down, both(app)) == ([AWAY] * 4, SERVED)


def test_a_server_that_was_restarted_while_nobody_asked_is_noticed_by_nobody(app, home):
    assert both(app) == SERVED
    stop(home)
    start(home)
    assert both(app) == SERVED


@pytest.mark.parametrize(("method", "path"), [("POST", "/write"), ("GET", "/count")])
def test_a_server_that_ends_in_the_middle_of_a_request_is_told_as_away(app, home, method, path):
    app.meanwhile = lambda: stop(home)
    assert ask(app, method, path) == AWAY
    app.meanwhile = lambda: None
    start(home)
    assert both(app) == SERVED


def test_when_all_connections_are_taken_the_house_is_away_until_one_is_free(app, home):
    plain = address(home).format(name="postgres").replace("+psycopg", "")
    with ExitStack() as taken:
        with pytest.raises(psycopg.OperationalError):
            while True:
                taken.enter_context(psycopg.connect(plain))
        full = both(app)
    assert (full, both(app)) == ([AWAY] * 2, SERVED)


def test_a_connection_that_is_reset_costs_one_request(database):
    app = hall(database)

    def end_all():
        with database.reading() as session:
            session.execute(END_ALL)

    app.meanwhile = end_all
    assert ask(app, "POST", "/write") == AWAY
    app.meanwhile = lambda: None
    assert both(app) == SERVED
    assert count(database) == 1


@pytest.mark.parametrize(("loss", "kept"), [(Loss.BEFORE, 0), (Loss.AFTER, 1)])
def test_a_commit_of_which_nobody_heard_is_told_as_unknown(wired, database, loss, kept):
    app, wire = wired
    wire.loss = loss
    assert ask(app, "POST", "/write") == UNKNOWN
    wire.loss = Loss.NEVER
    assert (count(database), both(app)) == (kept, SERVED)


def test_who_loses_a_deadlock_is_told_to_come_again(database):
    app = hall(database)

    def lose():  # PostgreSQL itself says what it would say
        with database.writing() as session:
            session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$"))

    app.meanwhile = lose
    assert ask(app, "POST", "/write") == (503, "BUSY_RETRY")
