"""A correction from the clerk's marks to the comparison, and a change of the resident's own."""

from datetime import timedelta

import pytest

from app.applications.models import Application, Correction, Revision
from app.journal.models import Fact
from app.notifications.service import deliver
from tests.applications.afterwards import Afterwards
from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone

MAIL = "mihon@example.jp"
WHY = "番号が1けた足りません"
NEW_PHONE = "090-1111-2222"


@pytest.fixture
def sent(desk, new_resident, clock):
    """A resident whose application a clerk has accepted."""
    return Afterwards.a_minute(new_resident(), clock, email=MAIL)


@pytest.fixture
def siblings(desk, new_resident, clock):
    """The same for two children."""
    return Afterwards.a_minute(new_resident(), clock, siblings=True)


def row(desk, sent) -> Application:
    (found,) = desk.office.rows(Application, Application.number == sent.number)
    return found


def case_of(sent) -> str:
    return f"/staff/applications/{sent.number}"


def ask(desk, clerk, sent, *, version=None, marks=("g1_phone",), **more):
    application = row(desk, sent)
    if application.status == "arrived":
        clerk.post(f"{case_of(sent)}/status", {"version": "1", "to": "accepted"})
    data = {"version": str(version or row(desk, sent).version), "mark": list(marks)}
    return clerk.post(f"{case_of(sent)}/correction", data | {"why.g1_phone": WHY} | more)


def answer(sent, data=None, *, revision=1, deed="correct", **more):
    fields = {"_revision": str(revision), "g1_phone": NEW_PHONE} | dict(data or {})
    return sent.post(deed, fields, **more)


@pytest.fixture
def asked(desk, clerk, sent, clock):
    """The same, asked to correct a phone number ten minutes ago."""
    assert ask(desk, clerk, sent).status_code == 303
    clock.advance(minutes=10)
    return sent


def test_the_resident_sees_the_marked_field_with_its_reason(asked):
    page = asked.page()
    assert WHY in page
    assert "直していただきたいところがあります" in page


def test_the_page_of_the_correction_asks_the_marked_field_only(asked):
    page = asked.resident.browser.get(f"{asked.address}/correct").text
    assert 'name="g1_phone"' in page
    assert 'name="g1_address.town"' not in page


def test_the_answer_is_a_new_revision_and_the_first_stays(desk, asked):
    assert answer(asked).status_code == 303
    (old,) = desk.office.rows(Revision)
    application = row(desk, asked)
    envelope = desk.office.envelope(application)
    first = envelope.open("answers", old.answers, revision=1).decode()
    assert (application.status, application.revision) == ("corrected", 2)
    assert desk.office.answers(application)["g1_phone"].replace("-", "") not in first


def test_how_long_the_correction_took_can_be_taken_from_the_processing_time(desk, asked):
    answer(asked)
    (correction,) = desk.office.rows(Correction)
    assert correction.answered_at - correction.asked_at == timedelta(minutes=10)
    (fact,) = desk.office.rows(Fact, Fact.event == "corrected")
    assert fact.seconds == 600


def test_the_journal_names_the_field_and_no_words(desk, asked):
    (fact,) = desk.office.rows(Fact, Fact.event == "correction_asked")
    assert fact.detail == "g1_phone"


def test_the_clerk_compares_old_and_new(desk, clerk, asked):
    answer(asked)
    page = clerk.get(case_of(asked)).text
    assert "補正・変更の前と後" in page
    assert "第2版：補正" in page


def test_a_correction_is_news_in_the_queue(desk, clerk, asked, clock):
    clerk.get(case_of(asked))
    clock.advance(minutes=1)
    answer(asked)
    assert asked.number in clerk.get("/staff/?news=1").text


def test_a_change_of_the_residents_own_is_news_too(desk, clerk, sent, clock):
    clerk.get(case_of(sent))
    clock.advance(minutes=1)
    assert answer(sent, guardian(sent), deed="change/guardian-1").status_code == 303
    assert sent.number in clerk.get("/staff/?news=1").text


def test_a_wrong_answer_keeps_what_was_typed_and_changes_nothing(desk, asked):
    page = answer(asked, {"g1_phone": "まちがい"})
    assert (page.status_code, "まちがい" in page.text) == (422, True)
    assert row(desk, asked).revision == 1


def test_the_same_answer_twice_makes_one_revision(desk, asked):
    assert [answer(asked).status_code for _ in range(2)] == [303, 303]
    assert len(desk.office.rows(Revision)) == 1


def test_a_stale_tab_is_told_with_both_contents(desk, asked):
    answer(asked)
    page = answer(asked, {"g1_phone": "090-3333-4444"}, deed="change/guardian-1")
    assert page.status_code == 409
    assert "090-3333-4444" in page.text
    assert desk.office.answers(row(desk, asked))["g1_phone"] in page.text.replace("-", "") + (
        page.text
    )
    assert row(desk, asked).revision == 2


def test_the_clerk_who_goes_on_meanwhile_leaves_what_was_typed_on_the_page(desk, clerk, asked):
    version = str(row(desk, asked).version)
    clerk.post(f"{case_of(asked)}/status", {"version": version, "to": "accepted"})
    page = answer(asked)
    assert (page.status_code, NEW_PHONE in page.text) == (409, True)
    assert row(desk, asked).revision == 1


