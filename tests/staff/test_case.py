"""A case: who may see it, what stays closed, what reading it leaves behind."""

import pytest

from app.audit.service import verify
from tests.browser import without_tokens
from tests.staff.desk import CLUB, JPEG, PROPOSAL, File

ABSENT = "2222-2222-2"
HEALTH = "卵のアレルギーがあります"
SECRET = {"g1_reason_detail": HEALTH}
ADDRESS = {
    "postal": "9638601", "prefecture": "福島県", "city": "郡山市", "town": "朝日一丁目99番9号",
    "building": "",
}  # fmt: skip
PLACES = [
    "", "/print", "/status/accepted", "/attachments/00000000000000000000000000000000",
]  # fmt: skip


def address(application) -> str:
    return f"/staff/applications/{application.number}"


def test_a_case_shows_the_answers_in_japanese_grouped_by_step(desk, page):
    text = page(address(desk.arrive(locale="en")))
    assert "保護者1の氏名" in text
    assert "お子さん" in text


def test_a_number_in_lower_case_without_hyphens_opens_the_case(desk, page):
    application = desk.arrive()
    plain = application.number.replace("-", "").lower()
    assert application.number in page(f"/staff/applications/{plain}")


@pytest.mark.parametrize("place", PLACES)
def test_a_foreign_case_is_answered_like_one_that_does_not_exist(desk, stranger, place):
    foreign = stranger.get(address(desk.arrive()) + place)
    absent = stranger.get(f"/staff/applications/{ABSENT}{place}")
    assert foreign.status_code == 404
    assert without_tokens(foreign.text) == without_tokens(absent.text)


@pytest.mark.parametrize("deed", ["status", "messages", "notes", "open-sensitive"])
def test_a_foreign_case_cannot_be_worked_on(desk, stranger, deed):
    application = desk.arrive()
    data = {"version": "1", "to": "accepted", "body": "見本"}
    assert stranger.post(f"{address(application)}/{deed}", data).status_code == 404
    assert desk.now(application).version == 1


def test_a_foreign_attachment_is_answered_like_one_that_does_not_exist(desk, stranger):
    application = desk.arrive(files=[File("g1_doc_employment")])
    (document,) = desk.attachments(application)
    foreign = stranger.get(f"{address(application)}/attachments/{document.id}")
    absent = stranger.get(f"/staff/applications/{ABSENT}/attachments/{document.id}")
    assert foreign.status_code == 404
    assert without_tokens(foreign.text) == without_tokens(absent.text)


def test_a_document_of_another_case_is_not_found_under_this_one(desk, clerk):
    mine, other = desk.arrive(), desk.arrive(files=[File("g1_doc_employment")])
    (document,) = desk.attachments(other)
    assert clerk.get(f"{address(mine)}/attachments/{document.id}").status_code == 404


def test_a_foreign_case_leaves_no_audit_entry(desk, stranger):
    stranger.get(address(desk.arrive()))
    assert desk.audited("case_read") == []


def test_reading_a_case_is_written_down(desk, page):
    application = desk.arrive()
    page(address(application))
    (entry,) = desk.audited("case_read")
    assert entry.subject == f"application:{application.number}"


def test_the_audit_chain_holds_after_reading(desk, page):
    page(address(desk.arrive()))
    with desk.state.database.reading() as session:
        assert verify(session)[1] is None


def test_sensitive_answers_are_closed(desk, page):
    text = page(address(desk.arrive(changes=SECRET | {"g1_reason": "other"})))
    assert HEALTH not in text
    assert "閉じています" in text


def test_opening_shows_the_sensitive_answers(desk, clerk):
    application = desk.arrive(changes=SECRET | {"g1_reason": "other"})
    answer = clerk.post(f"{address(application)}/open-sensitive")
    assert HEALTH in clerk.get(answer.headers["location"]).text


def test_opening_is_written_down_with_the_names_of_the_fields(desk, clerk):
    application = desk.arrive(changes=SECRET | {"g1_reason": "other"})
    clerk.post(f"{address(application)}/open-sensitive")
    (entry,) = desk.audited("sensitive_opened")
    assert "g1_reason_detail" in entry.detail


def test_what_was_opened_closes_after_five_minutes(desk, clerk, clock):
    application = desk.arrive(changes=SECRET | {"g1_reason": "other"})
    opened = clerk.post(f"{address(application)}/open-sensitive").headers["location"]
    clock.advance(minutes=5)
    assert HEALTH not in clerk.get(opened).text


def test_a_pass_opens_nothing_for_a_colleague(desk, clerk):
    application = desk.arrive(changes=SECRET | {"g1_reason": "other"})
    opened = clerk.post(f"{address(application)}/open-sensitive").headers["location"]
    assert HEALTH not in desk.clerk("school").get(opened).text


def test_a_pass_opens_no_other_case(desk, clerk):
    one, other = (desk.arrive(changes=SECRET | {"g1_reason": "other"}) for _ in range(2))
    opened = clerk.post(f"{address(one)}/open-sensitive").headers["location"]
    key = opened.partition("?")[2]
    assert HEALTH not in clerk.get(f"{address(other)}?{key}").text


def test_an_address_under_support_measures_is_closed(desk, page):
    text = page(address(desk.arrive(changes={"support_measures": True, "g1_address": ADDRESS})))
    assert "朝日一丁目99番9号" not in text


