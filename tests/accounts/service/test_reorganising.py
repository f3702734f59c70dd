"""After a reorganisation the successor has the work, through any number of changes."""

import pytest

from app.accounts import service, store
from app.accounts.models import Section
from app.errors import NotFound, Unprocessable
from tests.clock import NOW


@pytest.fixture
def chained(session):
    """older → old-school → school."""
    row = Section(code="older", name="older", valid_from=NOW.date(), successor="old-school")
    store.add(session, row)
    session.flush()
    return session


def test_the_work_of_a_section_is_where_its_last_successor_is(chained):
    assert service.sections_now(chained) == {
        "citizen": "citizen", "school": "school", "old-school": "school", "older": "school",
    }  # fmt: skip


def test_a_clerk_works_what_the_predecessors_of_predecessors_took_in(chained, hanako):
    assert service.sections_of(chained, hanako) == {"school", "old-school", "older"}


def test_no_section_succeeds_itself_by_a_detour(chained):
    with pytest.raises(Unprocessable, match="元の課に戻ります"):
        service.set_successor(chained, "school", "older")
    with pytest.raises(Unprocessable, match="元の課に戻ります"):
        service.set_successor(chained, "school", "school")


def test_a_successor_can_be_taken_back(chained):
    service.set_successor(chained, "old-school", "")
    chained.flush()
    assert service.sections_now(chained)["older"] == "old-school"


def test_only_sections_there_are_can_be_named(chained):
    with pytest.raises(Unprocessable):
        service.set_successor(chained, "school", "attic")
    with pytest.raises(NotFound):
        service.set_successor(chained, "attic", "school")
