"""What else a resident does after sending: withdraw, decline, write to the office."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.applications.models import Application, Message, StatusChange
from app.applications.service.follow_up import MOST_MESSAGES
from app.journal.models import Event, Fact
from app.notifications.service import deliver
from tests.applications.afterwards import Afterwards
from tests.applications.resident import PROPOSAL, SECOND
from tests.clock import NOW


@pytest.fixture
def sent(resident, clock):
    """A resident a minute after sending for one child."""
    return Afterwards.a_minute(resident, clock)


@pytest.fixture
def stand(app):
    """Put every application where a clerk would."""

    def stand(status, decision=None, visible_at=NOW):
        with app.state.database.writing() as session:
            session.execute(
                text(
                    "UPDATE applications SET status = :status, decision = :decision,"
                    " decision_visible_at = :visible_at"
                ),
                {"status": status, "decision": decision, "visible_at": _stored(visible_at, app)},
            )

    return stand


def _stored(moment, app):
    is_sqlite = app.state.database.is_sqlite
    return moment.replace(tzinfo=None).isoformat(sep=" ") + ".000000" if is_sqlite else moment


def application(office) -> Application:
    (row,) = office.rows(Application)
    return row


@pytest.mark.parametrize(
    "status", ["arrived", "accepted", "correction_requested", "corrected", "reviewing"]
)
def test_before_the_decision_an_application_is_withdrawn(sent, office, stand, status):
    stand(status)
    assert sent.post("withdraw").status_code == 303
    assert application(office).status == "withdrawn"


def test_the_question_says_that_nobody_can_undo_it_and_changes_nothing(sent, office):
    page = sent.resident.browser.get(f"{sent.address}/withdraw").text
    assert "元に戻すことは、だれにもできません" in page
    assert application(office).status == "arrived"


def test_a_withdrawal_is_in_history_and_journal(sent, office):
    sent.post("withdraw")
    (change,) = office.rows(StatusChange, StatusChange.after == "withdrawn")
    assert (change.before, change.after, change.staff) == ("arrived", "withdrawn", None)
    assert len(office.rows(Fact, Fact.event == Event.WITHDRAWN)) == 1


def test_a_withdrawn_application_misses_no_document(sent, office):
    sent.post("withdraw")
    assert application(office).missing_documents == 0


def test_a_withdrawal_is_told_on_the_page(sent):
    back = sent.post("withdraw").headers["location"]
    assert "申請を取り下げました。" in sent.resident.browser.get(back).text


def test_withdrawing_twice_with_one_slip_is_one_withdrawal(sent, office):
    answers = [sent.post("withdraw"), sent.post("withdraw")]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (len(office.rows(StatusChange)), application(office).version) == (2, 2)


def test_a_second_tab_sees_that_it_is_withdrawn(sent, office):
    other = sent.new_slip()
    sent.post("withdraw")
    sent.slip = other[::-1]
    answer = sent.post("withdraw")
    assert answer.status_code == 409
    assert "取り下げました" in answer.text
    assert len(office.rows(StatusChange)) == 2


def test_a_decided_application_cannot_be_withdrawn_and_shows_its_state(sent, office, stand):
    stand("decided", "approved")
    answer = sent.post("withdraw")
    assert answer.status_code == 409
    assert "決定しました" in answer.text
    assert application(office).status == "decided"


def test_the_question_of_what_cannot_be_done_leads_to_the_status(sent, stand):
    stand("decided", "refused")
    answer = sent.resident.browser.get(f"{sent.address}/withdraw")
    assert (answer.status_code, answer.headers["location"]) == (303, sent.address)


def test_a_decision_that_is_not_released_is_not_betrayed_by_a_refusal(sent, office, stand):
    stand("decided", "approved", NOW + timedelta(days=3))
    assert sent.post("withdraw").status_code == 303
    row = application(office)
    assert (row.status, row.decision, row.decision_visible_at) == ("withdrawn", None, None)


@pytest.mark.parametrize("status", ["decided", "notified"])
def test_after_an_approval_a_resident_declines(sent, office, stand, status):
    stand(status, "approved")
    assert sent.post("decline").status_code == 303
    assert application(office).status == "declined"
    (fact,) = office.rows(Fact, Fact.event == Event.STATUS_CHANGED)
    assert fact.detail == "declined"


@pytest.mark.parametrize("decision", ["refused", "waiting", "dismissed"])
def test_without_an_approval_there_is_nothing_to_decline(sent, office, stand, decision):
    stand("decided", decision)
    assert sent.post("decline").status_code == 409
    assert application(office).status == "decided"


def test_before_a_decision_there_is_nothing_to_decline(sent, office):
    assert sent.post("decline").status_code == 409
    assert application(office).status == "arrived"


def test_one_child_is_withdrawn_and_the_other_stays(resident, office):
    sent = Afterwards(resident, resident.sent(children=2, children__1__name=SECOND))
    sent.post("withdraw")
    states = {row.number: row.status for row in office.rows(Application)}
    assert states.pop(sent.number) == "withdrawn"
    assert list(states.values()) == ["arrived"]


def test_the_mail_of_a_withdrawal_holds_nothing_personal(resident, office, postbox, clock):
    sent = Afterwards(resident, resident.sent(email="mihon@example.jp"))
    office.prove_addresses()
    sent.post("withdraw")
    deliver(office.database, office.state.keys, {"mail": postbox}, clock)
    (news,) = (each for each in postbox.letters if sent.number in each.body)
    assert "一郎" not in news.subject + "".join(each.body for each in postbox.letters)


@pytest.mark.parametrize("deed", ["withdraw", "decline", "messages", "documents"])
def test_another_device_does_nothing(sent, new_resident, office, deed):
    other = new_resident(PROPOSAL)
    other.start()
    answer = other.send_form(f"{sent.address}/{deed}", {"_slip": sent.slip, "body": "見本"})
    assert answer.status_code == 404
    assert (application(office).version, office.count(Message)) == (1, 0)


@pytest.mark.parametrize("page", ["withdraw", "decline"])
def test_another_device_is_asked_nothing(sent, new_resident, page):
    other = new_resident(PROPOSAL)
    other.start()
    assert other.browser.get(f"{sent.address}/{page}").status_code == 404


def test_a_message_is_kept_sealed_and_as_typed(sent, office):
    assert sent.write("見本です。\n ２行目 ").status_code == 303
    (row,) = office.rows(Message)
    opened = office.envelope(application(office)).open(f"message:{row.id}", row.body)
    assert (row.kind, opened.decode()) == ("from_resident", "見本です。\n ２行目 ")
    assert "見本".encode() not in row.body


def test_a_message_stands_on_the_page_as_ones_own(sent):
    sent.write("きょうだいの書類は月曜に出します")
    page = sent.page()
    assert "きょうだいの書類は月曜に出します" in page
    assert "あなたから" in page


def test_markup_in_a_message_is_only_text(sent):
    sent.write("<script>x</script>")
    assert "<script>x" not in sent.page()


def test_the_same_message_twice_with_one_slip_is_one_message(sent, office):
    assert [sent.write().status_code for _ in range(2)] == [303, 303]
    assert (office.count(Message), application(office).version) == (1, 2)


def test_another_message_from_the_same_page_is_not_lost(sent, office):
    sent.write("1つめ")
    sent.write("2つめ")
    assert office.count(Message) == 2


@pytest.mark.parametrize(("body", "status"), [("あ" * 2000, 303), ("あ" * 2001, 422), (" ", 422)])
def test_a_message_has_between_one_and_2000_characters(sent, body, status):
    assert sent.write(body).status_code == status


def test_a_message_that_is_too_long_is_not_lost(sent):
    answer = sent.write("かなりや" * 600)
    assert "かなりや" * 600 in answer.text
    assert "2000文字まで" in answer.text


def test_nobody_writes_without_end(sent, office, monkeypatch):
    monkeypatch.setattr("app.applications.service.follow_up.MOST_MESSAGES", 2)
    answers = [sent.write(f"{n}").status_code for n in range(3)]
    assert (answers, office.count(Message)) == ([303, 303, 422], 2)
    assert MOST_MESSAGES >= 20


def test_a_withdrawn_application_can_still_be_written_about(sent):
    sent.post("withdraw")
    assert sent.write("まちがえて取り下げました").status_code == 303


@pytest.mark.parametrize("locale", ["en", "ja-easy"])
@pytest.mark.parametrize("page", ["", "/withdraw"])
def test_every_page_stands_in_every_language(sent, locale, page):
    address = sent.address.replace("/ja/", f"/{locale}/")
    assert sent.resident.browser.get(f"{address}{page}").status_code == 200
