"""The month's report leaves once, on the first open day, to one recipient, with sums alone."""

from dataclasses import replace

import pytest
from sqlmodel import select

from app.accounts.models import Role, StaffMember
from app.clock import JST
from app.journal import service as journal
from app.journal.models import Event
from app.notifications.models import OutboxRow
from app.office_hours import classify
from app.statistics.service import reports
from tests.clock import FakeClock, jst
from tests.factories import add_staff
from tests.statistics.mailed import give

ADDRESS = "mihon@example.jp"


@pytest.fixture
def clock():
    return FakeClock(jst(2026, 10, 20, 12))


@pytest.fixture
def reader(counted, sender, clock, profile):
    """Somebody of the DX office who subscribed in October, when three applications came."""
    with counted.writing() as session:
        member = add_staff(session, clock.now(), role=Role.DX_OFFICE)
        reports.subscribe(
            session, sender.city, clock.now(), staff=member.id, day=1, view=reports.View()
        )
        give(session, sender.keys, clock.now(), reports.contact_of(member.id), ADDRESS)
        for hour in (10, 20, 21):
            at = jst(2026, 10, 20, hour)
            journal.record(
                session, at, event=Event.ARRIVED, procedure="school-001", section="school",
                arrival=classify(at, profile),
            )  # fmt: skip
    return member


def _mails(database):
    with database.reading() as session:
        return list(session.exec(select(OutboxRow).where(OutboxRow.topic == reports.TOPIC)))


def _at(database, sender, clock, moment):
    clock.set(moment)
    return reports.send_due(database, sender, clock)


def test_it_leaves_at_the_opening_of_the_first_open_day_and_once(counted, sender, clock, reader):
    # 2026-11-01 is a Sunday; the 2nd is the first open day.
    assert _at(counted, sender, clock, jst(2026, 11, 1, 12)) == 0
    assert _at(counted, sender, clock, jst(2026, 11, 2, 8, 29)) == 0
    assert _at(counted, sender, clock, jst(2026, 11, 2, 8, 30)) == 1
    assert _at(counted, sender, clock, jst(2026, 11, 2, 9, 30)) == 0
    assert _at(counted, sender, clock, jst(2026, 12, 1, 8, 30)) == 1


def test_two_workers_send_one(counted, sender, clock, reader):
    clock.set(jst(2026, 11, 2, 9))
    with counted.reading() as session:
        row = reports.mine(session, reader.id)
        written = reports.letter(session, sender, clock.now(), reports.View())
    sent = [reports._send(counted, sender, clock.now(), row, written) for _ in range(2)]
    assert sent == [True, False] and len(_mails(counted)) == 1


def test_who_was_down_on_the_day_sends_it_later(counted, sender, clock, reader):
    assert _at(counted, sender, clock, jst(2026, 11, 19, 3)) == 1


def test_it_tells_the_month_in_words_and_leads_to_the_page(counted, sender, clock, reader):
    _at(counted, sender, clock, jst(2026, 11, 2, 9))
    (mail,) = _mails(counted)
    assert mail.subject == "【郡山市】2026年10月の統計"
    for told in ("開庁時間以外に届いた割合：66.7%", "合計　3件", "本システム　開庁時間以外 2件",
                 "https://city.example/staff/statistics?period=2026-10"):  # fmt: skip
        assert told in mail.body
    assert mail.recipient != ADDRESS.encode()
    assert sender.keys.unwrap(mail.recipient, f"outbox:{mail.id}:recipient") == ADDRESS.encode()


def test_a_view_of_one_section_counts_that_section(counted, sender, clock, reader):
    with counted.reading() as session:
        found = reports.letter(
            session, sender, jst(2026, 11, 2, 9), reports.View(section="citizen")
        )
    assert "合計　0件" in found.body and "&section=citizen" in found.body


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.CLERK}])
def test_who_may_read_no_statistics_any_more_gets_no_mail(counted, sender, clock, reader, change):
    with counted.writing() as session:
        session.get(StaffMember, reader.id).sqlmodel_update(change)
    assert _at(counted, sender, clock, jst(2026, 11, 2, 9)) == 0


def test_ending_it_forgets_the_address(counted, sender, clock, reader):
    with counted.writing() as session:
        reports.unsubscribe(session, clock.now(), reader.id)
    with counted.reading() as session:
        assert reports.mine(session, reader.id) is None
    assert _at(counted, sender, clock, jst(2026, 11, 2, 9)) == 0


def test_over_the_new_year_it_waits_for_the_first_open_day(profile):
    assert reports.goes_at(profile, jst(2027, 1, 1, 9), 1) == jst(2027, 1, 4, 8, 30)


def test_every_offered_day_still_leaves_within_its_month(profile):
    for month in range(1, 13):
        now = jst(2026, month, 1, 9)
        goes = reports.goes_at(replace(profile), now, max(reports.DAYS))
        assert goes.astimezone(JST).month == month
