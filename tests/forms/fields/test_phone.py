"""The telephone number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.fields.phone import NOT_A_NUMBER, PhoneField, hyphenated

FIELD = PhoneField(key="phone", label="電話番号")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("090-0000-0000", "09000000000"),
        ("０９０－００００－００００", "09000000000"),
        ("090ー0000ー0000", "09000000000"),
        ("+81 90-0000-0000", "09000000000"),
        ("+81 (0)90 0000 0000", "09000000000"),
        ("(024)000-0000", "0240000000"),
        ("024（000）0000", "0240000000"),
        ("0120-000-000", "0120000000"),
        ("0800-000-0000", "08000000000"),
        ("050 0000 0000", "05000000000"),
    ],
)
def test_a_number_in_any_writing_is_its_digits(typed, stored):
    assert FIELD.parse({"": [typed]}) == stored


@pytest.mark.parametrize(
    "typed",
    ["090-0000-000", "024-000-00000", "1234567890", "110", "+1 212 000 0000", "電話なし", "00"],
)
def test_what_is_no_number_of_japan_is_refused(typed):
    assert FIELD.parse({"": [typed]}).message_id == NOT_A_NUMBER


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("09000000000", "090-0000-0000"),
        ("0300000000", "03-0000-0000"),
        ("0240000000", "024-000-0000"),
        ("0120000000", "0120-000-000"),
        ("08000000000", "0800-000-0000"),
    ],
)
def test_a_number_is_shown_with_hyphens(stored, shown):
    assert hyphenated(stored) == shown


def test_the_page_brings_the_telephone_keys(draw):
    drawn = draw(FIELD)
    assert 'type="tel"' in drawn and 'inputmode="tel"' in drawn


def test_the_browser_fills_in_only_the_readers_own_number(draw):
    assert 'autocomplete="off"' in draw(FIELD)
    assert 'autocomplete="tel"' in draw(FIELD.model_copy(update={"autofill": True}))


@given(st.text(alphabet="0123456789+-() ０１２３ー", max_size=20) | st.text())
def test_any_input_is_read_and_reads_back(typed):
    value = FIELD.parse({"": [typed]})
    if isinstance(value, str):
        assert FIELD.parse(FIELD.write(value)) == value
