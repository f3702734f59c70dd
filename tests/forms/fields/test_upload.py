"""The document to attach."""

from types import SimpleNamespace

import pytest

from app.forms.fields.upload import CHOOSE, NO_FILE, NO_FILE_NOW, UploadField

FIELD = UploadField(key="paper", label="証明書", hint="証明書です。")
NOW_ONLY = FIELD.model_copy(update={"modes": ("now",)})


@pytest.mark.parametrize("mode", ["now", "later", "paper"])
def test_the_answer_is_the_way_of_handing_in(mode):
    assert FIELD.parse({"mode": [mode]}) == {"mode": mode}


def test_a_way_that_the_form_does_not_offer_is_refused():
    assert NOW_ONLY.parse({"mode": ["later"]}).message_id == CHOOSE


def test_now_without_a_file_points_to_later():
    assert FIELD.check({"mode": "now"}, 0).message_id == NO_FILE


def test_now_without_a_file_does_not_promise_what_the_form_refuses():
    assert NOW_ONLY.check({"mode": "now"}, 0).message_id == NO_FILE_NOW


@pytest.mark.parametrize(("mode", "files"), [("now", 1), ("later", 0), ("paper", 0), ("later", 2)])
def test_every_other_way_is_complete(mode, files):
    assert FIELD.check({"mode": mode}, files) is None


def test_conditions_compare_the_way():
    assert FIELD.plain({"mode": "later"}) == "later"


def test_choosing_nothing_on_purpose_stays_nothing_although_files_are_there():
    assert FIELD.assume({"mode": [""]}, 1) is None


def test_the_page_names_the_file_box_after_the_path(draw):
    drawn = draw(FIELD)
    assert 'name="question.files"' in drawn and 'type="file" multiple' in drawn


def test_the_page_tells_kinds_and_number_of_files(draw):
    assert "JPG、PNG、HEIC、PDFのファイルを5個まで" in draw(FIELD)


def test_the_page_lists_the_stored_files(draw):
    file = SimpleNamespace(name="<証明書>.pdf", size=2_000_000, remove_name="_remove.paper.1")
    drawn = draw(FIELD, stored_files={"question": [file]})
    assert "&lt;証明書&gt;.pdf" in drawn and 'name="_remove.paper.1"' in drawn


def test_an_optional_document_can_be_left_out(draw):
    assert "出さない" in draw(FIELD.model_copy(update={"required": False}))
