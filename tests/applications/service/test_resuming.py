"""Going on elsewhere by mail, proving where notices go, reminders: and what a stranger gets."""

import re
from datetime import timedelta

import pytest

from app.applications.models import (
    Application,
    DraftContact,
    MailCode,
    Reminder,
    Submission,
    SubmissionContact,
)
from app.applications.service.deciding import Office
from app.applications.service.reminding import remind_all
from app.journal.models import Fact
from app.notifications.models import OutboxRow
from app.notifications.service import deliver
from tests.applications.afterwards import Afterwards
from tests.applications.resident import PROPOSAL
from tests.clock import NOW

MAIL = "mihon@example.jp"
LINK = re.compile(r"/ja/resume/([0-9a-f]{32})")


@pytest.fixture
def letters(office, postbox, clock):
    """Deliver what is due; returns every letter so far."""

    def deliver_all():
        deliver(office.database, office.state.keys, {"mail": postbox}, clock)
        return postbox.letters

    return deliver_all


def code_in(letter) -> str:
    return re.search(r"：(\d{6})", letter.body)[1]


@pytest.fixture
def left(resident, letters):
    """A resident who has begun, and left an address that is not proven yet."""
    resident.start()
    resident.fill(until="situation")
    answer = resident.send_form(f"{resident.base}/by-mail", {"do": "address", "address": MAIL})
    assert answer.status_code == 303
    return resident


@pytest.fixture
def proven(left, letters):
    """The same, when the code was typed in; returns the resident and the link."""
    code = code_in(letters()[-1])
    answer = left.send_form(f"{left.base}/by-mail", {"do": "code", "code": f" {code} "})
    assert answer.status_code == 303
    return left, "/ja/resume/" + LINK.search(letters()[-1].body)[1]


def test_the_link_is_mailed_only_after_the_code_was_typed(left, letters):
    assert not LINK.search(letters()[-1].body)


def test_the_link_alone_opens_nothing(proven, new_resident):
    resident, link = proven
    other = new_resident().browser
    assert resident.draft not in other.get(link).text
    assert other.get(f"{resident.base}/guardian-1").status_code == 404


def test_link_and_code_open_the_draft_on_another_device(proven, new_resident, letters):
    resident, link = proven
    other = new_resident()
    other.send_form(link, {"do": "again"})
    answer = other.send_form(link, {"do": "open", "code": code_in(letters()[-1])})
    assert answer.headers["location"] == f"{resident.base}/review"
    assert other.browser.get(f"{resident.base}/guardian-1").status_code == 200
    assert resident.browser.get(f"{resident.base}/guardian-1").status_code == 200


def test_who_resumed_sends_and_sees_the_receipt(proven, new_resident, letters):
    resident, link = proven
    other = new_resident()
    other.send_form(link, {"do": "again"})
    other.send_form(link, {"do": "open", "code": code_in(letters()[-1])})
    other.base, other.version, other.answers = resident.base, resident.version, resident.answers
    other.fill(since="situation")
    address = other.send().headers["location"]
    assert other.browser.get(address).status_code == 200


def test_five_wrong_guesses_close_a_code(proven, new_resident, letters, office):
    _, link = proven
    other = new_resident()
    other.send_form(link, {"do": "again"})
    code = code_in(letters()[-1])
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        assert other.send_form(link, {"do": "open", "code": wrong}).status_code == 422
    assert other.send_form(link, {"do": "open", "code": code}).status_code == 422


def test_a_code_is_over_after_fifteen_minutes(left, letters, clock):
    code = code_in(letters()[-1])
    clock.advance(minutes=15)
    answer = left.send_form(f"{left.base}/by-mail", {"do": "code", "code": code})
    assert answer.status_code == 422


def test_no_more_than_five_codes_an_hour_go_to_one_address(left, office):
    for _ in range(7):
        left.send_form(f"{left.base}/by-mail", {"do": "again"})
    assert office.count(MailCode) == 5


def test_another_draft_cannot_mail_the_same_address_full(left, new_resident, office):
    for _ in range(3):
        other = new_resident()
        other.start()
        for _ in range(2):
            other.send_form(f"{other.base}/by-mail", {"do": "address", "address": MAIL})
    assert office.count(MailCode) == 5


def test_a_code_is_kept_as_a_hash_and_the_mail_forgets_it(left, letters, office):
    code = code_in(letters()[-1])
    (row,) = office.rows(MailCode)
    (mail,) = office.rows(OutboxRow)
    assert code not in row.code_hash
    assert (mail.body, mail.recipient) == ("", b"")


def test_the_address_lies_sealed(left, office):
    (contact,) = office.rows(DraftContact)
    assert MAIL.encode() not in contact.address


def test_a_wrong_address_is_named_and_kept(resident):
    resident.start()
    page = resident.send_form(f"{resident.base}/by-mail", {"do": "address", "address": "あ"})
    assert (page.status_code, 'value="あ"' in page.text) == (422, True)


def test_the_link_of_a_sent_draft_is_dead(proven, new_resident):
    resident, link = proven
    resident.fill(since="situation")
    assert resident.send().status_code == 303
    assert new_resident().browser.get(link).status_code == 404


