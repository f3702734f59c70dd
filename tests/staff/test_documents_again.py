"""A document asked for again: the case is 補正依頼中 until it came, by whatever way."""

from app.applications.models import Status, StatusChange
from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone
from tests.staff.test_documents import REASON, application, deed
from tests.staff.test_documents import sent as sent


def test_a_case_whose_document_is_asked_for_again_waits_for_the_resident(desk, clerk, sent):
    desk.sql("UPDATE applications SET status = 'reviewing'")
    sent.hand_in()
    assert deed(clerk, desk, sent, "ask-again", state="now", reason=REASON).status_code == 303
    assert application(desk, sent).status == Status.CORRECTION_REQUESTED
    assert sent.number in clerk.get("/staff/?status=correction_requested").text
    assert "補正依頼中" in sent.page()


def test_it_comes_back_when_the_document_arrives(desk, clerk, sent):
    desk.sql("UPDATE applications SET status = 'reviewing'")
    sent.hand_in()
    deed(clerk, desk, sent, "ask-again", state="now", reason=REASON)
    sent.slip = sent.new_slip()
    assert sent.hand_in().status_code == 303
    assert application(desk, sent).status == Status.CORRECTED
    steps = desk.office.rows(StatusChange, StatusChange.application == application(desk, sent).id)
    assert [each.after for each in steps][-2:] == ["correction_requested", "corrected"]
    assert [bool(each.staff) for each in steps][-2:] == [True, False]


def test_it_comes_back_when_the_document_comes_on_paper(desk, clerk, sent):
    desk.sql("UPDATE applications SET status = 'accepted'")
    sent.hand_in()
    deed(clerk, desk, sent, "ask-again", state="now", reason=REASON)
    assert deed(clerk, desk, sent, "receive", state="again").status_code == 303
    assert application(desk, sent).status == Status.CORRECTED


def test_another_document_does_not_answer_what_a_clerk_asked_by_words(desk, clerk, sent):
    desk.sql("UPDATE applications SET status = 'correction_requested'")
    assert sent.hand_in().status_code == 303
    assert application(desk, sent).status == Status.CORRECTION_REQUESTED


def test_before_it_is_taken_in_a_case_keeps_its_status(desk, clerk, sent):
    sent.hand_in()
    deed(clerk, desk, sent, "ask-again", state="now", reason=REASON)
    assert application(desk, sent).status == Status.ARRIVED
