"""A city hall whose staff sign in at a real OpenID provider."""

from datetime import UTC, datetime

import pytest

from app.accounts.models import StaffIdentity
from app.settings import Settings
from tests import provider
from tests.accounts.hanako import LOGIN
from tests.accounts.openid.visits import HANAKO
from tests.clock import FakeClock
from tests.factories import add_staff


@pytest.fixture(scope="session")
def issuer():
    with provider.running("http://127.0.0.1:8000") as issuer:
        yield issuer


@pytest.fixture
def settings(settings, issuer):
    return Settings(**settings.model_dump() | provider.of_settings(issuer))


@pytest.fixture
def clock():
    """The provider's tokens tell the real time."""
    return FakeClock(datetime.now(UTC))


@pytest.fixture
def hanako(app, clock):
    with app.state.database.writing() as session:
        return add_staff(session, clock.now(), login=LOGIN, sections=["citizen"])


@pytest.fixture
def tied(app, clock, hanako, issuer):
    """Hanako's account, tied to who she is at the provider."""
    with app.state.database.writing() as session:
        session.add(
            StaffIdentity(issuer=issuer, subject=HANAKO, staff_id=hanako.id, tied_at=clock.now())
        )
    return hanako
