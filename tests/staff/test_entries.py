"""What staff type in from paper: whose it is, when it arrived, and what it counts as."""

from datetime import UTC, datetime

import pytest

from app.applications.models import Application, Draft
from app.journal.models import Event, Fact
from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone
from tests.applications.resident import words
from tests.staff.typist import Typist

TUESDAY_MORNING = datetime(2026, 11, 24, 0, 15, tzinfo=UTC)


@pytest.fixture
def intake(desk, sample_intakes):
    return sample_intakes[0]


@pytest.fixture
def typist(clerk, intake):
    return Typist(clerk, intake)


def arrived(desk) -> Fact:
    (fact,) = desk.office.rows(Fact, Fact.event == Event.ARRIVED)
    return fact


def taken_in(typist, **own) -> str:
    typist.begin(**own)
    answer = typist.fill().send()
    assert answer.status_code == 303, words(answer.text)[:2000]
    return answer.headers["location"]


def test_paper_becomes_an_application_that_arrived_with_the_paper(desk, typist):
    taken_in(typist)
    (made,) = desk.office.rows(Application)
    assert (made.received_at, made.channel) == (TUESDAY_MORNING, "counter")


def test_the_arrival_is_counted_at_the_papers_instant_by_its_channel(desk, typist):
    taken_in(typist, channel="mail")
    fact = arrived(desk)
    assert (fact.channel, fact.occurred_at, fact.in_hours) == ("mail", TUESDAY_MORNING, True)


def test_it_is_recorded_when_it_was_typed_in(desk, typist, clock):
    taken_in(typist)
    assert arrived(desk).recorded_at == clock.now().replace(microsecond=0)


def test_paper_of_a_sunday_arrived_outside_the_hours(desk, typist):
    taken_in(typist, **{"arrived.day": "22"})
    assert arrived(desk).in_hours is False


def test_the_slip_shows_number_and_secret_link(desk, typist, clerk):
    slip = clerk.get(taken_in(typist)).text
    (made,) = desk.office.rows(Application)
    assert made.number in slip
    assert "/ja/open/" in slip


def test_the_slips_link_opens_the_application_for_the_person(desk, typist, clerk, new_resident):
    slip = clerk.get(taken_in(typist)).text
    secret = slip.partition("/ja/open/")[2].partition("<")[0]
    resident = new_resident()
    opened = resident.send_form(f"/ja/open/{secret}", {})
    assert resident.browser.get(opened.headers["location"]).status_code == 200


def test_printing_the_slip_is_written_down(desk, typist, clerk):
    clerk.get(taken_in(typist))
    assert len(desk.audited("slip_printed")) == 1


def test_nobody_else_reaches_the_entry(desk, typist):
    typist.begin()
    other = desk.clerk("school")
    assert other.get(f"{typist.base}/guardian-1").status_code == 404


def test_another_section_cannot_begin_one(stranger, intake):
    assert Typist(stranger, intake).begin().status_code == 404


def test_another_section_prints_no_slip(typist, stranger):
    assert stranger.get(taken_in(typist)).status_code == 404


def test_an_online_application_has_no_slip(desk, clerk):
    made = desk.arrive()
    assert clerk.get(f"/staff/applications/{made.number}/slip").status_code == 404


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"arrived.year": ""}, "年を入力してください"),
        ({"arrived.month": "13"}, "日付を確かめてください"),
        ({"arrived.year": "", "arrived.month": "", "arrived.day": ""}, "届いた日を入力して"),
        ({"arrived.day": "26"}, "いまより先になっています"),
        ({"arrived_time": "25:00"}, "時刻は 8:30 のように"),
        ({"channel": ""}, "届いた方法を選んで"),
        ({"channel": "own"}, "届いた方法を選んで"),
        ({"arrived.year": "2025"}, "受付の始まり"),
    ],
)
def test_a_wrong_start_says_what_to_do_and_keeps_what_was_typed(desk, typist, own, said):
    answer = typist.begin(**own)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert desk.office.rows(Draft) == []


@pytest.fixture
def after_the_end(desk, clock, intake):
    """The same typist three weeks after the intake has closed."""
    clock.set(intake.closes_at)
    clock.advance(days=20)
    return Typist(desk.clerk("school"), intake)


def test_paper_in_time_is_taken_after_the_intake_has_closed(desk, after_the_end):
    taken_in(after_the_end)
    assert len(desk.office.rows(Application)) == 1


def test_paper_after_the_intake_needs_a_reason(desk, after_the_end):
    late = {"arrived.year": "2027", "arrived.month": "1", "arrived.day": "4"}
    assert "理由を入力してください" in words(after_the_end.begin(**late).text)
    taken_in(after_the_end, **late, late_reason="期限内の消印があるため")
    (entry,) = desk.audited("entry_begun")
    assert "期限内の消印" in entry.detail


def test_an_entry_that_is_thrown_away_leaves_nothing(desk, typist):
    typist.begin()
    typist.send_form(f"{typist.base}/discard", {})
    assert desk.office.rows(Draft) == []
    assert len(desk.audited("entry_discarded")) == 1


def test_a_begun_entry_is_offered_again(clerk, typist):
    typist.begin()
    assert "続きを入力する" in clerk.get("/staff/entries").text
