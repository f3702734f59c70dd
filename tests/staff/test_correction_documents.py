"""A request for correction that marks documents too: one request, one answer, one comparison."""

import pytest

from app.applications.models import Attachment, Correction
from tests.applications.afterwards import pdf
from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone
from tests.applications.resident import words
from tests.staff.test_corrections import NEW_PHONE, WHY, ask, case_of, row
from tests.staff.test_corrections import sent as sent

DOCUMENT = "g1_doc_employment"
BLURRED = "右下がぼやけています"
LABEL = "就労証明書"


@pytest.fixture
def came(sent):
    """A resident whose document has come."""
    assert sent.hand_in(document=DOCUMENT).status_code == 303
    return sent


def mark(desk, clerk, sent, *, marks=("g1_phone",), kind="unreadable"):
    version = row(desk, sent).version
    clerk.post(f"{case_of(sent)}/status", {"version": version, "to": "accepted"})
    documents = {
        "mark_document": DOCUMENT, f"kind.{DOCUMENT}": kind, f"why.{DOCUMENT}": BLURRED,
    }  # fmt: skip
    return ask(desk, clerk, sent, marks=marks, **documents)


@pytest.fixture
def asked(desk, clerk, came, clock):
    """The same, asked for a phone number and for the document."""
    answer = mark(desk, clerk, came)
    assert answer.status_code == 303, words(answer.text)
    clock.advance(minutes=10)
    came.slip = came.new_slip()
    return came


@pytest.fixture
def asked_for_document(desk, clerk, came, clock):
    """The same, asked for the document alone."""
    assert mark(desk, clerk, came, marks=()).status_code == 303
    clock.advance(minutes=10)
    came.slip = came.new_slip()
    return came


def answer(sent, *papers, phone=NEW_PHONE, **more):
    files = [(f"{DOCUMENT}.files", each) for each in papers]
    fields = {"_revision": "1"} | ({"g1_phone": phone} if phone else {}) | more
    return sent.post("correct", fields, files=files or None)


def rows(desk, sent) -> list[Attachment]:
    application = row(desk, sent).id
    found = desk.office.rows(Attachment, Attachment.application == application)
    return [each for each in found if each.path == DOCUMENT]


def test_the_page_asks_for_the_marked_answer_and_the_marked_document(asked):
    page = asked.resident.browser.get(f"{asked.address}/correct").text
    assert 'name="g1_phone"' in page and f'name="{DOCUMENT}.files"' in page
    assert "読めません" in page and BLURRED in page and WHY in page


def test_the_status_page_says_both(asked):
    page = asked.page()
    assert WHY in page and BLURRED in page and "もう一度出してください" in page


def test_one_answer_brings_both_and_the_first_file_stays(desk, asked):
    assert answer(asked, pdf("鮮明.pdf")).headers["location"].endswith("?done=corrected")
    application = row(desk, asked)
    assert (application.status, application.revision) == ("corrected", 2)
    assert [each.state for each in rows(desk, asked)] == ["now", "now"]


def test_a_missing_file_is_named_and_the_typed_number_kept(desk, asked):
    page = answer(asked)
    assert page.status_code == 422 and NEW_PHONE in page.text
    assert "ファイルか写真を選ぶか" in words(page.text)
    assert row(desk, asked).status == "correction_requested"


def test_a_file_is_kept_where_another_answer_is_wrong(desk, asked):
    page = answer(asked, pdf(), phone="まちがい")
    assert (page.status_code, "届きました" in page.text) == (422, True)
    assert answer(asked).status_code == 303
    assert row(desk, asked).status == "corrected"


def test_a_document_may_come_later_or_on_paper(desk, asked):
    assert answer(asked, **{f"_later.{DOCUMENT}": "1"}).status_code == 303
    application = row(desk, asked)
    assert application.status == "corrected" and application.missing_documents >= 1


def test_a_file_of_the_wrong_kind_is_refused_at_its_place(desk, asked):
    page = answer(asked, ("x.exe", b"MZ", "application/octet-stream"))
    assert page.status_code == 422 and f'href="#f-{DOCUMENT}-files"' in page.text
    assert row(desk, asked).status == "correction_requested"


def test_a_file_for_another_document_is_refused_whole(asked):
    files = [("g2_doc_employment.files", pdf())]
    assert asked.post("correct", {"_revision": "1", "g1_phone": NEW_PHONE}, files=files)\
        .status_code == 422  # fmt: skip


def test_a_request_for_a_document_alone_is_answered_by_its_file(desk, asked_for_document):
    assert answer(asked_for_document, pdf(), phone="").status_code == 303
    assert row(desk, asked_for_document).status == "corrected"


def test_it_is_answered_from_the_list_of_documents_too(desk, asked_for_document):
    assert asked_for_document.hand_in(document=DOCUMENT).status_code == 303
    (correction,) = desk.office.rows(Correction)
    assert row(desk, asked_for_document).status == "corrected"
    assert correction.answered_at is not None


def test_the_clerk_compares_the_files(desk, clerk, asked):
    assert "まだ届いていません" in words(clerk.get(case_of(asked)).text)
    answer(asked, pdf("鮮明.pdf"))
    page = words(clerk.get(case_of(asked)).text)
    assert LABEL in page and BLURRED in page and "鮮明.pdf" in page


def test_what_is_wrong_with_a_document_must_be_chosen(desk, clerk, came):
    page = mark(desk, clerk, came, kind="")
    assert page.status_code == 422 and "どこが使えないかを選んでください" in page.text
    assert BLURRED in page.text and row(desk, came).status == "accepted"


def test_a_document_that_never_came_cannot_be_marked(desk, clerk, sent):
    assert mark(desk, clerk, sent).status_code == 422
    assert row(desk, sent).status == "accepted"


def test_another_device_hands_nothing_in(desk, asked, new_resident):
    stranger = new_resident()
    files = [(f"{DOCUMENT}.files", pdf())]
    answer = stranger.send_form(f"{asked.address}/correct", {"_revision": "1"}, files=files)
    assert answer.status_code == 404 and len(rows(desk, asked)) == 2


def test_an_address_is_looked_up_on_the_page_of_a_change_without_sending_it(desk, sent):
    fields = sent.resident.samples("guardian-1")
    fields = {name: text for name, text in fields.items() if "doc" not in name}
    fields |= {"g1_address.postal": "4520961", "g1_address.town": "", "g1_address.city": "",
               "g1_address.prefecture": "", "_lookup": "g1_address", "_revision": "1"}  # fmt: skip
    page = sent.post("change/guardian-1", fields)
    assert page.status_code == 200 and "春日一番割" in page.text
    assert row(desk, sent).revision == 1
