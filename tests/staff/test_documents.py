"""What a clerk does about documents, and how the queue and the case show what residents did."""

from datetime import timedelta

import pytest

from app.applications.models import Application, Attachment, Message
from app.notifications.service import deliver
from tests.applications.afterwards import DOCUMENT, PDF, Afterwards
from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone
from tests.clock import NOW
from tests.staff.desk import File

MAIL = "mihon@example.jp"
REASON = "写真がぼやけていて読めません"


@pytest.fixture
def sent(desk, new_resident, clock):
    """A resident a minute after sending with two documents to come."""
    sent = Afterwards.a_minute(new_resident(), clock, email=MAIL)
    desk.office.prove_addresses()
    return sent


@pytest.fixture
def siblings(desk, new_resident, clock):
    """The same for two children."""
    return Afterwards.a_minute(new_resident(), clock, siblings=True)


def case_of(sent) -> str:
    return f"/staff/applications/{sent.number}"


def row_of(desk, sent, state="later", path=DOCUMENT) -> Attachment:
    (owner,) = desk.office.rows(Application, Application.number == sent.number)
    return next(
        row for row in desk.attachments(owner) if (row.state, row.path) == (state, path)
    )  # fmt: skip


def application(desk, sent) -> Application:
    (row,) = desk.office.rows(Application, Application.number == sent.number)
    return row


def deed(clerk, desk, sent, what, *, state="later", version=None, **more):
    shown = application(desk, sent).version if version is None else version
    address = f"{case_of(sent)}/documents/{row_of(desk, sent, state).id}/{what}"
    return clerk.post(address, {"version": str(shown)} | more)


def test_a_paper_that_came_is_missing_no_more(desk, clerk, sent):
    assert deed(clerk, desk, sent, "receive").status_code == 303
    assert application(desk, sent).missing_documents == 1
    assert row_of(desk, sent, "taken").state == "taken"


def test_who_took_a_paper_and_when_is_in_the_audit(desk, clerk, sent):
    deed(clerk, desk, sent, "receive")
    (entry,) = desk.audited("document_received")
    assert (entry.subject, entry.detail) == (f"application:{sent.number}", DOCUMENT)


def test_the_resident_sees_that_the_paper_came(desk, clerk, sent):
    deed(clerk, desk, sent, "receive")
    page = sent.page()
    assert "紙で受け取りました" in page
    assert f'value="{DOCUMENT}"' not in page


def test_a_paper_can_be_taken_back(desk, clerk, sent):
    deed(clerk, desk, sent, "receive")
    assert deed(clerk, desk, sent, "take-back", state="taken").status_code == 303
    assert application(desk, sent).missing_documents == 2
    assert row_of(desk, sent, "later").state == "later"
    assert len(desk.audited("document_taken_back")) == 1


def test_a_guardians_paper_came_for_every_child(desk, clerk, siblings):
    deed(clerk, desk, siblings, "receive")
    rows = desk.office.rows(Application)
    assert [row.missing_documents for row in rows] == [1, 1]
    assert len(desk.audited("document_received")) == 2


def test_the_second_of_two_clerks_takes_nothing(desk, clerk, sent):
    clerk.post(f"{case_of(sent)}/status", {"version": "1", "to": "accepted"})
    answer = deed(desk.clerk("school"), desk, sent, "receive", version=1)
    assert answer.status_code == 409
    assert application(desk, sent).missing_documents == 2


def test_a_clerk_does_not_take_what_the_resident_just_handed_in(desk, clerk, sent):
    ident = row_of(desk, sent).id
    sent.hand_in()
    answer = clerk.post(f"{case_of(sent)}/documents/{ident}/receive", {"version": "1"})
    assert answer.status_code == 409


@pytest.mark.parametrize("what", ["receive", "take-back", "ask-again"])
def test_a_foreign_section_does_nothing(desk, stranger, sent, what):
    answer = deed(stranger, desk, sent, what, reason=REASON)
    assert (answer.status_code, application(desk, sent).version) == (404, 1)


def test_a_document_of_another_case_is_not_found(desk, clerk, sent):
    other = desk.arrive(files=[File(DOCUMENT)])
    (foreign,) = desk.attachments(other)
    answer = clerk.post(
        f"{case_of(sent)}/documents/{foreign.id}/ask-again", {"version": "1", "reason": REASON}
    )
    assert answer.status_code == 404
    assert desk.office.rows(Message) == []


@pytest.fixture
def asked(desk, clerk, sent, clock):
    """The same, when a document that was handed in was asked for again."""
    sent.hand_in()
    clock.advance(minutes=1)
    assert deed(clerk, desk, sent, "ask-again", state="now", reason=REASON).status_code == 303
    clock.advance(minutes=1)
    return sent


def test_a_document_that_is_asked_for_again_is_missing_again(desk, asked):
    assert application(desk, asked).missing_documents == 2


def test_the_resident_reads_why_a_document_is_asked_for_again(asked):
    page = asked.page()
    assert "もう一度出してください" in page
    assert REASON in page.partition('id="missing"')[2].partition("</section>")[0]


def test_asking_again_is_in_the_audit(desk, asked):
    (entry,) = desk.audited("document_asked_again")
    assert entry.detail == DOCUMENT


def test_the_mail_of_asking_again_holds_no_reason(desk, asked, postbox):
    state = desk.state
    deliver(state.database, state.keys, {"mail": postbox}, state.clock)
    (news,) = (each for each in postbox.letters if asked.number in each.body)
    assert REASON not in news.subject + news.body


