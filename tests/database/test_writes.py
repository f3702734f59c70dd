"""What is known already is written at once, past the unit of work, in as few words as it takes."""

import pytest
from sqlalchemy import event
from sqlmodel import select

from app.accounts.models import Section, SignInTry
from app.database import Change, Database, write_at_once
from tests.clock import NOW

KEYS = ("k1", "k2")


@pytest.fixture
def kept(database) -> Database:
    with database.writing() as session:
        session.add_all(SignInTry(id=key, key=key, at=NOW) for key in KEYS)
    return database


def keys(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.exec(select(SignInTry.key)))


def a_section() -> Section:
    return Section(code="child", name="こども課", valid_from=NOW.date())


def test_a_change_is_kept_with_new_rows(kept):
    with kept.writing() as session:
        row = session.get_one(SignInTry, "k1")
        write_at_once(session, Change(row, {"key": "new"}), a_section())
    assert keys(kept) == ["k2", "new"]
    with kept.reading() as session:
        assert session.get_one(Section, "child").name == "こども課"


def test_a_change_may_come_after_the_new_row(kept):
    with kept.writing() as session:
        row = session.get_one(SignInTry, "k1")
        write_at_once(session, a_section(), Change(row, {"key": "new"}))
    assert keys(kept) == ["k2", "new"]


def test_a_change_alone_touches_its_own_row_only(kept):
    with kept.writing() as session:
        write_at_once(session, Change(session.get_one(SignInTry, "k1"), {"key": "new"}))
    assert keys(kept) == ["k2", "new"]


def test_changes_of_two_rows_do_not_mix(kept):
    with kept.writing() as session:
        rows = [session.get_one(SignInTry, key) for key in KEYS]
        write_at_once(session, *(Change(row, {"key": f"new-{row.key}"}) for row in rows))
    with kept.reading() as session:
        assert {row.id: row.key for row in session.exec(select(SignInTry))} == {
            "k1": "new-k1", "k2": "new-k2",
        }  # fmt: skip


def test_a_written_change_is_in_the_row_and_not_written_again(kept):
    said: list[str] = []
    with kept.writing() as session:
        row = session.get_one(SignInTry, "k1")
        write_at_once(session, Change(row, {"key": "new"}))
        event.listen(session.connection(), "before_cursor_execute", lambda *a: said.append(a[2]))
        session.flush()
        assert (row.key, said) == ("new", [])


def test_what_was_changed_the_usual_way_before_is_kept_too(kept):
    with kept.writing() as session:
        first, second = (session.get_one(SignInTry, key) for key in KEYS)
        second.key = "usual"
        write_at_once(session, Change(first, {"key": "new"}), a_section())
    assert keys(kept) == ["new", "usual"]


def test_a_change_that_is_undone_leaves_the_row_as_it_was(kept):
    with pytest.raises(ZeroDivisionError), kept.writing() as session:
        write_at_once(session, Change(session.get_one(SignInTry, "k1"), {"key": "new"}))
        _ = 1 / 0
    assert keys(kept) == ["k1", "k2"]
