"""The moment of arrival: what one send makes, that a second makes nothing, and that it commits."""

from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import event

from app.applications.models import Application, Draft, IssuedNumber, Submission
from app.catalogue import service as catalogue
from app.catalogue.models import Procedure
from app.clock import JST
from app.journal.models import Event, Fact
from tests.applications.resident import PROPOSAL, words

EDGES = {
    "2026-11-25 08:29:59": (False, "before_opening", "2026-11-25"),
    "2026-11-25 08:30:00": (True, "in_hours", "2026-11-25"),
    "2026-11-25 17:14:59": (True, "in_hours", "2026-11-25"),
    "2026-11-25 17:15:00": (False, "after_closing", "2026-11-26"),
    "2026-11-27 17:15:00": (False, "after_closing", "2026-11-30"),
    "2026-11-28 10:00:00": (False, "saturday", "2026-11-30"),
    "2026-11-29 10:00:00": (False, "sunday", "2026-11-30"),
    "2026-11-23 10:00:00": (False, "holiday", "2026-11-24"),
    "2026-12-31 10:00:00": (False, "year_end", "2027-01-04"),
}
BASES = {
    "national_law": ("到達日時", "デジタル手続法第6条第3項"),
    "ordinance": ("到達日時", "行政の推進に関する条例"),
    "rule": ("到達日時", "行政の推進に関する条例"),
    "outline": ("送信日時", "法令による申請ではない"),
    "voluntary": ("送信日時", "法令による申請ではない"),
}


class DiskBroken(Exception):
    """What the database says when it cannot commit."""


@contextmanager
def broken_commit(engine):
    """Every commit of the writer fails while this lasts, as on a full disk: rolled back, raised."""

    def fail(connection):
        connection.connection.dbapi_connection.rollback()
        raise DiskBroken

    event.listen(engine, "commit", fail)
    yield
    event.remove(engine, "commit", fail)


@pytest.fixture
def proposer(new_resident):
    return new_resident(PROPOSAL)


@pytest.fixture
def fails(proposer, office):
    """The answer to a send whose commit fails; the draft is the proposer's."""
    proposer.ready()
    with broken_commit(office.database.writer):
        return proposer.send()


def arrived(office):
    return office.rows(Fact, Fact.event == Event.ARRIVED)


def test_a_repeated_send_answers_with_the_same_receipt(proposer):
    assert proposer.sent() == proposer.send().headers["location"]


def test_a_repeated_send_writes_nothing(proposer, office):
    proposer.sent()
    before = office.everything()
    proposer.send()
    assert office.everything() == before


def test_a_repeated_send_shows_the_same_secret_link(proposer):
    proposer.sent()
    link = proposer.receipt().partition("/open/")[2][:26]
    assert link in proposer.receipt()


def test_another_version_of_a_sent_draft_is_refused(proposer):
    proposer.sent()
    proposer.version += 1
    answer = proposer.send()
    assert (answer.status_code, "IDEM_MISMATCH" in answer.text) == (422, True)


def test_a_refused_version_of_a_sent_draft_does_not_deny_the_first_arrival(proposer):
    proposer.sent()
    proposer.version += 1
    assert "まだ市に届いていません" not in proposer.send().text


def test_an_older_review_page_does_not_send_newer_answers(proposer, office):
    proposer.ready()
    shown = proposer.version
    proposer.post("proposal", proposer.samples("proposal", subject="あとから直した題名"))
    proposer.version = shown
    answer = proposer.send()
    assert (answer.status_code, office.count(Application)) == (409, 0)


@pytest.mark.parametrize("version", ["", "x", "-1", "１", "²", "9" * 5000])
def test_a_send_without_a_readable_version_is_refused(proposer, version):
    proposer.ready().version = version
    assert proposer.send().status_code in (409, 422)


