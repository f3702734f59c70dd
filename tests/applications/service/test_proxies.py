"""Filling in for somebody else: asked at the start, shown everywhere, sealed."""

import pytest

from app.applications.models import Application
from app.journal.models import Event, Fact
from tests.applications.resident import words

WHO = {
    "proxy_name.family": "郡山", "proxy_name.given": "太郎", "proxy_relation": "支援者",
    "proxy_phone": "024-900-0000", "proxy_mandate.answer": "agree",
}  # fmt: skip


@pytest.fixture
def asked(resident):
    """A proxy who has pressed start."""
    answer = resident.start({"filler": "proxy"})
    assert answer.headers["location"].endswith("/proxy")
    return resident


def test_a_draft_of_a_proxy_is_not_sent_before_the_proxy_is_known(asked):
    asked.fill()
    assert asked.send().status_code == 409
    assert asked.get("review").headers["location"].endswith("/proxy")


def test_what_is_missing_about_a_proxy_is_named_and_the_rest_kept(asked):
    page = asked.post("proxy", WHO | {"proxy_relation": ""})
    assert (page.status_code, "太郎" in page.text) == (422, True)


def test_the_proxy_stands_on_review_and_receipt(asked):
    assert asked.post("proxy", WHO).status_code == 303
    asked.fill()
    assert "郡山" in words(asked.get("review").text)
    assert "支援者" in asked.receipt()


def test_the_proxy_is_sealed_with_each_application(asked, office):
    asked.post("proxy", WHO)
    asked.fill().send()
    (row,) = office.rows(Application)
    assert "太郎".encode() not in row.proxy
    assert "太郎" in office.envelope(row).open("proxy", row.proxy).decode()


def test_the_journal_counts_the_help_and_says_nothing_of_who_helped(asked, office):
    asked.post("proxy", WHO)
    asked.fill().send()
    (helped,) = [fact for fact in office.rows(Fact) if fact.event == Event.HELPED]
    assert (helped.detail, helped.count) == ("proxy", 1) and "太郎" not in repr(helped)


def test_the_person_may_go_on_alone(asked, office):
    assert asked.post("proxy", {"_self": "1"}).status_code == 303
    asked.fill().send()
    assert office.rows(Application)[0].proxy is None


def test_who_fills_in_for_themselves_is_not_asked(resident):
    assert resident.start().headers["location"].endswith("/guardian-1")
