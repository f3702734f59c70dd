"""The choice of one."""

import pytest
from pydantic import ValidationError

from app.forms.fields.choice import CHOOSE, MOST_RADIOS, ChoiceField


def make(count=3, **settings):
    options = [{"key": f"k{n}", "label": f"選択肢{n}"} for n in range(count)]
    return ChoiceField.model_validate(
        {"key": "pick", "label": "選ぶもの", "options": options} | settings
    )


def test_the_answer_is_the_key():
    assert make().parse({"": ["k1"]}) == "k1"


def test_nothing_chosen_is_no_answer():
    assert make().parse({}) is None and make().parse({"": [""]}) is None


@pytest.mark.parametrize("typed", ["k9", "選択肢1", "K1", "k1 "])
def test_what_is_no_option_is_refused(typed):
    assert make().parse({"": [typed]}).message_id == CHOOSE


def test_the_label_is_shown_and_translated():
    assert make().show("k1", str.upper) == "選択肢1".upper()


def test_a_key_that_the_document_no_longer_has_is_shown_as_it_is():
    assert make().show("old", str) == "old"


def test_two_options_of_one_key_are_refused():
    with pytest.raises(ValidationError, match="repeat: k0"):
        make(options=[{"key": "k0", "label": "甲"}, {"key": "k0", "label": "乙"}])


def test_no_options_are_refused():
    with pytest.raises(ValidationError):
        make(0)


def test_few_options_are_radio_buttons(draw):
    assert draw(make(MOST_RADIOS)).count('type="radio"') == MOST_RADIOS


def test_many_options_are_a_drop_down(draw):
    drawn = draw(make(MOST_RADIOS + 1))
    assert "<select" in drawn and 'type="radio"' not in drawn


def test_an_optional_choice_can_be_taken_back(draw):
    assert 'value="" checked' in draw(make(required=False))


def test_the_stored_option_is_chosen(draw):
    assert 'value="k1" checked' in draw(make(), value="k1")
    assert 'value="k1" selected' in draw(make(9), value="k1")


def test_the_chosen_option_survives_an_error(draw):
    field = make()
    drawn = draw(field, raw={"question": ["k2"]}, error=field.fault(CHOOSE))
    assert 'value="k2" checked' in drawn
