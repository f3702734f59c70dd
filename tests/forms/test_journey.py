"""The way through a form: order, permission, summary, documents and parts."""

import pytest

from app.forms.definition import UnknownStep
from app.forms.journey import (
    documents,
    first_open,
    item_name,
    may_visit,
    next_step,
    part_path,
    parts,
    previous_step,
    progress,
    summary,
    visible_steps,
)

ICHIRO = {"name": {"family": "見本", "given": "一郎"}, "allergy": False}
NIKO = {"name": {"family": "見本", "given": "二子"}, "allergy": True, "detail": "卵"}
WORKING = {"works": True, "paper": {"mode": "later"}, "office": "見本商店", "children": [ICHIRO]}
AT_HOME = {"works": False, "children": [ICHIRO]}
ALL = ("home", "work", "children", "health")


def slugs(form, answers):
    return [step.slug for step in visible_steps(form, answers)]


def test_a_step_whose_condition_is_true_is_on_the_way(family):
    assert slugs(family, WORKING) == ["home", "work", "children", "health"]


def test_a_step_whose_condition_is_false_is_not(family):
    assert slugs(family, AT_HOME) == ["home", "children", "health"]


def test_a_new_draft_opens_at_its_first_step(family):
    assert first_open(family, {}, attached={}, done=()) == "home"


def test_a_step_is_complete_only_when_it_was_finished(family):
    assert first_open(family, WORKING, attached={}, done=("home", "children")) == "work"


def test_a_finished_step_that_is_no_longer_valid_is_open_again(family):
    answers = WORKING | {"paper": {"mode": "now"}}
    assert first_open(family, answers, attached={}, done=ALL) == "home"
    assert first_open(family, answers, attached={"paper": 1}, done=ALL) == "review"


def test_everything_complete_leads_to_the_review(family):
    assert first_open(family, WORKING, attached={}, done=ALL) == "review"


def test_a_changed_answer_opens_the_step_that_it_asks_for(family):
    answers = {"works": True, "paper": {"mode": "later"}, "children": [ICHIRO]}
    done = ("home", "children", "health")
    assert first_open(family, answers, attached={}, done=done) == "work"


@pytest.mark.parametrize("slug", ["home", "children"])
def test_steps_up_to_the_first_open_one_may_be_visited(family, slug):
    assert may_visit(family, AT_HOME, slug, attached={}, done=("home",))


@pytest.mark.parametrize("slug", ["health", "review", "work", "nowhere"])
def test_later_hidden_and_unknown_steps_may_not_be_visited(family, slug):
    assert not may_visit(family, AT_HOME, slug, attached={}, done=("home",))


def test_the_review_may_be_visited_when_all_is_complete(family):
    done = ("home", "children", "health")
    assert may_visit(family, AT_HOME, "review", attached={}, done=done)


def test_the_next_step_skips_what_is_not_asked(family):
    assert next_step(family, AT_HOME, "home") == "children"
    assert next_step(family, WORKING, "home") == "work"


def test_after_the_last_step_comes_the_review(family):
    assert next_step(family, AT_HOME, "health") == "review"


def test_the_previous_step_skips_what_is_not_asked(family):
    assert previous_step(family, AT_HOME, "children") == "home"


def test_before_the_first_step_there_is_none(family):
    assert previous_step(family, AT_HOME, "home") is None


def test_before_the_review_stands_the_last_step(family):
    assert previous_step(family, AT_HOME, "review") == "health"


def test_a_step_that_has_just_disappeared_still_has_neighbours(family):
    assert next_step(family, AT_HOME, "work") == "children"


def test_a_step_that_the_form_does_not_have_has_no_neighbours(family):
    with pytest.raises(UnknownStep):
        next_step(family, AT_HOME, "nowhere")


def test_progress_counts_the_review_as_the_last_page(family):
    assert progress(family, AT_HOME, "home") == (1, 4)
    assert progress(family, WORKING, "health") == (4, 5)
    assert progress(family, WORKING, "review") == (5, 5)


def test_the_summary_has_a_section_per_step_and_item(family):
    answers = AT_HOME | {"children": [ICHIRO, NIKO]}
    found = [(each.step, each.item_index, each.item_name) for each in summary(family, answers)]
    assert found == [
        ("home", None, ""),
        ("children", 0, "見本 一郎"),
        ("children", 1, "見本 二子"),
        ("health", 0, "見本 一郎"),
        ("health", 1, "見本 二子"),
    ]


def test_the_summary_shows_only_what_was_asked(family):
    answers = AT_HOME | {"children": [ICHIRO, NIKO]}
    rows = [[row.path for row in each.rows] for each in summary(family, answers)]
    assert rows[-2:] == [["children.0.allergy"], ["children.1.allergy", "children.1.detail"]]


def test_a_row_carries_path_label_and_stored_value(family):
    row = summary(family, AT_HOME)[0].rows[0]
    assert (row.path, row.label, row.value) == ("works", "働いていますか", False)


def test_the_documents_are_those_that_the_answers_ask_for(family):
    found = [(each.path, each.label, each.mode) for each in documents(family, WORKING)]
    assert found == [("paper", "証明書", "later")]
    assert documents(family, AT_HOME) == ()


def test_a_document_not_yet_decided_is_still_asked_for(family):
    assert [each.mode for each in documents(family, {"works": True})] == [""]


def test_one_send_for_two_children_makes_two_parts(family):
    made = parts(family, WORKING | {"children": [ICHIRO, NIKO]})
    assert [(part.index, part.title) for part in made] == [(0, "見本 一郎"), (1, "見本 二子")]


def test_a_part_holds_the_shared_answers_and_its_own_child_only(family):
    made = parts(family, WORKING | {"children": [ICHIRO, NIKO]})
    assert made[1].answers == WORKING | {"children": [NIKO]}


def test_a_part_holds_nothing_that_is_not_asked(family):
    made = parts(family, AT_HOME | {"office": "見本商店"})
    assert "office" not in made[0].answers


def test_a_form_that_is_not_split_has_one_part(family):
    whole = family.model_copy(update={"one_application_per": None})
    made = parts(whole, WORKING | {"children": [ICHIRO, NIKO]})
    assert [(part.index, part.title) for part in made] == [(0, "見本の申請")]
    assert len(made[0].answers["children"]) == 2


@pytest.mark.parametrize(
    ("path", "inside"),
    [("paper", "paper"), ("children.1.detail", "children.0.detail"), ("children.0.detail", None)],
)
def test_an_attachment_moves_with_its_child_into_its_part(family, path, inside):
    assert part_path(family, path, 1) == inside


def test_an_item_without_a_name_yet_has_no_name(family):
    assert item_name(family, {"children": [{}]}, "children", 0) == ""
    assert item_name(family, {}, "children", 4) == ""
