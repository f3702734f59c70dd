"""From a post to canonical answers, and the re-check of what is stored."""

import copy
import datetime as dt

import pytest

from app.forms.answers import (
    ALSO_ANSWER,
    BROKEN,
    RepeatAtMinimum,
    RepeatFull,
    UnknownField,
    add_item,
    begin,
    parse_step,
    path_after_removal,
    remove_item,
    validate,
)

ICHIRO = {"family": "見本", "given": "一郎"}
NIKO = {"family": "見本", "given": "二子"}
WHOLE = {
    "works": True,
    "paper": {"mode": "later"},
    "office": "見本商店",
    "children": [{"name": ICHIRO, "allergy": True, "detail": "卵"}],
}


def post(form, slug, answers=None, attached=None, **raw):
    named = {name.replace("__", "."): value for name, value in raw.items()}
    lists = {name: [value] if isinstance(value, str) else value for name, value in named.items()}
    return parse_step(form, form.step(slug), lists, answers=answers or {}, attached=attached or {})


def test_a_valid_post_becomes_canonical_answers(family):
    parsed = post(family, "home", works="no")
    assert (parsed.answers["works"], parsed.errors) == (False, ())


def test_a_missing_required_answer_is_an_error_at_its_path(family):
    parsed = post(family, "children", children__0__name__family="見本")
    assert [(error.path, error.part) for error in parsed.errors] == [("children.0.name", "given")]


def test_an_error_leads_to_the_id_of_its_box(family):
    error = post(family, "children", children__0__name__family="見本").errors[0]
    assert error.anchor == "f-children-0-name-given"


def test_an_error_carries_the_label_for_the_summary(family):
    assert post(family, "work", {"works": True}).errors[0].label == "勤務先"


def test_what_was_typed_is_kept_beside_the_errors(family):
    parsed = post(family, "children", children__0__name__family="見本")
    assert parsed.raw["children.0.name.family"] == ["見本"]


def test_inputs_of_the_room_are_ignored_and_not_kept(family):
    parsed = post(family, "home", works="no", _csrf="x", _version="3")
    assert parsed.errors == () and set(parsed.raw) == {"works"}


@pytest.mark.parametrize("name", ["salary", "works.more", "office", "children.0.name.family"])
def test_an_input_that_the_step_does_not_have_is_refused(family, name):
    with pytest.raises(UnknownField, match=name):
        parse_step(family, family.step("home"), {name: ["x"]}, answers={}, attached={})


def test_an_item_that_does_not_exist_is_refused(family):
    with pytest.raises(UnknownField):
        post(family, "children", children__1__name__family="見本")


def test_one_input_twice_is_refused(family):
    with pytest.raises(UnknownField, match="works"):
        post(family, "home", works=["yes", "no"])


def test_a_field_in_error_keeps_its_earlier_answer(family):
    parsed = post(family, "work", WHOLE, office="あ" * 101)
    assert parsed.answers["office"] == "見本商店" and not parsed.is_valid


def test_the_answers_handed_in_are_not_changed(family):
    before = copy.deepcopy(WHOLE)
    post(family, "home", WHOLE, works="no")
    assert before == WHOLE


def test_answers_that_are_no_longer_asked_are_dropped(family):
    parsed = post(family, "home", WHOLE, works="no")
    assert set(parsed.answers) == {"works", "children"}


def test_an_item_drops_what_its_own_answer_hides(family):
    parsed = post(family, "health", WHOLE, children__0__allergy="no")
    assert parsed.answers["children"] == [{"name": ICHIRO, "allergy": False}]


def test_a_question_that_an_answer_of_the_same_page_opens_says_so(family):
    parsed = post(family, "home", works="yes")
    assert [error.message_id for error in parsed.errors] == [ALSO_ANSWER]


def test_a_question_that_was_open_before_is_simply_missing(family):
    parsed = post(family, "home", {"works": True}, works="yes")
    assert [error.message_id for error in parsed.errors] == [family.steps[0].fields[1].MISSING]


def test_a_hidden_question_is_not_validated(family):
    assert post(family, "home", works="no", paper__mode="nonsense").errors == ()


def test_items_are_read_each_at_its_own_path(family):
    answers = WHOLE | {"children": [{"name": ICHIRO}, {"name": NIKO}]}
    parsed = post(
        family, "health", answers,
        children__0__allergy="no", children__1__allergy="yes", children__1__detail="乳",
    )  # fmt: skip
    assert parsed.answers["children"] == [
        {"name": ICHIRO, "allergy": False},
        {"name": NIKO, "allergy": True, "detail": "乳"},
    ]


