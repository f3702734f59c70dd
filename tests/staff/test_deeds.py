"""Working on a case: statuses of every kind, two clerks, decisions, messages, notes."""

from datetime import timedelta

import pytest

from app.applications.models import Message, StatusChange
from app.applications.service.deciding import FINAL
from app.applications.service.status import FOLLOWING
from app.journal.models import Fact
from app.notifications.models import OutboxRow
from app.notifications.service import deliver
from tests.clock import NOW

STEPS = [
    (kind, before.value, after.value)
    for kind, table in FOLLOWING.items()
    for before, follow in table.items()
    for after in follow
]
MAIL = "mihon@example.jp"


def address(application) -> str:
    return f"/staff/applications/{application.number}"


def set_status(clerk, application, to, *, version=1, **more):
    data = {"version": str(version), "to": to, "sure": "1"} | more
    return clerk.post(f"{address(application)}/status", data)


def decide(clerk, application, decision="approved", **more):
    return set_status(clerk, application, "decided", decision=decision, **more)


def letters(desk, postbox) -> list:
    state = desk.state
    deliver(state.database, state.keys, {"mail": postbox}, state.clock)
    return postbox.letters


@pytest.mark.parametrize(("kind", "before", "after"), STEPS)
def test_every_step_of_every_kind_can_be_taken(desk, clerk, kind, before, after):
    application = desk.arrive(filing_kind=kind, status=before)
    more = {"decision": "approved"} if after == "decided" else {}
    answer = set_status(clerk, application, after, words="見本の文章", **more)
    assert answer.status_code == 303
    assert desk.now(application).status == after


def test_a_status_that_does_not_follow_is_refused(desk, clerk):
    application = desk.arrive()
    assert set_status(clerk, application, "notified").status_code == 422
    assert desk.now(application).status == "arrived"


def test_a_status_nobody_knows_is_not_found(desk, clerk):
    assert set_status(clerk, desk.arrive(), "rejected").status_code == 404


def test_the_second_of_two_clerks_changes_nothing_and_sees_the_state(desk, clerk):
    application = desk.arrive()
    colleague = desk.clerk("school")
    set_status(clerk, application, "accepted")
    answer = set_status(colleague, application, "withdrawn")
    assert answer.status_code == 409
    assert "今の状態は「受付」です" in answer.text
    assert desk.now(application).status == "accepted"


def test_the_second_of_two_clerks_leaves_no_trace_in_the_history(desk, clerk):
    application = desk.arrive()
    set_status(clerk, application, "accepted")
    set_status(desk.clerk("school"), application, "withdrawn")
    assert len(desk.office.rows(StatusChange)) == 2


def test_a_change_is_in_history_journal_and_audit(desk, clerk):
    application = desk.arrive()
    set_status(clerk, application, "accepted")
    change = desk.office.rows(StatusChange)[-1]
    (fact,) = desk.office.rows(Fact)
    (entry,) = desk.audited("status_changed")
    assert (change.before, change.after) == ("arrived", "accepted")
    assert (fact.event, fact.detail, fact.section) == ("status_changed", "accepted", "school")
    assert entry.detail == "arrived>accepted"


def test_a_decision_and_a_withdrawal_are_events_of_their_own(desk, clerk):
    decide(clerk, desk.arrive(status="reviewing"))
    set_status(clerk, desk.arrive(), "withdrawn")
    assert {fact.event for fact in desk.office.rows(Fact)} == {"decided", "withdrawn"}


def test_a_demo_application_is_a_demo_fact(desk, clerk):
    set_status(clerk, desk.arrive(kind="demo"), "accepted")
    (fact,) = desk.office.rows(Fact)
    assert fact.kind == "demo"


@pytest.mark.parametrize("to", ["withdrawn"])
def test_what_cannot_be_undone_is_asked_once_more(desk, clerk, to):
    application = desk.arrive()
    answer = set_status(clerk, application, to, sure="")
    assert answer.status_code == 422
    assert "元に戻せません" in answer.text
    assert desk.now(application).status == "arrived"


def test_a_decision_is_among_what_cannot_be_undone():
    assert {"decided", "withdrawn"} <= FINAL


def test_a_decision_without_its_kind_is_asked_for(desk, clerk):
    application = desk.arrive(status="reviewing")
    answer = set_status(clerk, application, "decided")
    assert answer.status_code == 422
    assert "決定の内容を選んでください" in answer.text


@pytest.mark.parametrize("decision", ["refused", "dismissed"])
def test_a_refusal_needs_its_reasons(desk, clerk, decision):
    application = desk.arrive(status="reviewing")
    assert decide(clerk, application, decision, words=" ").status_code == 422
    assert desk.now(application).decision is None


