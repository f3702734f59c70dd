"""A section is told once a month which values are missing, at an address it proved."""

from datetime import date

import pytest
from sqlmodel import select

from app.accounts.models import Section
from app.notifications.models import OutboxRow
from app.statistics.service import contacts, section_mails
from app.statistics.service.indicators import editing, entering
from tests.clock import FakeClock, jst
from tests.statistics.conftest import on_both
from tests.statistics.mailed import give

ADDRESS = "mihon@example.jp"


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def clock():
    return FakeClock(jst(2026, 10, 20, 12))


@pytest.fixture
def reached(counted, sender, clock, city):
    """The DX section with a proven address; a section without one beside it."""
    with counted.writing() as session:
        for code, name in (("dx", "DX戦略課"), ("citizen", "市民課")):
            session.add(Section(code=code, name=name, valid_from=date(2020, 4, 1)))
        session.flush()
        section_mails.begin(session, city, clock.now(), "dx")
        give(session, sender.keys, clock.now(), section_mails.contact_of("dx"), ADDRESS)
    return counted


@pytest.fixture
def mails(reached):
    def read():
        query = select(OutboxRow).where(OutboxRow.topic == section_mails.TOPIC)
        with reached.reading() as session:
            return list(session.exec(query))

    return read


def _at(database, sender, clock, moment):
    clock.set(moment)
    return section_mails.send_due(database, sender, clock)


def _enter_all(database, city, clock):
    with database.writing() as session:
        for duty in entering.duties(session, city, clock.now(), frozenset({"dx"})):
            typed = {"indicator": duty.definition.slug, "period": duty.period, "value": "1"}
            figure, _ = editing.checked_figure(typed)
            editing.keep_figure(session, editing.Who("dx-1", clock.now()), figure)


@on_both
def test_it_leaves_at_the_first_opening_from_the_fifth_and_once_a_month(
    reached, sender, clock, mails
):
    assert _at(reached, sender, clock, jst(2026, 11, 5, 8, 29)) == 0
    assert _at(reached, sender, clock, jst(2026, 11, 5, 8, 30)) == 1
    assert _at(reached, sender, clock, jst(2026, 11, 6, 8, 30)) == 0
    # 2026-12-05 is a Saturday
    assert _at(reached, sender, clock, jst(2026, 12, 5, 12)) == 0
    assert _at(reached, sender, clock, jst(2026, 12, 7, 8, 30)) == 1
    assert len(mails()) == 2


@on_both
def test_two_workers_send_one(reached, sender, clock, mails):
    clock.set(jst(2026, 11, 5, 9))
    with reached.reading() as session:
        written = section_mails.letter(session, sender, clock.now(), "dx")
    sent = [section_mails._send(reached, sender, clock.now(), "dx", written) for _ in range(2)]
    assert sent == [True, False] and len(mails()) == 1


def test_it_names_what_is_missing_and_where_it_is_entered(reached, sender, clock, mails):
    _at(reached, sender, clock, jst(2026, 11, 5, 9))
    (mail,) = mails()
    assert "・プリントアウト数：2026年10月" in mail.body
    assert "https://city.example/staff/indicators" in mail.body
    assert sender.keys.unwrap(mail.recipient, f"outbox:{mail.id}:recipient") == ADDRESS.encode()


def test_nothing_leaves_where_all_is_in(reached, sender, clock, city, mails):
    clock.set(jst(2026, 11, 5, 8))
    _enter_all(reached, city, clock)
    assert _at(reached, sender, clock, jst(2026, 11, 5, 9)) == 0
    assert mails() == []


def test_nothing_leaves_for_an_address_that_waits_or_was_ended(reached, sender, clock, mails):
    with reached.writing() as session:
        contacts.forget(session, section_mails.contact_of("dx"))
    assert _at(reached, sender, clock, jst(2026, 11, 5, 9)) == 0


def test_who_begins_after_the_day_is_reminded_next_month(reached, sender, clock, city):
    clock.set(jst(2026, 11, 20, 12))
    with reached.writing() as session:
        section_mails.begin(session, city, clock.now(), "citizen")
        give(session, sender.keys, clock.now(), section_mails.contact_of("citizen"), ADDRESS)
    section_mails.send_due(reached, sender, clock)
    assert _at(reached, sender, clock, jst(2026, 12, 7, 9)) == 2


def test_who_owes_what_is_listed_with_how_it_is_reminded(reached, sender, clock, city):
    _at(reached, sender, clock, jst(2026, 11, 5, 9))
    with reached.reading() as session:
        found, total = section_mails.owing(session, city, sender.keys, clock.now())
    by_name = {each.name: each for each in found}
    assert by_name["DX戦略課"].mailed_at and by_name["DX戦略課"].reach.address == ADDRESS
    assert not by_name["市民課"].reach.is_known and by_name[""].duties
    assert found[-1].name == "" and total >= sum(len(each.duties) for each in found)
