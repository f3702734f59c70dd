"""Documents handed in after sending: where they land, what is refused, what is late."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from app.applications.models import Application, Attachment, Opening
from app.applications.service.files import StoredFile
from app.applications.service.follow_up import Sender, hand_in
from app.crypto import SealBroken
from app.errors import NotFound
from app.web import posted
from tests.applications.afterwards import DOCUMENT, PDF, Afterwards, pdf
from tests.applications.resident import PROPOSAL, words
from tests.clock import NOW


@pytest.fixture
def sent(resident, clock):
    """A resident whose proof of employment is still to come, a minute after sending."""
    return Afterwards.a_minute(resident, clock)


@pytest.fixture
def siblings(resident, clock):
    """The same for two children."""
    return Afterwards.a_minute(resident, clock, siblings=True)


def came(office) -> list[Attachment]:
    return office.rows(Attachment, Attachment.state == "now")


def application(office) -> Application:
    (row,) = office.rows(Application)
    return row


def workbook() -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "<x/>")
    return body.getvalue()


def test_a_later_document_arrives_byte_for_byte(sent, office):
    assert sent.hand_in().status_code == 303
    assert [office.bytes_of(row) for row in came(office)] == [PDF]


def test_a_document_that_came_is_missing_no_more(sent, office):
    assert application(office).missing_documents == 2
    sent.hand_in()
    assert application(office).missing_documents == 1
    assert f'value="{DOCUMENT}"' not in sent.page()


def test_when_all_documents_came_nothing_is_asked_for(sent, office):
    sent.hand_in()
    sent.hand_in(document="g2_doc_employment")
    assert application(office).missing_documents == 0
    assert "まだ出していただく書類" not in sent.page()


def test_a_document_promised_on_paper_may_come_as_a_file(resident, office, clock):
    sent = Afterwards(resident, resident.sent(**{DOCUMENT: {"mode": "paper"}}))
    assert sent.hand_in().status_code == 303
    assert len(came(office)) == 1


def test_several_photos_of_one_document_are_taken_together(sent, office):
    sent.hand_in(pdf("1.pdf", PDF + b"1"), pdf("2.pdf", PDF + b"2"))
    assert [office.bytes_of(row)[-1:] for row in came(office)] == [b"1", b"2"]


def test_a_workbook_is_taken_where_the_question_takes_one(sent, office):
    answer = sent.hand_in(("証明書.xlsx", workbook(), "application/octet-stream"))
    assert answer.status_code == 303
    assert came(office)[0].media_type.endswith("spreadsheetml.sheet")


def test_the_status_page_lists_what_came_with_its_name(sent):
    sent.hand_in()
    assert "証明書.pdf" in sent.page()


def test_the_copy_of_what_was_sent_stays_what_was_sent(sent):
    sent.hand_in()
    copy = sent.page().partition('id="copy"')[2]
    assert "証明書.pdf" not in copy


def test_the_version_goes_up_once(sent, office):
    sent.hand_in()
    assert application(office).version == 2


def test_the_same_post_twice_makes_nothing_twice(sent, office):
    answers = [sent.hand_in(), sent.hand_in()]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert (len(came(office)), len(office.stored), application(office).version) == (1, 1, 2)


def test_of_two_posts_that_stored_their_files_the_second_makes_nothing(sent, office, app):
    sent.hand_in()
    (opening,) = office.rows(Opening)
    sender = Sender(opening.device, sent.number, sent.slip)
    stored = [StoredFile(DOCUMENT, "証明書.pdf", "application/pdf", 1, "", "0" * 40, b"0" * 32)]
    with app.state.database.writing() as session:
        keys, now = app.state.keys, NOW + timedelta(minutes=1)
        outcome = hand_in(session, keys, now, sender, path=DOCUMENT, stored=stored)
    assert (outcome, len(came(office))) == (None, 1)


def test_a_second_tab_is_told_that_the_document_came(sent, office):
    sent.hand_in()
    sent.slip = sent.new_slip()
    answer = sent.hand_in()
    assert answer.status_code == 409
    assert "先に状況が変わっています" in answer.text
    assert (len(came(office)), len(office.stored)) == (1, 1)


def test_a_post_without_a_slip_is_refused(sent, office):
    sent.slip = "x"
    assert sent.hand_in().status_code == 422
    assert came(office) == []


def test_without_a_file_the_page_asks_for_one(sent, office):
    answer = sent.post("documents", {"document": DOCUMENT})
    assert answer.status_code == 422
    assert "ファイルを選んでください" in answer.text
    assert f'id="f-{sent.number}-{DOCUMENT}-files"' in answer.text


def test_the_error_leads_to_the_box_it_is_about(sent):
    answer = sent.post("documents", {"document": DOCUMENT})
    assert f'href="#f-{sent.number}-{DOCUMENT}-files"' in answer.text


def test_a_file_of_another_kind_is_refused_with_its_status(sent, office):
    answer = sent.hand_in(("証明書.txt", b"text", "text/plain"))
    assert answer.status_code == 415
    assert "添付できない種類" in answer.text
    assert office.stored == []


def test_a_file_that_is_too_large_is_refused_with_its_status(sent, office, monkeypatch):
    monkeypatch.setattr(posted, "MOST_FILE_BYTES", 10)
    answer = sent.hand_in()
    assert answer.status_code == 413
    assert "大きすぎます" in answer.text


def test_an_empty_file_is_refused(sent):
    assert sent.hand_in(pdf(body=b"")).status_code == 422


def test_one_bad_file_refuses_the_whole_post(sent, office):
    answer = sent.hand_in(pdf(), ("2.txt", b"text", "text/plain"))
    assert answer.status_code == 415
    assert (came(office), office.stored) == ([], [])


def test_more_files_than_the_question_takes_are_refused(sent, office):
    answer = sent.hand_in(*(pdf(f"{n}.pdf") for n in range(7)))
    assert (answer.status_code, "6個まで" in words(answer.text)) == (422, True)
    assert (came(office), office.stored) == ([], [])


@pytest.mark.parametrize("document", ["g1_name", "", "nothing", "children.0.name", "x" * 500])
def test_what_was_never_awaited_is_not_taken(sent, office, document):
    assert sent.hand_in(document=document).status_code == 409
    assert (came(office), office.stored) == ([], [])


def test_files_under_another_name_are_refused(sent, office):
    answer = sent.post("documents", {"document": DOCUMENT}, files=[("other.files", pdf())])
    assert (answer.status_code, office.stored) == (422, [])


def test_a_guardians_document_lands_on_every_child(siblings, office):
    siblings.hand_in()
    rows = came(office)
    assert {row.application for row in rows} == {row.id for row in office.rows(Application)}
    assert [office.bytes_of(row) for row in rows] == [PDF, PDF]


def test_a_guardians_document_is_missing_for_no_child(siblings, office):
    siblings.hand_in()
    assert [row.missing_documents for row in office.rows(Application)] == [1, 1]


def test_a_guardians_document_is_asked_for_and_listed_once(siblings):
    assert siblings.page().count(f'name="document" value="{DOCUMENT}"') == 1
    siblings.hand_in()
    added = siblings.page().partition('id="added"')[2].partition("</section>")[0]
    assert added.count("証明書.pdf") == 1


def test_each_child_seals_the_key_for_itself(siblings, office):
    siblings.hand_in()
    mine, other = came(office)
    (owner,) = office.rows(Application, Application.id == mine.application)
    with pytest.raises(SealBroken):
        office.envelope(owner).open(f"attachment:{other.id}:key", other.file_key)


def test_a_withdrawn_child_gets_no_document(siblings, office):
    numbers = [row.number for row in office.rows(Application)]
    (other,) = set(numbers) - {siblings.number}
    siblings.post("withdraw", number=other)
    siblings.hand_in()
    (row,) = came(office)
    (owner,) = office.rows(Application, Application.id == row.application)
    assert owner.number == siblings.number


def test_another_device_hands_in_nothing(sent, new_resident, office):
    other = new_resident(PROPOSAL)
    other.start()
    answer = other.send_form(
        sent.address + "/documents", {"_slip": sent.slip, "document": DOCUMENT},
        files=[(f"{DOCUMENT}.files", pdf())],
    )  # fmt: skip
    assert (answer.status_code, came(office), office.stored) == (404, [], [])


def test_a_stranger_hands_in_nothing(sent, phone, office):
    answer = phone().post(
        sent.address + "/documents", {"_slip": sent.slip, "document": DOCUMENT},
        files=[(f"{DOCUMENT}.files", pdf())],
    )  # fmt: skip
    assert (answer.status_code, office.stored) == (404, [])


def test_after_24_hours_the_device_hands_in_nothing(sent, clock, office):
    clock.advance(hours=24)
    assert (sent.hand_in().status_code, office.stored) == (404, [])


def test_a_document_of_a_case_that_ended_is_not_taken(sent, office):
    sent.post("withdraw")
    assert sent.hand_in().status_code == 409
    assert came(office) == []


@pytest.fixture
def after_the_deadline(office, resident, clock):
    """The same, an hour after the deadline for documents."""
    office.new_intake(
        NOW - timedelta(days=1), NOW + timedelta(hours=1),
        document_deadline=NOW + timedelta(hours=2),
    )  # fmt: skip
    sent = Afterwards(resident, resident.sent())
    clock.advance(hours=3)
    return sent


def test_the_deadline_stands_on_the_page(after_the_deadline):
    assert "書類の期限：" in after_the_deadline.page()


def test_after_the_deadline_the_page_says_so(after_the_deadline):
    assert "期限を過ぎています" in after_the_deadline.page()


def test_a_late_document_is_taken_and_said_to_be_late(after_the_deadline, office):
    assert after_the_deadline.hand_in().status_code == 303
    assert len(came(office)) == 1
    assert "期限のあとに届きました" in after_the_deadline.page()


def test_a_document_in_time_is_not_said_to_be_late(sent):
    sent.hand_in()
    assert "期限のあとに届きました" not in sent.page()


def test_another_device_is_not_found_below_the_page_either(sent, app):
    with pytest.raises(NotFound), app.state.database.writing() as session:
        sender = Sender("0" * 32, sent.number, sent.slip)
        hand_in(session, app.state.keys, NOW, sender, path=DOCUMENT, stored=[])
