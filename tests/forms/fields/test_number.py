"""The number field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.fields.number import (
    NOT_A_NUMBER,
    NOT_WHOLE,
    TOO_BIG,
    TOO_MANY_DECIMALS,
    TOO_SMALL,
    NumberField,
)
from app.forms.fields.text import MY_NUMBER

FIELD = NumberField(key="hours", label="時間", min=1, max=744, unit="時間")
AREA = NumberField(key="area", label="面積", decimals=2, unit="㎡")


@pytest.mark.parametrize("typed", ["160", "１６０", "160時間", " 160 ", "０１６０"])
def test_a_whole_number_in_any_writing_is_an_int(typed):
    assert FIELD.parse({"": [typed]}) == 160


def test_thousands_separators_are_ignored():
    assert NumberField(key="n", label="数").parse({"": ["1,234,567"]}) == 1234567


@pytest.mark.parametrize("typed", ["1.5", "１．５", "1.50"])
def test_decimals_are_stored_as_text_of_fixed_length(typed):
    assert AREA.parse({"": [typed]}) == "1.50"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("たくさん", NOT_A_NUMBER),
        ("1e3", NOT_A_NUMBER),
        ("1" * 5000, NOT_A_NUMBER),
        ("²", NOT_A_NUMBER),
        ("٣", NOT_A_NUMBER),
        ("1.5", NOT_WHOLE),
        ("0", TOO_SMALL),
        ("-3", TOO_SMALL),
        ("745", TOO_BIG),
    ],
)
def test_what_does_not_fit_is_refused(typed, message):
    assert FIELD.parse({"": [typed]}).message_id == message


def test_an_individual_number_is_refused_where_any_number_fits():
    assert NumberField(key="n", label="数").parse({"": ["123456789018"]}).message_id == MY_NUMBER


def test_more_decimals_than_asked_are_refused_not_rounded():
    assert AREA.parse({"": ["1.555"]}).message_id == TOO_MANY_DECIMALS


def test_limits_that_leave_no_number_are_refused():
    with pytest.raises(ValueError, match="min is greater"):
        NumberField(key="n", label="数", min=3, max=2)


def test_a_number_is_shown_with_its_unit():
    assert FIELD.show(160, str) == "160時間"


def test_zero_is_shown():
    assert NumberField(key="n", label="数").show(0, str) == "0"


@given(st.text())
def test_any_input_is_read_and_reads_back(typed):
    for field in (FIELD, AREA):
        value = field.parse({"": [typed]})
        if isinstance(value, (int, str)):
            assert field.parse(field.write(value)) == value
