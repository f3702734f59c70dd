"""Brothers and sisters: one send, an application for each child, nothing of one with the other."""

import pytest

from app.applications.models import Application, Attachment, Submission
from app.crypto import SealBroken
from app.journal.models import Event, Fact
from tests.applications.resident import SECOND, words

PDF = b"%PDF-1.7\nsample"
PAPERS = {"evidence-1": [("g1_doc_employment.files", ("就労証明書.pdf", PDF, "application/pdf"))]}
NOW = {"mode": "now"}


@pytest.fixture
def siblings(resident, office):
    """The applications of two children, sent once, with one document of their guardian."""
    resident.sent(
        children=2, files=PAPERS, g1_doc_employment=NOW, children__1__name=SECOND,
        children__1__school="sample-2",
    )  # fmt: skip
    return sorted(office.rows(Application), key=lambda row: row.part)


def test_two_children_are_two_applications(siblings):
    assert [row.part for row in siblings] == [0, 1]


def test_two_children_have_one_send_and_one_moment_of_arrival(siblings, office):
    (submission,) = office.rows(Submission)
    assert {row.received_at for row in siblings} == {submission.received_at}


def test_two_children_have_two_numbers(siblings):
    assert len({row.number for row in siblings}) == 2


def test_two_children_are_two_facts(siblings, office):
    facts = office.rows(Fact, Fact.event == Event.ARRIVED)
    assert [fact.count for fact in facts] == [1, 1]


def test_each_application_has_only_its_own_child(siblings, office):
    names = [
        [child["name"]["given"] for child in office.answers(row)["children"]] for row in siblings
    ]
    assert names == [["一郎"], ["二子"]]


def test_a_childs_answers_of_later_steps_stay_with_the_child(siblings, office):
    schools = [office.answers(row)["children"][0]["school"] for row in siblings]
    assert schools == ["sample-1", "sample-2"]


def test_the_guardians_answers_are_in_both_applications(siblings, office):
    shared = [
        {key: value for key, value in office.answers(row).items() if key != "children"}
        for row in siblings
    ]
    assert shared[0] == shared[1]
    assert shared[0]["g1_relation"] == "母"


def test_the_name_of_each_child_heads_its_application(siblings, office):
    titles = [office.envelope(row).open("title", row.title).decode() for row in siblings]
    assert titles == ["見本 一郎", "見本 二子"]


def test_the_guardians_document_is_in_both_applications(siblings, office):
    rows = office.rows(Attachment, Attachment.state == "now")
    assert {row.application for row in rows} == {row.id for row in siblings}


def test_the_shared_document_can_be_read_from_each_application(siblings, office):
    rows = office.rows(Attachment, Attachment.state == "now")
    assert [office.bytes_of(row) for row in rows] == [PDF, PDF]


def test_each_application_seals_the_documents_key_for_itself(siblings, office):
    mine, other = office.rows(Attachment, Attachment.state == "now")
    envelopes = {row.id: office.envelope(row) for row in siblings}
    with pytest.raises(SealBroken):
        envelopes[mine.application].open(f"attachment:{other.id}:key", other.file_key)


def test_a_shared_document_is_stored_once(siblings, office):
    assert len(office.stored) == 1


def test_the_receipt_shows_both_children(siblings, resident):
    page = words(resident.receipt())
    assert all(f"{name} " in page for name in ("見本 一郎", "見本 二子"))


def test_either_number_opens_the_one_receipt(siblings, resident):
    pages = [resident.browser.get(f"/ja/applications/{row.number}") for row in siblings]
    assert [page.status_code for page in pages] == [200, 200]
    assert all(row.number in pages[1].text for row in siblings)


def test_documents_to_come_are_counted_for_each_application(siblings):
    assert [row.missing_documents for row in siblings] == [1, 1]


def test_removing_the_first_child_leaves_the_second(resident, office):
    resident.ready(children=2, children__1__name=SECOND)
    assert resident.post("children", {"_remove": "0"}).status_code == 303
    names = [child["name"]["given"] for child in office.body(resident)["answers"]["children"]]
    assert names == ["二子"]


def test_what_was_typed_on_later_steps_moves_with_the_child(resident, office):
    resident.ready(children=2, children__1__name=SECOND, children__1__school="sample-2")
    typed = resident.samples("wishes", children__1__start_date="2027-05-01")
    resident.post("wishes", typed | {"_later": "1", "children.1.start_date.month": "13"})
    resident.post("children", {"_remove": "0"})
    assert office.body(resident)["typed"]["wishes"]["children.0.start_date.month"] == ["13"]


def test_more_children_than_the_form_has_room_for_are_refused(resident):
    resident.start()
    resident.fill(until="children")
    answers = [resident.post("children", {"_add": "children"}).status_code for _ in range(6)]
    assert answers == [303] * 5 + [422]


@pytest.mark.parametrize("which", ["0", "1", "7", "-1", "²", "x", "9" * 5000])
def test_the_only_child_cannot_be_removed(resident, which):
    resident.start()
    resident.fill(until="children")
    assert resident.post("children", {"_remove": which}).status_code == 422