def test_a_document_that_was_asked_for_again_comes_again(desk, asked):
    asked.slip = asked.new_slip()
    assert asked.hand_in().status_code == 303
    assert application(desk, asked).missing_documents == 1
    assert len([row for row in desk.office.rows(Attachment) if row.state == "now"]) == 2


def test_what_was_asked_for_again_comes_from_an_old_page_too(desk, asked):
    assert asked.hand_in().status_code == 303
    assert application(desk, asked).missing_documents == 1


def test_a_document_is_asked_for_again_once(desk, clerk, asked):
    answer = deed(clerk, desk, asked, "ask-again", state="now", reason=REASON)
    assert answer.status_code == 409
    assert len(desk.office.rows(Message)) == 1


@pytest.mark.parametrize("reason", ["", " ", "あ" * 1001])
def test_asking_again_needs_a_reason_and_keeps_what_was_typed(desk, clerk, sent, reason):
    sent.hand_in()
    answer = deed(clerk, desk, sent, "ask-again", state="now", reason=reason)
    assert (answer.status_code, reason in answer.text) == (422, True)
    assert application(desk, sent).missing_documents == 1


def test_what_is_still_to_come_is_not_asked_for_again(desk, clerk, sent):
    page = clerk.get(f"{case_of(sent)}/documents/{row_of(desk, sent).id}/ask-again")
    assert page.status_code == 404


def test_a_paper_that_cannot_be_used_is_asked_for_again(desk, clerk, sent):
    deed(clerk, desk, sent, "receive")
    assert deed(clerk, desk, sent, "ask-again", state="taken", reason=REASON).status_code == 303
    assert application(desk, sent).missing_documents == 2


def test_the_clerk_reads_the_very_bytes(desk, clerk, sent):
    sent.hand_in()
    row = row_of(desk, sent, "now")
    assert clerk.get(f"{case_of(sent)}/attachments/{row.id}").content == PDF


def test_the_case_says_that_a_document_came_later_and_when(clerk, sent):
    sent.hand_in()
    text = clerk.get(case_of(sent)).text
    assert "あとから到着" in text
    assert (NOW + timedelta(minutes=1)).isoformat() in text


def test_the_case_says_that_a_document_came_too_late(desk, clerk, new_resident, clock):
    desk.office.new_intake(
        NOW - timedelta(days=1), NOW + timedelta(hours=1),
        document_deadline=NOW + timedelta(hours=2),
    )  # fmt: skip
    resident = new_resident()
    sent = Afterwards(resident, resident.sent())
    clock.advance(hours=3)
    sent.hand_in()
    fresh = desk.clerk("school")
    assert "書類の期限後" in fresh.get(case_of(sent)).text


def test_a_message_of_the_resident_stands_on_the_case(clerk, sent):
    sent.write("月曜に出します")
    text = clerk.get(case_of(sent)).text
    assert "月曜に出します" in text
    assert "申請者から" in text


DEEDS = {
    "document": lambda sent: sent.hand_in(),
    "message": lambda sent: sent.write(),
    "withdrawal": lambda sent: sent.post("withdraw"),
}


@pytest.fixture(params=DEEDS)
def news(request, clerk, sent, clock):
    """A case that was read, after which its resident did something."""
    clerk.get(case_of(sent))
    clock.advance(minutes=1)
    assert DEEDS[request.param](sent).status_code == 303
    clock.advance(minutes=1)
    return sent


def queue(clerk, query="") -> str:
    return clerk.get(f"/staff/{query}").text


def test_the_queue_shows_what_is_new(clerk, news):
    assert 'data-label="新しい書類・連絡"><span' in queue(clerk)


def test_the_filter_of_what_is_new_finds_it(clerk, news):
    assert news.number in queue(clerk, "?news=1")


def test_what_was_read_is_new_no_more(clerk, news):
    clerk.get(case_of(news))
    assert news.number not in queue(clerk, "?news=1")


def test_what_was_not_read_stays_new_for_a_colleague(desk, news):
    assert news.number in queue(desk.clerk("school"), "?news=1")


def test_a_foreign_section_sees_no_news(stranger, news):
    assert news.number not in queue(stranger, "?news=1")


def test_what_only_arrived_is_not_among_the_news(clerk, sent):
    assert sent.number not in queue(clerk, "?news=1")


def test_a_deed_of_a_clerk_is_no_news(desk, clerk, sent, clock):
    clerk.post(f"{case_of(sent)}/status", {"version": "1", "to": "accepted"})
    clock.advance(minutes=1)
    deed(clerk, desk, sent, "receive")
    assert sent.number not in queue(clerk, "?news=1")


def test_news_of_a_masked_application_shows_no_name(desk, clerk, new_resident, clock):
    resident = new_resident()
    sent = Afterwards(resident, resident.sent(support_measures=True))
    clock.advance(minutes=1)
    sent.hand_in()
    sent.write("住所は言えません")
    text = queue(clerk, "?news=1")
    assert sent.number in text
    assert "（支援措置）" in text
    assert "一郎" not in text


def test_a_resident_changes_what_a_clerk_was_about_to_decide_on(clerk, sent):
    sent.write()
    answer = clerk.post(f"{case_of(sent)}/status", {"version": "1", "to": "accepted"})
    assert answer.status_code == 409
    assert "申請者が先に" in answer.text