def test_a_draft_with_an_open_step_cannot_be_sent(proposer, office):
    proposer.start()
    answer = proposer.send()
    assert (answer.status_code, "STEP_ORDER" in answer.text) == (409, True)
    assert office.count(Application) == 0


def test_a_failed_commit_is_told_as_an_error(fails):
    assert fails.status_code in (500, 503)


def test_a_failed_commit_gives_no_receipt(fails):
    assert "location" not in fails.headers
    assert "市に届きました" not in fails.text


def test_a_failed_commit_leaves_no_row(fails, office):
    numbers = [office.count(each) for each in (Application, Submission, IssuedNumber)]
    assert (numbers, arrived(office)) == ([0, 0, 0], [])


def test_a_failed_commit_keeps_the_draft(proposer, fails, office):
    assert office.draft(proposer).sent_at is None
    assert proposer.get("review").status_code == 200


def test_a_draft_can_be_sent_after_a_failed_commit(proposer, fails, office):
    assert proposer.send().status_code == 303
    assert office.count(Application) == 1


def test_a_failed_commit_of_a_step_says_nothing_was_kept(proposer, office):
    proposer.start()
    with broken_commit(office.database.writer):
        answer = proposer.post("proposal", proposer.samples("proposal"))
    assert answer.status_code in (500, 503)
    assert office.draft(proposer).version == 1


def test_the_stamp_knows_each_edge_of_the_office_day(proposer, office, clock):
    stamped = {}
    for moment in EDGES:
        clock.set(datetime.fromisoformat(moment).replace(tzinfo=JST))
        number = proposer.sent().rpartition("/")[2]
        (row,) = office.rows(Application, Application.number == number)
        stamped[moment] = (row.in_hours, row.reason, row.next_open_day.isoformat())
    assert stamped == EDGES


def test_received_at_is_the_servers_clock_at_the_send(proposer, office, clock):
    proposer.ready()
    clock.advance(hours=3)
    proposer.send()
    (submission,) = office.rows(Submission)
    assert submission.received_at == clock.now()


def test_the_receipt_says_the_day_on_which_work_begins(proposer, clock):
    clock.set(datetime(2026, 11, 27, 23, 30, tzinfo=JST))
    proposer.sent()
    assert "2026年11月30日" in words(proposer.receipt()).partition("次の開庁日")[2][:40]


def test_the_receipt_shows_the_second_of_arrival_in_japanese_time(proposer, clock):
    clock.set(datetime(2026, 11, 27, 23, 30, 5, tzinfo=JST))
    proposer.sent()
    assert "23:30" in proposer.receipt() or "23時30分" in proposer.receipt()


def test_the_fact_of_an_arrival_has_the_stamp_of_its_application(proposer, office):
    proposer.sent()
    (fact,), (row,) = arrived(office), office.rows(Application)
    same = ("procedure", "section", "intake", "in_hours", "reason", "calendar_version", "locale")
    assert {name: getattr(fact, name) for name in same} == {
        name: getattr(row, name) for name in same
    }
    assert fact.occurred_at == row.received_at.replace(microsecond=0)


def test_the_fact_of_an_arrival_knows_the_class_of_device(proposer, office):
    proposer.sent()
    assert [fact.device for fact in arrived(office)] == ["phone"]


def test_the_receipt_names_the_law_that_the_procedure_rests_on(proposer, office):
    proposer.sent()
    shown = {}

    def rest_on(basis):
        def change(session):
            session.get(Procedure, office.rows(Application)[0].procedure).basis = basis
            catalogue.bump(session)

        return change

    for basis, expected in BASES.items():
        office.change(rest_on(basis))
        page = words(proposer.receipt())
        shown[basis] = tuple(text for text in expected if text in page)
    assert shown == BASES


def test_the_application_keeps_the_form_revision_of_its_draft(proposer, office):
    proposer.sent()
    (draft,), (row,) = office.rows(Draft), office.rows(Application)
    assert row.fingerprint == draft.fingerprint
