"""What the review of a document finds."""

import copy

import pytest

from app.forms.definition import Form
from app.forms.lint import lint


@pytest.fixture
def problems(family_document):
    """Return the problems of the family form after a change made by a function."""

    def check(change=lambda document: None):
        document = copy.deepcopy(family_document)
        change(document)
        return [str(problem) for problem in lint(Form.model_validate(document))]

    return check


def with_field(**field):
    entry = {"key": "extra", "type": "text", "label": "追加の質問"} | field
    return lambda document: document["steps"][1]["fields"].append(entry)


def with_condition(step, condition):
    def change(document):
        document["steps"][step]["fields"][-1]["when"] = condition

    return change


def test_a_sound_form_has_no_problems(problems):
    assert problems() == []


def test_a_condition_on_an_unknown_field_is_found(problems):
    found = problems(with_condition(1, {"field": "salary", "filled": True}))
    assert found == ["steps.work.fields.office.when: no field 'salary' can be seen from here"]


def test_a_condition_on_a_later_answer_is_found(problems):
    found = problems(with_condition(0, {"field": "office", "filled": True}))
    assert found == ["steps.home.fields.paper.when: looks ahead: 'office' is asked later"]


def test_a_condition_on_the_field_itself_is_found(problems):
    found = problems(with_condition(1, {"field": "office", "filled": True}))
    assert "looks ahead" in found[0]


def test_a_condition_on_another_items_field_is_found(problems):
    found = problems(with_condition(1, {"field": "allergy", "equals": True}))
    assert "no field 'allergy' can be seen from here" in found[0]


def test_a_step_condition_on_its_own_field_is_found(problems):
    def change(document):
        document["steps"][1]["when"] = {"field": "office", "filled": True}

    assert "looks ahead" in problems(change)[0]


def test_a_condition_on_a_statement_is_found(problems):
    def change(document):
        note = {"key": "note", "type": "statement", "label": "注", "text": "注です。"}
        document["steps"][0]["fields"].insert(0, note)
        document["steps"][1]["when"] = {"field": "note", "filled": True}

    assert "never has an answer" in problems(change)[0]


def test_a_condition_on_an_answer_that_cannot_be_given_is_found(problems):
    found = problems(with_condition(3, {"field": "allergy", "equals": "yes"}))
    assert found == ["steps.health.fields.detail.when: 'yes' is no answer of 'allergy'"]


def test_a_condition_of_the_wrong_kind_is_found(problems):
    found = problems(with_condition(3, {"field": "allergy", "contains": "yes"}))
    assert "compare with equals or in" in found[0]


def test_conditions_that_exclude_each_other_are_unreachable(problems):
    never = {"all": [{"field": "works", "equals": True}, {"field": "works", "equals": False}]}
    found = problems(with_condition(3, never))
    assert found == ["steps.health.fields.detail: unreachable: no answers ever show it"]


def test_a_field_that_needs_what_its_step_forbids_is_unreachable(problems):
    found = problems(with_field(when={"field": "works", "equals": False}))
    assert found == ["steps.work.fields.extra: unreachable: no answers ever show it"]


def test_a_field_that_needs_a_hidden_answer_is_unreachable(problems):
    condition = {"all": [{"field": "office", "filled": True}, {"field": "works", "equals": False}]}
    found = problems(with_condition(3, condition))
    assert found == ["steps.health.fields.detail: unreachable: no answers ever show it"]


def test_a_field_for_those_who_were_not_asked_is_reachable(problems):
    condition = {"all": [{"field": "office", "filled": False}, {"field": "works", "equals": False}]}
    assert problems(with_condition(3, condition)) == []


def test_an_unreachable_step_is_found(problems):
    def change(document):
        document["steps"][1]["when"] = {
            "all": [{"field": "works", "equals": True}, {"not": {"field": "works", "filled": True}}]
        }

    assert problems(change) == ["steps.work: unreachable: no answers ever show it"]


def test_an_upload_without_a_hint_is_found(problems):
    found = problems(with_field(type="upload"))
    assert "an upload needs a hint" in found[0]


@pytest.mark.parametrize("label", ["個人番号", "あなたのマイナンバー", "個人番号（12けた）"])
def test_a_question_for_the_individual_number_is_found(problems, label):
    assert "never collected" in problems(with_field(label=label))[0]


def test_the_individual_number_card_may_be_asked_about(problems):
    assert problems(with_field(label="マイナンバーカードを持っていますか", type="yesno")) == []


def test_a_refusable_consent_says_what_follows(problems):
    found = problems(with_field(type="consent", wording="同意します。", version="1"))
    assert "if_refused" in found[0]


def test_a_choice_of_one_is_found(problems):
    found = problems(with_field(type="choice", options=[{"key": "a", "label": "甲"}]))
    assert "no choice" in found[0]


def test_a_page_that_asks_nothing_is_found(problems):
    def change(document):
        note = {"key": "note", "type": "statement", "label": "注", "text": "注です。"}
        document["steps"].append({"slug": "note", "title": "注", "fields": [note]})

    assert problems(change) == ["steps.note: asks nothing: a page with statements only"]


def test_an_example_that_the_field_would_refuse_is_found(problems):
    assert "no canonical value" in problems(with_field(max_length=2, example="長い例"))[0]


def test_an_example_that_would_be_stored_otherwise_is_found(problems):
    found = problems(with_field(type="postal", example="963-8601"))
    assert "would be stored as '9638601'" in found[0]


def test_settings_that_the_types_sample_breaks_need_an_example(problems):
    options = [{"key": "a", "label": "甲"}, {"key": "none", "label": "なし"}]
    found = problems(with_field(type="choices", options=options, none_key="none", min=2))
    assert "give an example" in found[0]


@pytest.mark.parametrize("label", ["{name}さんの質問", "{0}", "開いた{かっこ"])
def test_braces_in_texts_are_found(problems, label):
    assert "braces" in problems(with_field(label=label))[0]


def test_a_percent_sign_is_found(problems):
    assert "%" in problems(with_field(label="50%以上ですか"))[0]


def test_an_item_title_without_a_number_is_found(problems):
    def change(document):
        document["repeats"][0]["item_title"] = "お子さん"

    assert "needs {n}" in problems(change)[0]
