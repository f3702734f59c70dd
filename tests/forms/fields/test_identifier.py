"""The identifier field."""

import time

import pytest

from app.forms.fields.identifier import WRONG, IdentifierField
from app.forms.fields.text import MY_NUMBER


def make(pattern="[0-9]{10}", **settings):
    return IdentifierField(
        key="code", label="番号", pattern=pattern, shape="10けたの数字", **settings
    )


@pytest.mark.parametrize("typed", ["0123456789", "０１２３４５６７８９", " 01234 56789 "])
def test_widths_and_spaces_are_folded(typed):
    assert make().parse({"": [typed]}) == "0123456789"


def test_letters_are_upper_case_unless_the_form_says_otherwise():
    assert make("[A-Z]{2}").parse({"": ["ａb"]}) == "AB"
    assert make("[a-z]{2}", upper=False).parse({"": ["ab"]}) == "ab"


def test_a_hyphen_that_is_printed_but_not_kept_is_dropped():
    assert make(without=" -").parse({"": ["01234ー56789"]}) == "0123456789"


def test_what_does_not_fit_is_refused_with_the_shape_in_words():
    error = make().parse({"": ["123"]})
    assert (error.message_id, error.params["shape"]) == (WRONG, "10けたの数字")


def test_an_individual_number_is_named_as_what_it_is():
    assert make().parse({"": ["123456789018"]}).message_id == MY_NUMBER


@pytest.mark.parametrize("pattern", ["(", r"(?=a)", r"(a)\1", "a{1001}"])
def test_a_pattern_that_linear_time_cannot_match_is_refused(pattern):
    with pytest.raises(ValueError, match="pattern"):
        make(pattern)


def test_a_pattern_that_is_a_trap_elsewhere_is_harmless():
    started = time.perf_counter()
    make("(A+)+B", max_length=60).parse({"": ["A" * 60]})
    assert time.perf_counter() - started < 1


def test_the_shape_stands_under_the_label(draw):
    assert "10けたの数字" in draw(make())