def test_the_link_of_an_erased_draft_is_dead(proven, new_resident, office):
    resident, link = proven
    resident.send_form(f"{resident.base}/erase", {})
    assert new_resident().browser.get(link).status_code == 404
    assert office.count(DraftContact) == 0


def test_an_unproven_address_hears_nothing_of_a_send(new_resident, office, letters):
    resident = new_resident(PROPOSAL)
    address = resident.sent(email=MAIL)
    (letter,) = letters()
    (application,) = office.rows(Application)
    assert application.number not in letter.subject + letter.body
    assert office.rows(Submission)[0].recipient is None
    assert "メールアドレスを確かめてください" in resident.browser.get(address).text


def test_a_code_on_the_status_page_proves_the_address(new_resident, office, letters):
    resident = new_resident(PROPOSAL)
    sent = Afterwards(resident, resident.sent(email=MAIL))
    answer = sent.post("contact", {"do": "code", "code": code_in(letters()[-1])})
    assert answer.status_code == 303
    (row,) = office.rows(Submission)
    assert office.envelope(row).open("recipient", row.recipient).decode() == MAIL
    assert office.count(SubmissionContact) == 0


def test_a_wrong_code_on_the_status_page_changes_nothing(new_resident, office, letters):
    resident = new_resident(PROPOSAL)
    sent = Afterwards(resident, resident.sent(email=MAIL))
    code = f"{(int(code_in(letters()[-1])) + 1) % 10**6:06d}"
    assert sent.post("contact", {"do": "code", "code": code}).status_code == 422
    assert office.rows(Submission)[0].recipient is None


def test_an_address_proven_with_the_draft_hears_at_once(new_resident, office, letters):
    resident = new_resident(PROPOSAL)
    resident.start()
    resident.send_form(f"{resident.base}/by-mail", {"do": "address", "address": MAIL})
    code = code_in(letters()[-1])
    resident.send_form(f"{resident.base}/by-mail", {"do": "code", "code": code})
    resident.fill(email=MAIL).send()
    (application,) = office.rows(Application)
    assert application.number in letters()[-1].body


@pytest.fixture
def remind(office, clock):
    """One round of the upkeep."""
    state = office.state

    def run() -> int:
        house = Office(state.keys, state.web.languages, "見本市", "http://localhost")
        return remind_all(office.database, house, clock)

    return run


def test_an_unsent_draft_is_reminded_of_once_before_the_intake_closes(
    resident, office, letters, remind, clock
):
    office.new_intake(NOW - timedelta(days=1), NOW + timedelta(days=4))
    resident.start()
    resident.send_form(f"{resident.base}/by-mail", {"do": "address", "address": MAIL})
    code = code_in(letters()[-1])
    resident.send_form(f"{resident.base}/by-mail", {"do": "code", "code": code})
    assert remind() == 0
    clock.advance(days=2)
    assert [remind(), remind()] == [1, 0]
    assert LINK.search(letters()[-1].body)
    assert [row.topic for row in office.rows(Reminder)] == ["draft"]
    assert [fact.detail for fact in office.rows(Fact, Fact.event == "reminded")] == ["draft"]


def test_documents_to_come_are_reminded_of_once_before_their_deadline(
    new_resident, office, letters, remind, clock
):
    office.new_intake(
        NOW - timedelta(days=1), NOW + timedelta(days=4),
        document_deadline=NOW + timedelta(days=10),
    )  # fmt: skip
    resident = new_resident()
    sent = Afterwards(resident, resident.sent(email=MAIL))
    sent.post("contact", {"do": "code", "code": code_in(letters()[-1])})
    clock.advance(days=8)
    assert [remind(), remind()] == [1, 0]
    assert sent.number in letters()[-1].body


def test_old_codes_are_forgotten(left, office, remind, clock):
    clock.advance(days=2)
    remind()
    assert office.count(MailCode) == 0


def test_nobody_is_reminded_at_an_unproven_address(left, office, remind, clock):
    office.change(lambda session: None)
    clock.advance(days=1)
    assert remind() == 0


def test_this_device_lists_its_drafts_and_forgets_them_all(left, office, new_resident):
    page = left.browser.get("/ja/mine").text
    assert left.draft in page
    assert left.draft not in new_resident().browser.get("/ja/mine").text
    assert left.send_form("/ja/mine/forget", {}).status_code == 303
    (fact,) = office.rows(Fact, Fact.event == "abandoned")
    assert (fact.step, fact.detail) == ("situation", "erased")


def test_the_home_page_leads_a_known_device_to_what_it_holds(left, new_resident):
    assert 'href="/ja/mine"' in left.browser.get("/ja/").text
    assert left.draft not in left.browser.get("/ja/").text
    assert 'href="/ja/mine"' not in new_resident().browser.get("/ja/").text


def test_the_home_page_gets_the_list_alone(left):
    fragment = left.browser.get("/ja/mine", headers={"HX-Request": "true"}).text
    assert left.draft in fragment
    assert "<html" not in fragment
