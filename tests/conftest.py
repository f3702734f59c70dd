"""Owns what every test may ask for: both databases, a clock that stands, the app and its readers.

`database`, `furnished` and all that stands on them run twice, on SQLite and on PostgreSQL
(`-m "not postgres"` runs the quick half); a test gets its own copy of a template made once.
"""

import gc
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from jinja2 import FileSystemBytecodeCache

from app import main
from app.accounts import service as accounts
from app.accounts.models import Role
from app.crypto import Keys, load_keys, make_trial_keys
from app.database import Database
from app.settings import Settings
from tests import languages
from tests.browser import Browser
from tests.clock import FakeClock
from tests.factories import add_staff
from tests.outbox import Postbox
from tests.passwords import make_cheap
from tests.postgres import FOLDER
from tests.postgres import pytest_configure as pytest_configure
from tests.postgres import pytest_configure_node as pytest_configure_node
from tests.postgres import pytest_unconfigure as pytest_unconfigure
from tests.templates import copied

# The same examples every time and no deadline: a red run is a changed house, not a busy machine.
STEADY = hypothesis.settings(deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("whole", STEADY)
hypothesis.settings.register_profile("quick", STEADY, max_examples=15)
hypothesis.settings.load_profile("whole")
# Hundreds of apps read the same shelves, which takes longer than all the rest of their making.
main.load_languages = languages.shipped
main.city = SimpleNamespace(load=cache(main.city.load))
make_cheap()
# A sixth of a run went into looking for garbage among what imports and collecting had made.
gc.set_threshold(50_000, 20, 20)
# Nothing happens behind a test's back: a mail the house claimed is a mail the test cannot deliver.
main.DELIVER_EVERY = main.PUBLISH_EVERY = main.FOLD_EVERY = 24 * 3600.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs the whole app as `http`, for the loop to leave out; begin with what is slow.

    A test of minutes at the end of the queue would let one core wait for the other.
    """
    for item in items:
        if {"app", "client", "site"} & set(
            getattr(item, "fixturenames", ())
        ) and "house" not in item.path.parts:
            item.add_marker(pytest.mark.http)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What stands now stays to the end of the run: no search for garbage walks it again."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_the_developer():
    for name in [name for name in os.environ if name.startswith("TENOHIRA_")]:
        del os.environ[name]


@pytest.fixture
def clock() -> FakeClock:
    """The clock of the app under test: `clock.set(instant)`, `clock.advance(minutes=16)`."""
    return FakeClock()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request) -> str:
    """Which of the two databases this test runs on."""
    return request.param


@pytest.fixture
def database(request, engine, tmp_path) -> Iterator[Database]:
    """A migrated database without a row of ours."""
    with copied(request.config.stash[FOLDER], engine, "migrated", tmp_path) as url:
        database = Database(url)
        yield database
        database.close()


@pytest.fixture
def settings(request, engine, tmp_path: Path) -> Iterator[Settings]:
    """A city hall of its own: keys, files, and a database with all that ships in it."""
    with copied(request.config.stash[FOLDER], engine, "furnished", tmp_path) as url:
        settings = Settings(data_dir=tmp_path / "var", database_url=url)
        make_trial_keys(settings.keys_file)
        yield settings


@pytest.fixture
def keys(settings) -> Keys:
    """The keys of `settings`."""
    return load_keys(settings.keys_file)


@pytest.fixture
def furnished(settings) -> Iterator[Database]:
    """The database of `settings`: sections, calendar, catalogue, forms, the sample intake."""
    database = Database(settings.database)
    yield database
    database.close()


@pytest.fixture
def postbox() -> Postbox:
    """Where mail of the app under test ends up: `postbox.letters`."""
    return Postbox()


@pytest.fixture
def app(request, settings, clock, postbox):
    """The whole city hall, with a standing clock and a postbox instead of mail."""
    app = main.create_app(settings, clock=clock, channels={"mail": postbox})
    compiled = request.config.stash[FOLDER] / "templates"
    compiled.mkdir(exist_ok=True)
    for code, each in app.state.web.environments.items():
        each.bytecode_cache = FileSystemBytecodeCache(str(compiled), f"{code}-%s")
    yield app
    app.state.database.close()


@pytest.fixture
def client(app) -> Iterator[Browser]:
    """A resident's browser. `client.post(url, data)` fetches and adds the CSRF token."""
    with Browser(app) as browser:
        yield browser


@pytest.fixture
def browser(client, app) -> Callable[[], Browser]:
    """Make further browsers, each with its own cookies, in the same running app."""
    return lambda: Browser(app, portal=client.portal)


@pytest.fixture
def sign_in(browser, app, clock) -> Callable[..., Browser]:
    """Make a signed-in browser: `sign_in(Role.CLERK, sections=["school"], login="…")`."""

    def make(role=Role.CLERK, *, sections=(), login="") -> Browser:
        with app.state.database.writing() as session:
            member = add_staff(session, clock.now(), role=role, sections=sections, login=login)
            secret = accounts.open_session(session, clock.now(), member)
        signed_in = browser()
        signed_in.cookies.set("staff", secret)
        return signed_in

    return make


@pytest.fixture
def staff_client(sign_in) -> Browser:
    """The browser of an administrator, who works for every section."""
    return sign_in(Role.ADMIN)
