"""Changing a few answers: only what is opened, with what it brings up, and nothing else."""

import json

from app import procedures
from app.applications.service import amending
from app.forms import journey
from app.forms.definition import Form
from app.forms.snapshot import dump
from tests.staff.desk import CLUB, filled

FORM = procedures.forms()[CLUB]


def stored():
    return journey.parts(FORM, filled(CLUB, "一郎"))[0].answers


def test_only_the_opened_answer_changes():
    before = stored()
    raw = {"g1_phone": ["0249001234"], "g1_relation": ["father"]}
    page = amending.amend(FORM, before, raw, {"g1_phone"}, {})
    assert amending.changed(FORM, before, page.answers) == ("g1_phone",)


def test_a_wrong_answer_is_named_and_the_page_keeps_it():
    page = amending.amend(FORM, stored(), {"g1_phone": ["abc"]}, {"g1_phone"}, {})
    assert [error.path for error in page.errors] == ["g1_phone"]
    assert page.typed["g1_phone"] == ["abc"]


def test_an_opened_answer_that_is_emptied_is_missed():
    page = amending.amend(FORM, stored(), {}, {"g1_phone"}, {})
    assert [error.path for error in page.errors] == ["g1_phone"]


def test_a_question_that_the_new_answer_brings_up_is_asked_too():
    raw = {"children.0.school": ["other"]}
    page = amending.amend(FORM, stored(), raw, {"children.0.school"}, {})
    shown = [place.path for group in page.groups for place, _, _ in group.places]
    assert shown == ["children.0.school", "children.0.school_other"]


def test_a_document_that_the_new_answer_brings_up_comes_later():
    raw = {"g1_reason": ["illness"]}
    page = amending.amend(FORM, stored(), raw, {"g1_reason"}, {})
    assert page.errors == ()
    assert page.answers["g1_doc_illness"] == {"mode": "later"}
    assert "g1_doc_employment" not in page.answers


def test_consents_and_documents_are_never_opened():
    types = {
        row.field.type
        for section in journey.summary(FORM, stored())
        for row in section.rows
        if row.path in amending.paths_of(FORM, stored())
    }
    assert not types & {"upload", "consent", "statement"}


def test_an_answer_that_would_have_led_out_is_not_taken_afterwards():
    document = json.loads(dump(FORM))
    step = next(each for each in FORM.steps for f in each.fields if f.key == "g1_relation")
    for each in document["steps"]:
        if each["slug"] == step.slug:
            each["exit"] = {
                "when": {"field": "g1_relation", "equals": "other"},
                "title": "別の手続です", "text": "この手続では受け付けられません。",
            }  # fmt: skip
    form = Form.model_validate(document)
    page = amending.amend(form, stored(), {"g1_relation": ["other"]}, {"g1_relation"}, {})
    assert [(each.path, each.message_id) for each in page.errors] == [
        ("g1_relation", "この手続では受け付けられません。")
    ]
