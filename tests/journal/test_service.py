"""Facts are codes alone; batches can be withdrawn and come again."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlmodel import select

from app.journal import service as journal
from app.journal.models import DeviceClass, Event, Fact, FactKind
from app.office_hours import Arrival, Reason

NOW = datetime(2023, 11, 6, 12, 0, 30, 999_999, tzinfo=UTC)
STAMP = Arrival(False, Reason.AFTER_CLOSING, "v1", date(2023, 11, 7))


def some_facts(number=3):
    return [
        journal.past_arrival(
            NOW - timedelta(days=day + 1), NOW, procedure="school-001", section="school",
            channel="own", count=1, arrival=STAMP,
        )
        for day in range(number)
    ]  # fmt: skip


def stored(database):
    with database.reading() as session:
        return list(session.exec(select(Fact)))


def test_a_recorded_fact_keeps_whole_seconds_and_its_stamp(database):
    with database.writing() as session:
        journal.record(
            session, NOW, event=Event.ARRIVED, procedure="school-001", section="school",
            locale="ja_JP@easy", preferred_locale="vi", device="phone", arrival=STAMP, seconds=90,
        )  # fmt: skip
    (fact,) = stored(database)
    assert fact.occurred_at == NOW.replace(microsecond=0)
    assert (fact.in_hours, fact.reason, fact.calendar_version) == (False, "after_closing", "v1")
    assert (fact.locale, fact.preferred_locale, fact.device) == ("ja_JP@easy", "vi", "phone")
    assert (fact.channel, fact.kind, fact.count, fact.seconds) == ("own", FactKind.LIVE, 1, 90)


@pytest.mark.parametrize("field", ["procedure", "section", "intake", "step", "locale", "detail"])
@pytest.mark.parametrize("words", ["見本 花子", "a b", "090 0000 0000", "x" * 65, "a\n"])
def test_words_of_a_person_do_not_enter_a_fact(field, words):
    details = {"event": Event.STARTED, "procedure": "school-001", field: words}
    with pytest.raises(journal.NotACode) as refused:
        journal.new_fact(NOW, **details)
    assert words not in str(refused.value)


def test_an_arrival_without_a_stamp_is_refused(database):
    with database.writing() as session, pytest.raises(journal.NotACode):
        journal.record(session, NOW, event=Event.ARRIVED, procedure="school-001")


def test_a_local_time_is_refused():
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    with pytest.raises(ValueError, match="UTC"):
        journal.new_fact(tokyo, event=Event.STARTED, procedure="school-001")


def test_an_unknown_device_is_kept_as_unknown():
    fact = journal.new_fact(NOW, event=Event.STARTED, procedure="p", device="Mozilla/5.0 (X11)")
    assert fact.device == DeviceClass.UNKNOWN


@pytest.mark.parametrize("count", [0, -1])
def test_a_fact_counts_at_least_one_application(count):
    with pytest.raises(journal.NotACode):
        journal.new_fact(NOW, event=Event.STARTED, procedure="p", count=count)


def test_a_month_that_is_none_is_refused():
    with pytest.raises(journal.NotACode):
        journal.monthly_count("2023-13", NOW, procedure="p", section="", channel="own", count=1)


def test_the_same_batch_again_writes_nothing(database):
    for expected in (True, False):
        with database.writing() as session:
            batch = journal.add_batch(
                session, NOW, digest="a" * 64, source="f.csv", facts=some_facts()
            )
        assert (batch is not None) is expected
    assert len(stored(database)) == 3


def test_a_batch_is_counted_until_it_is_withdrawn(database):
    with database.writing() as session:
        before = journal.is_counted(session, "a" * 64)
        journal.add_batch(session, NOW, digest="a" * 64, source="f.csv", facts=some_facts())
        kept = journal.is_counted(session, "a" * 64)
        journal.withdraw_batch(session, NOW, "a" * 12)
        assert (before, kept, journal.is_counted(session, "a" * 64)) == (False, True, False)


def test_a_withdrawn_batch_may_come_again_with_facts_of_its_own(database):
    with database.writing() as session:
        journal.add_batch(session, NOW, digest="a" * 64, source="f.csv", facts=some_facts())
    with database.writing() as session:
        journal.withdraw_batch(session, NOW, "a" * 12)
    with database.writing() as session:
        again = journal.add_batch(session, NOW, digest="a" * 64, source="f.csv", facts=some_facts())
    assert again is not None
    assert again.id == "a" * 60 + "-2"
    assert {fact.batch for fact in stored(database)} == {"a" * 64, again.id}


def test_the_beginning_of_an_id_withdraws_the_batch_that_counts(database):
    with database.writing() as session:
        for _ in range(2):
            journal.add_batch(session, NOW, digest="a" * 64, source="f.csv", facts=some_facts())
            batch = journal.withdraw_batch(session, NOW, "aaaaaaaa")
        assert batch.id.endswith("-2")
        with pytest.raises(journal.UnknownBatch):
            journal.withdraw_batch(session, NOW, "aaaaaaaa")


def test_a_beginning_that_fits_two_batches_is_refused(database):
    with database.writing() as session:
        for last in "bc":
            digest = "a" * 10 + last * 54
            journal.add_batch(session, NOW, digest=digest, source="f.csv", facts=some_facts())
        with pytest.raises(journal.AmbiguousBatch):
            journal.withdraw_batch(session, NOW, "a" * 10)


@pytest.mark.parametrize("ident", ["", "a", "aaaaaaa", "%%%%%%%%", "________"])
def test_too_short_or_wild_ids_withdraw_nothing(database, ident):
    with database.writing() as session:
        journal.add_batch(session, NOW, digest="a" * 64, source="f.csv", facts=some_facts())
        with pytest.raises((journal.AmbiguousBatch, journal.UnknownBatch)):
            journal.withdraw_batch(session, NOW, ident)


def test_a_batch_of_more_facts_than_one_statement_takes_is_kept_whole(database):
    facts = some_facts(5_001)
    with database.writing() as session:
        journal.add_batch(session, NOW, digest="a" * 64, source="f.csv", facts=facts)
    assert {fact.id for fact in stored(database)} == {fact.id for fact in facts}


def test_a_batch_counts_its_rows_and_applications(database):
    facts = some_facts(2)
    facts[0].count = 5
    with database.writing() as session:
        journal.add_batch(session, NOW, digest="a" * 64, source="f.csv", facts=facts)
    with database.reading() as session:
        (batch,) = journal.batches(session)
    assert (batch.rows, batch.total, batch.withdrawn_at) == (2, 6, None)
