"""Questions asked at every page: readers get the same as writers, past the unit of work."""

import pytest
from sqlalchemy import bindparam
from sqlmodel import col, select

from app.accounts.models import Section, SignInTry
from app.database import Asked, Database
from tests.clock import NOW

TRY = Asked(select(SignInTry).where(SignInTry.key == bindparam("key")))
KEY = Asked(select(SignInTry.key).where(SignInTry.key == bindparam("key")))
PAIRS = Asked(
    select(Section, SignInTry).where(SignInTry.key == Section.code).order_by(col(Section.code))
)


@pytest.fixture
def kept(database) -> Database:
    with database.writing() as session:
        session.add_all(SignInTry(id=f"{each:032d}", key=f"k{each}", at=NOW) for each in (1, 2))
        session.add_all(
            Section(code=f"k{each}", name=f"{each}課", valid_from=NOW.date()) for each in (1, 2)
        )
    return database


def test_a_reader_gets_the_row_a_writer_gets(kept):
    with kept.writing() as session:
        row = TRY.first(session, key="k1").model_dump()
    with kept.reading() as session:
        assert TRY.first(session, key="k1").model_dump() == row


def test_a_readers_session_does_not_know_the_row(kept):
    with kept.reading() as session:
        assert TRY.first(session, key="k1") not in session


def test_a_row_a_writer_got_may_be_changed(kept):
    with kept.writing() as session:
        TRY.first(session, key="k1").key = "k3"
    with kept.reading() as session:
        assert TRY.first(session, key="k3") is not None


def test_nothing_is_found_for_a_reader_or_a_writer(kept):
    with kept.writing() as writer, kept.reading() as reader:
        assert [TRY.first(writer, key="k9"), TRY.first(reader, key="k9")] == [None, None]


def test_a_value_is_its_own_answer(kept):
    with kept.reading() as session:
        assert KEY.all(session, key="k2") == ["k2"]


def test_a_writer_is_told_of_what_it_has_not_sent_yet(kept):
    with kept.writing() as session:
        TRY.first(session, key="k1").key = "k4"
        assert KEY.first(session, key="k4") == "k4"


def test_rows_of_two_tables_come_together(kept):
    with kept.reading() as session:
        found = [(section.name, row.key) for section, row in PAIRS.all(session)]
    assert found == [("1課", "k1"), ("2課", "k2")]