def test_a_request_for_correction_says_what_to_correct(desk, clerk):
    application = desk.arrive(status="accepted")
    assert set_status(clerk, application, "correction_requested").status_code == 422


def test_without_a_release_time_a_decision_is_visible_at_once(desk, clerk):
    application = desk.arrive(status="reviewing")
    decide(clerk, application)
    assert desk.now(application).decision_visible_at == NOW


def test_a_decision_waits_for_the_release_of_its_intake(desk, clerk):
    application = released_later(desk)
    decide(clerk, application)
    assert desk.now(application).decision_visible_at == NOW + timedelta(days=3)


def test_the_reasons_of_a_held_decision_are_not_told_to_the_resident(desk, clerk):
    decide(clerk, released_later(desk), "refused", words="定員に達したため")
    assert [row.kind for row in desk.office.rows(Message)] == ["note"]


def test_no_mail_betrays_a_held_decision(desk, clerk, postbox):
    decide(clerk, released_later(desk))
    assert letters(desk, postbox) == []


def test_the_mail_of_a_held_decision_goes_out_at_the_release(desk, clerk, postbox, clock):
    decide(clerk, released_later(desk))
    clock.advance(days=3)
    assert [letter.recipient for letter in letters(desk, postbox)] == [MAIL]


def test_the_held_reasons_are_offered_with_the_notice_after_the_release(desk, clerk, clock):
    application = released_later(desk)
    decide(clerk, application, "refused", words="定員に達したため")
    clock.advance(days=3)
    clerk.cookies.set("staff", desk.secret("school"))
    text = clerk.get(f"{address(application)}/status/notified").text
    assert ">定員に達したため</textarea>" in text


def test_the_reasons_of_a_visible_decision_are_a_message(desk, clerk):
    decide(clerk, desk.arrive(status="reviewing"), "refused", words="定員に達したため")
    assert [row.kind for row in desk.office.rows(Message)] == ["to_resident"]


def test_a_change_the_resident_sees_is_announced_by_mail(desk, clerk, postbox):
    set_status(clerk, desk.arrive(recipient=MAIL), "accepted")
    (letter,) = letters(desk, postbox)
    assert letter.recipient == MAIL


def test_the_mail_holds_the_number_and_nothing_personal(desk, clerk, postbox):
    application = desk.arrive(recipient=MAIL, child="二葉")
    clerk.post(f"{address(application)}/messages", {"body": "二葉さんの書類が足りません"})
    (letter,) = letters(desk, postbox)
    assert application.number in letter.body
    assert "二葉" not in letter.subject + letter.body


def test_a_message_without_an_address_makes_no_mail(desk, clerk):
    clerk.post(f"{address(desk.arrive())}/messages", {"body": "見本"})
    assert desk.office.rows(OutboxRow) == []


def test_a_message_is_sealed(desk, clerk):
    clerk.post(f"{address(desk.arrive())}/messages", {"body": "書類が足りません"})
    (row,) = desk.office.rows(Message)
    assert "書類".encode() not in row.body


def test_a_message_stands_on_the_case(desk, clerk):
    application = desk.arrive()
    clerk.post(f"{address(application)}/messages", {"body": "書類が足りません"})
    assert "書類が足りません" in clerk.get(address(application)).text


def test_a_note_is_for_the_office_only(desk, clerk):
    application = desk.arrive(recipient=MAIL)
    clerk.post(f"{address(application)}/notes", {"body": "電話で確かめた"})
    (row,) = desk.office.rows(Message)
    assert row.kind == "note"
    assert desk.office.rows(OutboxRow) == []


def test_an_empty_message_is_refused(desk, clerk):
    assert clerk.post(f"{address(desk.arrive())}/messages", {"body": " "}).status_code == 422


def test_markup_in_a_note_is_only_text(desk, clerk):
    application = desk.arrive()
    clerk.post(f"{address(application)}/notes", {"body": "<script>x</script>"})
    assert "<script>x" not in clerk.get(address(application)).text


def test_a_page_of_a_status_that_does_not_follow_is_not_found(desk, clerk):
    assert clerk.get(f"{address(desk.arrive())}/status/notified").status_code == 404


def released_later(desk):
    intake = desk.office.new_intake(
        NOW - timedelta(days=2), NOW + timedelta(days=1), release_at=NOW + timedelta(days=3)
    )
    return desk.arrive(status="reviewing", intake=intake, recipient=MAIL)


def test_nobody_waits_for_the_papers_of_what_was_withdrawn(desk, clerk):
    application = desk.arrive(missing_documents=2)
    set_status(clerk, application, "withdrawn", words="見本の文章")
    assert desk.now(application).missing_documents == 0
