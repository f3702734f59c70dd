"""The choice of several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.forms.fields.choices import ALONE, CHOOSE, TOO_FEW, TOO_MANY, ChoicesField


def make(**settings):
    options = [{"key": key, "label": key} for key in ("a", "b", "c", "none")]
    return ChoicesField.model_validate(
        {"key": "pick", "label": "選ぶもの", "options": options} | settings
    )


def test_the_answer_is_the_keys_in_the_order_of_the_document():
    assert make().parse({"": ["c", "a", "c"]}) == ["a", "c"]


def test_nothing_ticked_is_no_answer():
    assert make().parse({}) is None


def test_what_is_no_option_is_refused():
    assert make().parse({"": ["a", "z"]}).message_id == CHOOSE


def test_none_stands_alone():
    field = make(none_key="none")
    assert field.parse({"": ["none"]}) == ["none"]
    assert field.parse({"": ["a", "none"]}).message_id == ALONE


def test_none_fulfils_any_minimum():
    assert make(none_key="none", min=2).parse({"": ["none"]}) == ["none"]


def test_fewer_than_the_minimum_are_refused():
    assert make(min=2).parse({"": ["a"]}).message_id == TOO_FEW


def test_more_than_the_maximum_are_refused():
    assert make(max=1).parse({"": ["a", "b"]}).message_id == TOO_MANY


@pytest.mark.parametrize("settings", [{"none_key": "z"}, {"min": 5}, {"min": 2, "max": 1}])
def test_settings_that_cannot_be_answered_are_refused(settings):
    with pytest.raises(ValidationError):
        make(**settings)


def test_the_labels_are_shown_joined():
    assert make().show(["a", "c"], str) == "a、c"


def test_the_page_ticks_what_was_typed_only(draw):
    drawn = draw(make(), value=["a"], raw={"question": ["b"]})
    assert 'value="b" checked' in drawn and 'value="a" checked' not in drawn


@given(st.lists(st.sampled_from(["a", "b", "c", "none", "", "z"])))
def test_any_input_is_read_and_reads_back(typed):
    field = make(none_key="none", min=1, max=2)
    value = field.parse({"": typed})
    if isinstance(value, list):
        assert field.parse(field.write(value)) == value