def test_an_address_without_support_measures_is_shown(desk, page):
    text = page(address(desk.arrive(changes={"support_measures": False, "g1_address": ADDRESS})))
    assert "朝日一丁目99番9号" in text


def test_a_telephone_number_under_support_measures_is_closed(desk, page):
    changes = {"support_measures": True, "g1_phone": "09000009999"}
    text = page(address(desk.arrive(changes=changes)))
    assert "09000009999" not in text.replace("-", "")


def test_the_print_sheet_keeps_closed_what_is_closed(desk, page):
    application = desk.arrive(changes=SECRET | {"g1_reason": "other"})
    assert HEALTH not in page(f"{address(application)}/print")


def test_the_print_sheet_shows_what_was_opened(desk, clerk):
    application = desk.arrive(changes=SECRET | {"g1_reason": "other"})
    opened = clerk.post(f"{address(application)}/open-sensitive").headers["location"]
    key = opened.partition("?")[2]
    assert HEALTH in clerk.get(f"{address(application)}/print?{key}").text


def test_printing_is_written_down(desk, page):
    page(f"{address(desk.arrive())}/print")
    assert len(desk.audited("case_printed")) == 1


def test_an_image_opens_in_the_page_with_its_own_bytes(desk, clerk):
    application = desk.arrive(files=[File("g1_doc_employment")])
    (document,) = desk.attachments(application)
    answer = clerk.get(f"{address(application)}/attachments/{document.id}")
    assert answer.content == JPEG
    assert answer.headers["content-disposition"].startswith("inline")


def test_a_document_can_run_nothing(desk, clerk):
    application = desk.arrive(files=[File("g1_doc_employment")])
    (document,) = desk.attachments(application)
    headers = clerk.get(f"{address(application)}/attachments/{document.id}").headers
    assert headers["content-security-policy"].endswith("sandbox")
    assert headers["x-content-type-options"] == "nosniff"


def test_a_workbook_is_saved_and_not_shown(desk, clerk):
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    application = desk.arrive(files=[File("g1_doc_employment", "証明.xlsx", b"PK", book)])
    (document,) = desk.attachments(application)
    answer = clerk.get(f"{address(application)}/attachments/{document.id}")
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_file_name_cannot_break_out_of_its_header(desk, clerk):
    application = desk.arrive(
        files=[File("g1_doc_employment", 'a"; filename="x\r\nSet-Cookie: b.jpg')]
    )
    (document,) = desk.attachments(application)
    answer = clerk.get(f"{address(application)}/attachments/{document.id}")
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-disposition"].count('"') == 2


def test_reading_a_document_is_written_down(desk, clerk):
    application = desk.arrive(files=[File("g1_doc_employment")])
    (document,) = desk.attachments(application)
    clerk.get(f"{address(application)}/attachments/{document.id}")
    assert [each.detail for each in desk.audited("document_read")] == [document.id]


def test_a_sensitive_document_stays_closed(desk, clerk):
    changes = {"g1_reason": "illness", "g1_doc_illness": "now"}
    application = desk.arrive(changes=changes, files=[File("g1_doc_illness", "診断書.jpg")])
    (document,) = desk.attachments(application)
    answer = clerk.get(f"{address(application)}/attachments/{document.id}")
    assert answer.status_code == 403
    assert "診断書.jpg" not in clerk.get(address(application)).text


def test_a_sensitive_document_opens_after_the_opening_was_written_down(desk, clerk):
    changes = {"g1_reason": "illness", "g1_doc_illness": "now"}
    application = desk.arrive(changes=changes, files=[File("g1_doc_illness", "診断書.jpg")])
    (document,) = desk.attachments(application)
    opened = clerk.post(f"{address(application)}/open-sensitive").headers["location"]
    key = opened.partition("?")[2]
    answer = clerk.get(f"{address(application)}/attachments/{document.id}?{key}")
    assert answer.content == JPEG
    assert len(desk.audited("sensitive_document_read")) == 1


def test_a_case_of_another_form_opens_too(desk):
    application = desk.arrive(PROPOSAL)
    assert desk.clerk("public-relations").get(address(application)).status_code == 200


def test_a_successor_section_works_what_its_predecessor_took_in(desk):
    application = desk.arrive(CLUB)
    table = "UPDATE sections SET successor = 'childcare' WHERE code = 'school'"
    undo = "UPDATE sections SET successor = NULL WHERE code = 'school'"
    desk.sql(table)
    answer = desk.clerk("childcare").get(address(application))
    desk.sql(undo)
    assert answer.status_code == 200


def test_a_document_is_shown_in_the_page_when_asked_for(desk, clerk):
    pdf = File("g1_doc_employment", "証明.pdf", b"%PDF-1.4", "application/pdf")
    application = desk.arrive(files=[pdf])
    (document,) = desk.attachments(application)
    answer = clerk.get(f"{address(application)}?document={document.id}")
    assert f'src="{address(application)}/attachments/{document.id}"' in answer.text
    assert "frame-src 'self'" in answer.headers["content-security-policy"]


def test_without_asking_no_document_is_loaded(desk, page):
    application = desk.arrive(files=[File("g1_doc_employment")])
    text = page(address(application))
    assert "<iframe" not in text
    assert "<img" not in text
