"""What tests of the heart ask for: residents on their phones, and a look behind the counter.

One city hall serves all tests of a worker on each database: it is emptied before every test,
which is ten times as fast as building another.
"""

from collections.abc import Callable, Iterator

import pytest
from jinja2 import FileSystemBytecodeCache

from app.applications.models import Intake
from app.crypto import make_trial_keys
from app.forms.definition import Form
from app.main import create_app
from app.settings import Settings
from tests.applications.office import Office
from tests.applications.resident import CLUB, Phone, Resident
from tests.applications.streaming import MULTIPART, call, cookies_of, streamed
from tests.browser import Browser
from tests.clock import NOW, FakeClock
from tests.outbox import Postbox
from tests.postgres import FOLDER
from tests.templates import copied


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def settings(request, engine, tmp_path_factory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp(engine)
    with copied(request.config.stash[FOLDER], engine, "furnished", folder) as url:
        settings = Settings(data_dir=folder / "var", database_url=url, starts_per_address=0)
        make_trial_keys(settings.keys_file)
        yield settings


@pytest.fixture(scope="session")
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture(scope="session")
def app(settings, clock, postbox, request):
    folder = request.config.stash[FOLDER] / "templates"
    folder.mkdir(exist_ok=True)
    app = create_app(settings, clock=clock, channels={"mail": postbox})
    for code, each in app.state.web.environments.items():
        each.bytecode_cache = FileSystemBytecodeCache(str(folder), f"{code}-%s")
    return app


@pytest.fixture(scope="session")
def running(app) -> Iterator[Browser]:
    with Browser(app) as browser:
        yield browser


@pytest.fixture(scope="session")
def sample_intakes(running, app) -> list[Intake]:
    return Office(app).rows(Intake)


@pytest.fixture
def office(app, clock, postbox, sample_intakes) -> Office:
    """Behind the counter of a city hall to which nobody has come yet."""
    clock.set(NOW)
    postbox.letters.clear()
    office = Office(app)
    office.empty(sample_intakes)
    return office


@pytest.fixture
def client(office, running) -> Browser:
    running.cookies.clear()
    return running


@pytest.fixture
def phone(office, running, app) -> Callable[[], Phone]:
    """Make phones, each a device of its own."""
    return lambda: Phone(app, portal=running.portal)


@pytest.fixture
def new_resident(phone) -> Callable[..., Resident]:
    """Make residents, each with a phone of their own."""
    return lambda form=CLUB, locale="ja": Resident(phone(), form, locale)


@pytest.fixture
def begun(office, new_resident) -> Callable[[Form], Resident]:
    """Publish a form of the test's own, and let a resident begin it."""

    def begun(form: Form) -> Resident:
        office.publish(form)
        resident = new_resident(form)
        resident.start()
        return resident

    return begun


@pytest.fixture
def resident(new_resident) -> Resident:
    """A resident who wants a place in a club."""
    return new_resident()


@pytest.fixture
def stream(app, running) -> Callable[..., tuple[int, str]]:
    """Send a file that is made while it is sent; returns status and page."""

    def stream(resident: Resident, step: str, field: str, name: str, *, megabytes: int):
        fields = resident.samples(step) | {"_csrf": resident.token, "_version": resident.version}
        body = streamed(fields, field, name, megabytes)
        headers = [(b"cookie", cookies_of(resident)), (b"content-type", MULTIPART)]
        return running.portal.call(call, app, f"{resident.base}/{step}", headers, body)

    return stream