def test_another_device_neither_sees_nor_answers_a_correction(desk, new_resident, asked):
    stranger = new_resident()
    address = f"/ja/applications/{asked.number}/correct"
    assert stranger.browser.get(address).status_code == 404
    assert stranger.send_form(address, {"_revision": "1"}).status_code == 404
    assert row(desk, asked).revision == 1


def test_a_clerk_of_another_section_marks_nothing(desk, clerk, stranger, sent):
    clerk.post(f"{case_of(sent)}/status", {"version": "1", "to": "accepted"})
    assert stranger.get(f"{case_of(sent)}/correction").status_code == 404
    assert ask(desk, stranger, sent).status_code == 404


def test_the_second_of_two_clerks_keeps_the_marks(desk, clerk, sent):
    clerk.post(f"{case_of(sent)}/status", {"version": "1", "to": "accepted"})
    page = ask(desk, clerk, sent, version=1)
    assert (page.status_code, WHY in page.text) == (409, True)
    assert desk.office.rows(Correction) == []


@pytest.mark.parametrize(
    "more", [{"marks": ()}, {"why.g1_phone": ""}, {"why.g1_phone": "あ" * 1001}]
)
def test_marks_without_a_field_or_a_reason_are_refused(desk, clerk, sent, more):
    more = dict(more)
    marks = more.pop("marks", ("g1_phone",))
    assert ask(desk, clerk, sent, marks=marks, **more).status_code == 422
    assert desk.office.rows(Correction) == []


def test_a_place_that_cannot_be_marked_is_refused(desk, clerk, sent):
    assert ask(desk, clerk, sent, marks=("g1_doc_employment",), words="x").status_code == 422


def test_the_page_of_marks_closes_what_is_closed(desk, clerk, sent):
    clerk.post(f"{case_of(sent)}/status", {"version": "1", "to": "accepted"})
    page = clerk.get(f"{case_of(sent)}/correction").text
    assert "閉じています" in page
    assert 'value="g1_reason"' in page


def test_a_closed_answer_stays_closed_in_the_comparison(desk, clerk, sent):
    fields = {"_revision": "1", "g1_reason": "illness", "g2_reason": "employed"}
    assert sent.post("change/reasons", fields).status_code == 303
    table = clerk.get(case_of(sent)).text.partition('id="changes"')[2].partition("</table>")[0]
    assert "内容が変わりました" in table
    assert "病気" not in table


def test_the_mail_of_a_request_holds_no_reason(desk, asked, postbox):
    deliver(desk.state.database, desk.state.keys, {"mail": postbox}, desk.state.clock)
    assert all(WHY not in letter.subject + letter.body for letter in postbox.letters)


def test_a_document_that_is_asked_for_by_a_change_is_missing(desk, sent):
    missing = row(desk, sent).missing_documents
    fields = {"_revision": "1", "g1_reason": "illness", "g2_reason": "employed"}
    sent.post("change/reasons", fields)
    assert row(desk, sent).missing_documents == missing
    assert "g1_doc_illness" in sent.page()


def test_a_change_of_a_shared_answer_reaches_the_siblings_only_when_wished(desk, siblings):
    answer(siblings, deed="change/guardian-1", data=guardian(siblings) | {"_all": "1"})
    assert [each.revision for each in desk.office.rows(Application)] == [2, 2]
    data = guardian(siblings) | {"g1_phone": "090-3333-4444"}
    answer(siblings, data, deed="change/guardian-1", revision=2)
    assert sorted(each.revision for each in desk.office.rows(Application)) == [2, 3]


def guardian(sent) -> dict:
    return sent.resident.samples("guardian-1") | {"g1_phone": NEW_PHONE}


def test_a_change_of_one_childs_answer_leaves_the_other_alone(desk, siblings):
    data = {"_revision": "1", "_all": "1"} | {
        name: values
        for name, values in siblings.resident.samples("school").items()
        if name.startswith("children.0")
    }
    data["children.0.school"] = ["sample-2"]
    assert siblings.post("change/school", data).status_code == 303
    assert sorted(each.revision for each in desk.office.rows(Application)) == [1, 2]


def test_after_a_decision_that_is_known_nothing_changes_any_more(desk, clerk, sent):
    for status in ("accepted", "reviewing"):
        version = str(row(desk, sent).version)
        clerk.post(f"{case_of(sent)}/status", {"version": version, "to": status})
    version = str(row(desk, sent).version)
    clerk.post(
        f"{case_of(sent)}/status",
        {"version": version, "to": "decided", "decision": "approved", "sure": "1"},
    )
    assert row(desk, sent).status == "decided"
    answered = answer(sent, guardian(sent), deed="change/guardian-1")
    assert (answered.status_code, row(desk, sent).revision) == (409, 1)
    assert "内容を変更する" not in sent.page()


def test_who_asked_not_to_be_found_stays_masked(desk, new_resident):
    resident = new_resident()
    sent = Afterwards(resident, resident.sent(support_measures=True))
    fields = sent.resident.samples("situation") | {"support_measures": "no", "_revision": "1"}
    sent.post("change/situation", fields)
    assert row(desk, sent).is_masked
