"""What a resident sees of a clerk's work on the status page, and when."""

import re
from datetime import timedelta

import pytest

from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone
from tests.clock import NOW

NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
HELD, SHOWN = "審査中です", "決定しました"


@pytest.fixture
def sent(desk, new_resident):
    """A resident who has sent the club's form, and the address of the receipt."""
    desk.office.new_intake(
        NOW - timedelta(days=2), NOW + timedelta(days=1), release_at=NOW + timedelta(hours=3)
    )
    resident = new_resident()
    receipt = resident.sent()
    return resident, receipt


def status_of(sent) -> str:
    resident, receipt = sent
    return resident.browser.get(receipt).text


def work(clerk, sent, deed, **data):
    number = NUMBER.search(sent[1])[0]
    answer = clerk.post(f"/staff/applications/{number}/{deed}", data)
    assert answer.status_code == 303


def decide(clerk, sent):
    work(clerk, sent, "status", version="1", to="accepted")
    work(clerk, sent, "status", version="2", to="reviewing")
    work(
        clerk, sent, "status", version="3", to="decided", decision="refused", sure="1",
        words="定員に達したため",
    )  # fmt: skip


def test_a_message_stands_on_the_status_page(clerk, sent):
    work(clerk, sent, "messages", body="書類が1つ足りません")
    assert "書類が1つ足りません" in status_of(sent)


def test_a_note_does_not(clerk, sent):
    work(clerk, sent, "notes", body="電話で確かめた")
    assert "電話で確かめた" not in status_of(sent)


def test_the_acceptance_stands_on_the_status_page(clerk, sent):
    work(clerk, sent, "status", version="1", to="accepted")
    assert "受付しました" in status_of(sent)


def test_before_the_release_a_decision_reads_as_under_review(clerk, sent):
    decide(clerk, sent)
    text = status_of(sent)
    assert HELD in text
    assert SHOWN not in text


def test_before_the_release_neither_decision_nor_reasons_are_shown(clerk, sent):
    decide(clerk, sent)
    text = status_of(sent)
    assert "不承諾" not in text
    assert "定員に達したため" not in text


def test_from_the_release_on_the_decision_is_shown(clerk, sent, clock):
    decide(clerk, sent)
    clock.advance(hours=3)
    text = status_of(sent)
    assert SHOWN in text
    assert "不承諾" in text


def test_the_clerk_sees_each_child_of_one_send_as_a_case_with_its_sibling(
    desk, clerk, new_resident
):
    new_resident().sent(children=2)
    numbers = set(NUMBER.findall(clerk.get("/staff/").text))
    assert len(numbers) == 2
    one, other = numbers
    assert other in clerk.get(f"/staff/applications/{one}").text
