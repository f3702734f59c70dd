"""An address hears of statistics once it was proven; what waits can be taken back, and lapses."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.errors import NotFound
from app.notifications.models import OutboxRow
from app.statistics.models import Contact, ReportSubscription
from app.statistics.service import contacts, reports
from tests.factories import add_staff
from tests.statistics.conftest import on_both
from tests.statistics.mailed import give, head, last_code

SUBJECT = "section:" + "s" * 40
FIRST, SECOND = "mihon@example.jp", "betsu@example.jp"


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def ask(counted, keys, clock):
    """Lets an address wait; what is wrong."""

    def asking(address, subject=SUBJECT):
        with counted.writing() as session:
            return contacts.ask(session, head(keys), clock.now(), subject=subject, address=address)

    return asking


@pytest.fixture
def prove(counted, keys, clock):
    """Types a code in, by default the one that was mailed last; what is wrong."""

    def proving(typed=None):
        with counted.writing() as session:
            return contacts.prove(
                session, keys, clock.now(), subject=SUBJECT, typed=typed or last_code(session),
                actor="dx-1",
            )  # fmt: skip

    return proving


@pytest.fixture
def reach(counted, keys):
    """(address in use, address that waits)."""

    def reading():
        with counted.reading() as session:
            found = contacts.reach(session, keys, SUBJECT)
        return found.address, found.waiting

    return reading


@pytest.fixture
def coded(counted):
    """The code that was mailed last."""

    def reading():
        with counted.reading() as session:
            return last_code(session)

    return reading


@on_both
def test_an_address_is_used_once_its_code_was_typed_in(ask, prove, reach):
    ask(FIRST)
    assert reach() == ("", FIRST)
    assert prove() is None
    assert reach() == (FIRST, "")


def test_a_new_address_waits_beside_the_one_in_use(ask, prove, reach):
    ask(FIRST)
    prove()
    ask(SECOND)
    assert reach() == (FIRST, SECOND)


def test_what_waits_is_taken_back_and_its_code_opens_nothing(ask, prove, reach, counted):
    ask(FIRST)
    prove()
    ask(SECOND)
    with counted.writing() as session:
        contacts.undo(session, SUBJECT)
    assert reach() == (FIRST, "")
    with pytest.raises(NotFound):
        prove()


def test_typing_the_address_in_use_again_takes_back_what_waits_and_mails_nothing(
    ask, prove, reach, counted
):
    ask(FIRST)
    prove()
    ask(SECOND)
    with counted.reading() as session:
        before = len(session.exec(select(OutboxRow)).all())
    assert ask(FIRST) is None
    with counted.reading() as session:
        assert len(session.exec(select(OutboxRow)).all()) == before
    assert reach() == (FIRST, "")


def test_a_wrong_code_proves_nothing(ask, prove, reach, coded):
    ask(FIRST)
    assert prove(f"{(int(coded()) + 1) % 10**6:06d}") is not None
    assert reach() == ("", FIRST)


def test_a_code_of_the_address_before_proves_nothing_of_the_new_one(ask, prove, reach, coded):
    ask(FIRST)
    old = coded()
    ask(SECOND)
    while coded() == old:  # one in a million
        ask(SECOND)
    assert prove(old) is not None
    assert reach() == ("", SECOND)


def test_a_code_lasts_fifteen_minutes_and_the_address_a_week(ask, prove, reach, counted, clock):
    ask(FIRST)
    clock.advance(minutes=15)
    assert prove() is not None
    clock.advance(days=6)
    contacts.forget_lapsed(counted, clock)
    assert reach() == ("", FIRST)
    clock.advance(days=1)
    contacts.forget_lapsed(counted, clock)
    assert reach() == ("", "")
    with counted.reading() as session:
        assert not session.exec(select(Contact)).all()


@on_both
def test_what_lapses_leaves_the_address_in_use_and_ends_a_report_without_one(
    counted, keys, clock, city, ask, prove, reach
):
    ask(FIRST)
    prove()
    ask(SECOND)
    with counted.writing() as session:
        for address in (FIRST, ""):
            member = add_staff(session, clock.now())
            reports.subscribe(
                session, city, clock.now(), staff=member.id, day=1, view=reports.View()
            )
            if address:
                give(session, keys, clock.now(), reports.contact_of(member.id), address)
    clock.advance(days=7, seconds=1)
    contacts.forget_lapsed(counted, clock)
    assert reach() == (FIRST, "")
    with counted.reading() as session:
        assert len(session.exec(select(ReportSubscription)).all()) == 1


def test_too_many_codes_are_refused_and_the_address_waits(ask, reach):
    faults = [ask(FIRST) for _ in range(6)]
    assert faults[:5] == [None] * 5 and faults[5] is not None
    assert reach() == ("", FIRST)


def test_no_address_stands_in_the_clear(ask, prove, counted):
    ask(FIRST)
    prove()
    ask(SECOND)
    with counted.reading() as session:
        (row,) = session.exec(select(Contact)).all()
    assert FIRST.encode() not in row.address and SECOND.encode() not in row.waiting
    assert timedelta(days=7) == contacts.WAITS
