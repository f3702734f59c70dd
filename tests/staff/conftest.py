"""What tests of the workbench ask for: one city hall for all of them, emptied before each."""

from collections.abc import Callable, Iterator

import pytest

from app.accounts.models import Role
from app.calendar import service as calendar
from app.office_hours import HoursProfile
from tests.applications.conftest import app as app
from tests.applications.conftest import clock as clock
from tests.applications.conftest import engine as engine
from tests.applications.conftest import office as office
from tests.applications.conftest import postbox as postbox
from tests.applications.conftest import running as running
from tests.applications.conftest import sample_intakes as sample_intakes
from tests.applications.conftest import settings as settings
from tests.browser import Browser
from tests.staff.desk import Desk


@pytest.fixture
def desk(office, app, running) -> Desk:
    """A city hall to which nobody has come yet, and ways to fill it."""
    return Desk(app, running.portal)


@pytest.fixture
def clerk(desk) -> Browser:
    """A clerk of the section that takes the club's applications."""
    return desk.clerk("school")


@pytest.fixture
def stranger(desk) -> Browser:
    """A clerk of another section."""
    return desk.clerk("public-relations")


@pytest.fixture
def profile(desk) -> Iterator[Callable[[], HoursProfile]]:
    """The calendar in force, which is the city's own again before and after the test."""

    def now() -> HoursProfile:
        with desk.state.database.reading() as session:
            return calendar.in_force(session, desk.state.city)

    changes = "DELETE FROM calendar_versions WHERE recorded_by != 'migrate'"
    desk.sql(changes)
    yield now
    desk.sql(changes)


@pytest.fixture
def admin(desk, profile) -> Browser:
    """An administrator, who may change the calendar; it is put back afterwards."""
    return desk.clerk(role=Role.ADMIN)


@pytest.fixture
def page(clerk) -> Callable[[str], str]:
    """The text of a staff page that must be there."""

    def show(address: str) -> str:
        answer = clerk.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    return show
