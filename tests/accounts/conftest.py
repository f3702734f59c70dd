"""A city with three sections, and Hanako who works for one of them."""

import pytest

from app.accounts import store
from app.accounts.models import Section
from tests.accounts.hanako import LOGIN
from tests.clock import NOW
from tests.factories import add_staff


@pytest.fixture
def session(database):
    """One write transaction; a test's last word is never committed by a failure."""
    with database.writing() as session:
        for code, successor in (("school", None), ("citizen", None), ("old-school", "school")):
            row = Section(code=code, name=code, valid_from=NOW.date(), successor=successor)
            session.add(row)
        session.flush()
        add_staff(session, NOW, login=LOGIN, sections=["school"])
        yield session


@pytest.fixture
def hanako(session):
    return store.staff_by_login(session, LOGIN)
