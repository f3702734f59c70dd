"""A form on paper asks what the form asks, in its order, and shows only what may be shown."""

import pytest

from app import procedures
from app.forms import paper

FORMS = procedures.forms()


def asked(form):
    return [(step.repeat, field.key) for step in form.steps for field in step.fields]


def keys(blocks, form):
    rows = [
        (None if block.number is None else box.path.split(".")[0], box.field.key)
        for block in blocks
        for box in block.boxes
    ]
    return list(dict.fromkeys(rows))


@pytest.mark.parametrize("slug", sorted(FORMS))
def test_an_empty_sheet_holds_every_question_in_order(slug):
    form = FORMS[slug]
    assert keys(paper.blank(form), form) == asked(form)


def test_an_empty_sheet_has_room_for_two_children():
    blocks = paper.blank(FORMS["after-school-club"])
    assert {block.number for block in blocks if block.item_title} == {1, 2}


def test_what_is_not_asked_is_crossed_out():
    form = FORMS["after-school-club"]
    blocks = paper.filled(form, {"has_second_guardian": False})
    (second,) = (block for block in blocks if block.title == "保護者2")
    assert not second.is_asked


def test_a_closed_answer_is_not_on_the_sheet():
    form = FORMS["after-school-club"]
    blocks = paper.filled(form, {"support_measures": True}, closed={"support_measures"})
    (box,) = (box for block in blocks for box in block.boxes if box.path == "support_measures")
    assert (box.value, box.is_closed) == (None, True)


def test_an_answer_stands_in_its_box():
    form = FORMS["after-school-club"]
    blocks = paper.filled(form, {"g1_relation": "母"})
    (box,) = (box for block in blocks for box in block.boxes if box.path == "g1_relation")
    assert box.value == "母"
