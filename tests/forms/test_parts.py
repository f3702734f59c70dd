"""Exits, rules, eligibility, limits and the estimate of minutes."""

import pytest
from pydantic import ValidationError

from app.forms.answers import parse_step, validate
from app.forms.definition import Form
from app.forms.journey import counted_for, eligibility_after, exit_of, first_open
from app.forms.snapshot import messages

WORKS = {"key": "works", "type": "yesno", "label": "働いていますか"}
EXIT = {
    "when": {"field": "works", "equals": False},
    "title": "この手続ではありません",
    "text": "別の手続があります。",
    "link": "/procedures/abc",
    "link_text": "別の手続",
}
SAME = {
    "when": {"field": "second", "same_as": "first"},
    "field": "second",
    "message": "同じものを2回選んでいます。",
}
WISHES = [{"key": key, "type": "text", "label": key} for key in ("first", "second")]


def form_of(document, fields, *, step=None, **changes):
    page = {"slug": "page", "title": "頁", "fields": fields} | (step or {})
    last = {"slug": "last", "title": "終", "fields": [WORKS | {"key": "more"}]}
    return Form.model_validate(document([page, last], **changes))


def test_an_exit_holds_for_the_answers_it_names(document):
    form = form_of(document, [WORKS], step={"exit": EXIT})
    assert exit_of(form, {"works": False}, form.steps[0]).title == "この手続ではありません"
    assert exit_of(form, {"works": True}, form.steps[0]) is None


def test_a_step_that_leads_out_is_never_complete(document):
    form = form_of(document, [WORKS], step={"exit": EXIT})
    done = ("page", "last")
    answers = {"works": False, "more": True}
    assert first_open(form, answers, attached={}, done=done) == "page"
    assert first_open(form, answers | {"works": True}, attached={}, done=done) == "review"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://x.example", "//evil.example", "x"])
def test_an_exit_leads_to_safe_addresses_only(document, link):
    with pytest.raises(ValidationError, match="link"):
        form_of(document, [WORKS], step={"exit": EXIT | {"link": link}})


def test_a_broken_rule_is_an_error_of_its_field(document):
    form = form_of(document, WISHES, step={"rules": [SAME]})
    parsed = parse_step(
        form, form.steps[0], {"first": ["甲"], "second": ["甲"]}, answers={}, attached={}
    )
    assert [(e.path, e.message_id) for e in parsed.errors] == [
        ("second", "同じものを2回選んでいます。")
    ]


def test_a_broken_rule_is_found_again_before_sending(document):
    form = form_of(document, WISHES, step={"rules": [SAME]})
    stored = {"first": "甲", "second": "甲", "more": True}
    assert [e.path for e in validate(form, stored, attached={})] == ["second"]
    assert validate(form, stored | {"second": "乙"}, attached={}) == ()


def test_a_rule_names_the_item_of_a_repeat(document):
    repeat = {
        "key": "children", "item_title": "{n}人目", "add_label": "追加", "remove_label": "取消",
    }  # fmt: skip
    step = {"rules": [SAME], "repeat": "children", "owner": True}
    form = form_of(document, WISHES, step=step, repeats=[repeat])
    items = [{"first": "甲", "second": "乙"}, {"first": "甲", "second": "甲"}]
    found = validate(form, {"children": items, "more": True}, attached={})
    assert [error.path for error in found] == ["children.1.second"]


def test_a_rule_about_a_question_of_another_step_is_refused(document):
    with pytest.raises(ValidationError, match="rules name no question"):
        form_of(document, WISHES, step={"rules": [SAME | {"field": "more"}]})


CHECK = {
    "after": "page",
    "passed": "対象になる見込みです。",
    "reasons": [
        {"when": {"field": "works", "equals": False}, "reason": "働いている方が対象です。"}
    ],
}


def test_eligibility_is_told_after_its_step_with_reasons(document):
    form = form_of(document, [WORKS], eligibility=CHECK)
    first, last = form.steps
    assert eligibility_after(form, {"works": False}, first) == ("働いている方が対象です。",)
    assert eligibility_after(form, {"works": True}, first) == ()
    assert eligibility_after(form, {"works": False}, last) is None


def test_eligibility_after_an_unknown_step_is_refused(document):
    with pytest.raises(ValidationError, match="no step 'nowhere'"):
        form_of(document, [WORKS], eligibility=CHECK | {"after": "nowhere"})


def test_limits_count_by_a_shared_answer(document):
    form = form_of(document, WISHES, limits={"per": "first"})
    assert counted_for(form, {"first": "甲"}) == "甲"


@pytest.mark.parametrize("limits", [{}, {"per": "absent"}, {"quota": 0}])
def test_limits_that_limit_nothing_are_refused(document, limits):
    with pytest.raises(ValidationError, match="limit"):
        form_of(document, WISHES, limits=limits)


def test_minutes_follow_from_the_questions_unless_the_form_says_them(document):
    few = document([{"slug": "page", "title": "頁", "fields": [WORKS]}])
    many = [{"key": f"q{n}", "type": "address", "label": "住所"} for n in range(20)]
    long = document([{"slug": "page", "title": "頁", "fields": many}])
    assert Form.model_validate(few).minutes == 5
    few.pop("minutes"), long.pop("minutes")
    assert (Form.model_validate(few).minutes, Form.model_validate(long).minutes) == (1, 20)


def test_every_text_of_the_parts_is_a_message(document):
    form = form_of(
        document, [WORKS, *WISHES], step={"exit": EXIT, "rules": [SAME]}, eligibility=CHECK
    )
    found = {text for _, text, _ in messages(form)}
    assert {
        EXIT["title"], EXIT["text"], EXIT["link_text"], SAME["message"], CHECK["passed"],
        "働いている方が対象です。",
    } <= found  # fmt: skip
