"""The audit chain: every deed in order, and whoever changes one is found out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.audit import service
from tests.clock import NOW


def record(session, number=1, **changes):
    deed = {
        "actor": "hanako",
        "action": "case.read",
        "subject": f"application:{number}",
        "detail": "",
    }
    return service.record(session, NOW + timedelta(seconds=number), **deed | changes)


@pytest.fixture
def chain(database):
    """Five deeds of five transactions."""
    for number in range(1, 6):
        with database.writing() as session:
            record(session, number)
    return database


def verified(database):
    with database.reading() as session:
        return service.verify(session)


def forge(database, statement):
    with database.writing() as session:
        session.execute(text(statement))


def test_an_empty_chain_holds(database):
    assert verified(database) == (0, None)


def test_an_untouched_chain_holds(chain):
    assert verified(chain) == (5, None)


def test_the_first_entry_stands_on_nothing(database):
    with database.writing() as session:
        assert record(session).previous == service.GENESIS


def test_each_entry_carries_the_hash_of_the_one_before(database):
    with database.writing() as session:
        first, second = record(session), record(session, 2)
    assert second.previous == first.hash


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'taro'",
        "action = 'case.decided'",
        "subject = 'application:9'",
        "detail = 'nothing'",
        "at = '2026-11-25 01:00:09'",
        f"hash = '{'f' * 64}'",
        f"previous = '{'f' * 64}'",
    ],
)
def test_a_changed_entry_is_found(chain, change):
    forge(chain, f"UPDATE audit_entries SET {change} WHERE position = 3")
    assert verified(chain) == (2, 3)


def test_a_removed_entry_is_found(chain):
    forge(chain, "DELETE FROM audit_entries WHERE position = 3")
    assert verified(chain) == (2, 4)


def test_a_cut_end_is_found(chain):
    forge(chain, "DELETE FROM audit_entries WHERE position = 5")
    assert verified(chain) == (4, 5)


def test_an_emptied_record_is_found(chain):
    forge(chain, "DELETE FROM audit_entries")
    assert verified(chain) == (0, 1)


def test_two_entries_that_change_places_are_found(chain):
    forge(chain, "UPDATE audit_entries SET position = 99 WHERE position = 2")
    forge(chain, "UPDATE audit_entries SET position = 2 WHERE position = 3")
    forge(chain, "UPDATE audit_entries SET position = 3 WHERE position = 99")
    assert verified(chain) == (1, 2)


def test_words_moved_between_cells_are_found(database):
    with database.writing() as session:
        record(session, action="a", detail="b")
    forge(database, "UPDATE audit_entries SET action = 'ab', detail = ''")
    assert verified(database) == (0, 1)


def test_a_deed_that_is_rolled_back_leaves_no_entry(chain):
    with pytest.raises(ZeroDivisionError), chain.writing() as session:
        record(session, 6)
        raise ZeroDivisionError
    assert verified(chain) == (5, None)


def test_deeds_at_the_same_time_stand_in_one_chain(database):
    def work(number):
        with database.writing() as session:
            record(session, number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(1, 41)))
    assert verified(database) == (40, None)


def test_a_long_detail_is_cut_and_still_holds(database):
    with database.writing() as session:
        record(session, detail="長" * 800)
    assert verified(database) == (1, None)


def test_fractions_of_a_second_do_not_break_the_chain(database):
    with database.writing() as session:
        moment = NOW + timedelta(microseconds=123456)
        service.record(session, moment, actor="a", action="b", subject="c")
    assert verified(database) == (1, None)
