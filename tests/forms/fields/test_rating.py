"""The rating field."""

import pytest

from app.forms.fields.rating import CHOOSE, RatingField

FIELD = RatingField(key="how", label="満足度")


@pytest.mark.parametrize("mark", [1, 2, 3, 4, 5])
def test_a_mark_is_a_number(mark):
    assert FIELD.parse({"": [str(mark)]}) == mark


@pytest.mark.parametrize("typed", ["0", "6", "１", "3.5", "good"])
def test_another_mark_is_refused(typed):
    assert FIELD.parse({"": [typed]}).message_id == CHOOSE


def test_true_is_no_mark():
    assert FIELD.show(True, str) == ""


def test_the_ends_are_told_in_words(draw):
    drawn = draw(FIELD)
    assert "よくない" in drawn and "とてもよい" in drawn and drawn.count('type="radio"') == 5


def test_the_mark_is_shown_of_five():
    assert (FIELD.show(3, str), FIELD.show(5, str)) == ("3 / 5", "5 / 5 とてもよい")
