"""The money field."""

import pytest

from app.forms.fields.money import NOT_AN_AMOUNT, TOO_BIG, TOO_SMALL, MoneyField

FIELD = MoneyField(key="fee", label="金額")


@pytest.mark.parametrize("typed", ["12000", "12,000", "１２，０００円", "¥12,000", " 12000 円"])
def test_an_amount_in_any_writing_is_one_whole_number(typed):
    assert FIELD.parse({"": [typed]}) == 12000


@pytest.mark.parametrize("typed", ["たくさん", "12.5", "1万", "--1", "1" * 13])
def test_what_is_no_amount_is_refused(typed):
    assert FIELD.parse({"": [typed]}).message_id == NOT_AN_AMOUNT


def test_amounts_outside_the_limits_are_refused_with_commas():
    field = MoneyField(key="fee", label="金額", min=1000, max=20000)
    low, high = field.parse({"": ["999"]}), field.parse({"": ["20001"]})
    assert (low.message_id, low.params) == (TOO_SMALL, {"min": "1,000"})
    assert (high.message_id, high.params) == (TOO_BIG, {"max": "20,000"})


def test_limits_that_leave_no_amount_are_refused():
    with pytest.raises(ValueError, match="greater"):
        MoneyField(key="fee", label="金額", min=2, max=1)


def test_an_amount_is_shown_in_the_readers_writing():
    assert (FIELD.show(12000, str), FIELD.show(12000, str, "en")) == ("12,000円", "¥12,000")


def test_the_page_shows_commas_and_the_unit(draw):
    drawn = draw(FIELD, value=12000)
    assert 'value="12,000"' in drawn and "円" in drawn and 'inputmode="numeric"' in drawn