def test_now_needs_a_file(family):
    parsed = post(family, "home", {"works": True}, works="yes", paper__mode="now")
    assert [(error.path, error.part) for error in parsed.errors] == [("paper", "files")]


def test_now_with_a_stored_file_is_accepted(family):
    parsed = post(family, "home", attached={"paper": 1}, works="yes", paper__mode="now")
    assert parsed.errors == () and parsed.answers["paper"] == {"mode": "now"}


def test_a_file_without_a_chosen_mode_means_now(family):
    parsed = post(family, "home", attached={"paper": 1}, works="yes")
    assert parsed.answers["paper"] == {"mode": "now"}


def test_a_new_draft_has_the_least_number_of_items(family):
    assert begin(family) == {"children": [{}]}


def test_stored_answers_are_checked_again_as_a_whole(family):
    assert validate(family, WHOLE, attached={}) == ()


def test_a_file_that_has_gone_is_found_by_the_recheck(family):
    answers = WHOLE | {"paper": {"mode": "now"}}
    assert [error.path for error in validate(family, answers, attached={})] == ["paper"]


def test_an_answer_missing_in_a_later_item_is_found_by_the_recheck(family):
    answers = WHOLE | {"children": [*WHOLE["children"], {"name": NIKO}]}
    paths = [error.path for error in validate(family, answers, attached={})]
    assert paths == ["children.1.allergy"]


@pytest.mark.parametrize(
    "broken",
    [
        {"works": "yes"},
        {"works": 1},
        {"office": ["見本"]},
        {"office": None},
        {"paper": "later"},
        {"paper": {"mode": "later", "more": 1}},
        {"children": "見本"},
        {"children": [[]]},
        {"children": [{"name": {"family": 3}, "allergy": False}]},
        {"children": [{"name": {"family": "見本", "given": "一郎", "x": "y"}, "allergy": False}]},
    ],
)
def test_stored_answers_of_any_wrong_shape_are_errors_not_crashes(family, broken):
    assert validate(family, WHOLE | broken, attached={}) != ()


def test_a_stored_value_that_is_not_canonical_is_asked_again(family):
    answers = WHOLE | {"paper": {"mode": "later", "more": 1}}
    assert [error.message_id for error in validate(family, answers, attached={})] == [BROKEN]


def test_a_stored_answer_of_a_hidden_question_is_not_checked(family):
    answers = {"works": False, "office": 3, "children": [{"name": ICHIRO, "allergy": False}]}
    assert validate(family, answers, attached={}) == ()


def test_an_added_item_is_blank_and_last(family):
    assert add_item(family, WHOLE, "children")["children"] == [*WHOLE["children"], {}]


def test_adding_to_a_draft_without_items_counts_the_shown_one(family):
    assert add_item(family, {}, "children")["children"] == [{}, {}]


def test_a_full_repeat_takes_no_more(family):
    full = {"children": [{}, {}, {}]}
    with pytest.raises(RepeatFull):
        add_item(family, full, "children")


def test_a_removed_item_leaves_the_others_in_order(family):
    answers = {"children": [{"name": ICHIRO}, {"name": NIKO}, {}]}
    assert remove_item(family, answers, "children", 0)["children"] == [{"name": NIKO}, {}]


def test_the_last_needed_item_cannot_be_removed(family):
    with pytest.raises(RepeatAtMinimum):
        remove_item(family, WHOLE, "children", 0)


def test_an_item_that_is_not_there_cannot_be_removed(family):
    with pytest.raises(IndexError):
        remove_item(family, {"children": [{}, {}]}, "children", 2)


def test_adding_and_removing_leave_the_answers_handed_in(family):
    answers = {"children": [{"name": ICHIRO}, {"name": NIKO}]}
    before = copy.deepcopy(answers)
    add_item(family, answers, "children")
    remove_item(family, answers, "children", 1)
    assert answers == before


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("remark", "remark"),
        ("children.0.name.family", "children.0.name.family"),
        ("children.1.name.family", None),
        ("children.2.paper", "children.1.paper"),
        ("contacts.2.name", "contacts.2.name"),
    ],
)
def test_paths_move_up_when_an_item_goes(path, after):
    assert path_after_removal(path, "children", 1) == after


def test_limits_counted_from_today_are_checked_where_today_is_given(one_step):
    form = one_step({"key": "born", "type": "date", "label": "生年月日", "not_future": True})
    raw = {"born.year": ["2026-11-22"]}
    known = {"answers": {}, "attached": {}}
    today = dt.date(2026, 11, 21)
    assert parse_step(form, form.steps[0], raw, **known).is_valid
    assert not parse_step(form, form.steps[0], raw, **known, today=today).is_valid
    assert validate(form, {"born": "2026-11-22"}, attached={}, today=today)
