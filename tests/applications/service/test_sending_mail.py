"""The mail after a send: one row in the outbox, and nothing of a person in it.

Nobody has proven the address yet: what a proven one is told is told in test_resuming.
"""

import pytest

from app.applications.models import Application
from app.notifications.models import OutboxRow
from app.notifications.service import deliver
from tests.applications.resident import PROPOSAL

ADDRESS = "canary.hanako@sample.example"


@pytest.fixture
def mailed(new_resident, office):
    """The outbox after a send with an address."""
    new_resident().sent(children=2, email=ADDRESS)
    return office.rows(OutboxRow)


def test_a_send_with_an_address_puts_one_mail_out(mailed):
    assert [row.topic for row in mailed] == ["secret"]


def test_a_send_without_an_address_puts_no_mail_out(new_resident, office):
    new_resident(PROPOSAL).sent(email=None)
    assert office.count(OutboxRow) == 0


def test_a_repeated_send_puts_no_second_mail_out(new_resident, office):
    proposer = new_resident(PROPOSAL)
    proposer.sent(email=ADDRESS)
    proposer.send()
    assert office.count(OutboxRow) == 1


def test_the_recipient_lies_sealed(mailed):
    assert ADDRESS.encode() not in mailed[0].recipient


def test_the_mail_to_an_unproven_address_names_no_application(mailed, office):
    assert not any(row.number in mailed[0].body for row in office.rows(Application))


def test_the_mail_says_nothing_of_a_person(mailed):
    text = mailed[0].subject + mailed[0].body
    assert not [word for word in ("見本", "花子", "一郎", ADDRESS) if word in text.replace(
        "見本：", "")]  # fmt: skip


def test_the_mail_goes_to_the_address_that_was_answered(mailed, office, postbox, clock):
    state = office.state
    deliver(office.database, state.keys, {"mail": postbox}, clock)
    assert [letter.recipient for letter in postbox.letters] == [ADDRESS]


def test_the_log_of_a_send_holds_no_address(new_resident, capsys):
    new_resident(PROPOSAL).sent(email=ADDRESS)
    assert ADDRESS not in "".join(capsys.readouterr())


def test_the_mail_is_in_the_language_of_the_send(new_resident, office):
    new_resident(PROPOSAL, "en").sent(email=ADDRESS)
    (row,) = office.rows(OutboxRow)
    assert (row.locale, row.subject.startswith("【Koriyama")) == ("en", True)
