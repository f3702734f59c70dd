"""The postal code."""

import pytest

from app.forms.fields.postal import NOT_A_CODE, PostalField

FIELD = PostalField(key="postal", label="郵便番号")


@pytest.mark.parametrize("typed", ["9638601", "963-8601", "９６３－８６０１", "〒963 8601"])
def test_a_code_in_any_writing_is_seven_digits(typed):
    assert FIELD.parse({"": [typed]}) == "9638601"


@pytest.mark.parametrize("typed", ["963860", "96386011", "963-860a", "郡山市", "〒"])
def test_anything_else_is_refused(typed):
    assert FIELD.parse({"": [typed]}).message_id == NOT_A_CODE


def test_a_code_is_shown_with_its_hyphen_and_reads_back():
    assert FIELD.show("9638601", str) == "963-8601"
    assert FIELD.parse(FIELD.write("9638601")) == "9638601"


def test_the_page_brings_the_number_pad(draw):
    assert 'inputmode="numeric"' in draw(FIELD)
