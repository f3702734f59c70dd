"""The question answered with yes or no."""

import pytest

from app.forms.fields.yesno import CHOOSE, YesNoField

FIELD = YesNoField(key="works", label="働いていますか", yes="いる", no="いない")


@pytest.mark.parametrize(("typed", "value"), [("yes", True), ("no", False), ("", None)])
def test_the_answer_is_a_boolean(typed, value):
    assert FIELD.parse({"": [typed]}) is value


@pytest.mark.parametrize("typed", ["true", "1", "はい"])
def test_anything_else_is_refused(typed):
    assert FIELD.parse({"": [typed]}).message_id == CHOOSE


@pytest.mark.parametrize("value", [True, False])
def test_answers_read_back(value):
    assert FIELD.parse(FIELD.write(value)) is value


@pytest.mark.parametrize("value", [1, 0, "yes", None])
def test_only_booleans_are_stored_answers(value):
    assert FIELD.parse(FIELD.write(value)) is None


def test_no_is_an_answer_that_is_shown():
    assert FIELD.show(False, str) == "いない"


def test_the_page_ticks_the_stored_no(draw):
    assert 'value="no" checked' in draw(FIELD, value=False)


def test_the_page_ticks_nothing_before_an_answer(draw):
    assert " checked" not in draw(FIELD)
