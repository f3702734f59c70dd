"""The address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.fields.address import LINE_MISSING, AddressField
from app.forms.fields.postal import NOT_A_CODE
from app.forms.fields.text import MY_NUMBER

FIELD = AddressField(key="address", label="住所")
HALL = {
    "postal": "9638601",
    "prefecture": "福島県",
    "city": "郡山市",
    "town": "朝日一丁目23番7号",
}


def read(**parts):
    return FIELD.parse({part: [text] for part, text in parts.items()})


def test_an_address_is_stored_by_its_parts():
    assert read(**HALL | {"postal": "９６３－８６０１", "building": ""}) == HALL


def test_the_lines_are_stored_exactly_as_typed():
    typed = "字赤沼１－２‐３　ﾊｲﾂ"
    assert read(**HALL | {"town": typed})["town"] == typed


def test_the_postal_code_may_be_missing():
    assert "postal" not in read(**HALL | {"postal": ""})


@pytest.mark.parametrize("line", ["prefecture", "city", "town"])
def test_each_line_down_to_the_number_is_needed(line):
    error = read(**HALL | {line: " "})
    assert (error.message_id, error.part) == (LINE_MISSING[line], line)


def test_a_wrong_postal_code_is_refused_at_its_box():
    error = read(**HALL | {"postal": "963"})
    assert (error.message_id, error.part) == (NOT_A_CODE, "postal")


def test_an_individual_number_in_a_line_is_refused():
    assert read(**HALL | {"building": "123456789018"}).message_id == MY_NUMBER


def test_empty_boxes_are_no_address():
    assert read(postal="", prefecture=" ") is None


def test_an_address_is_shown_in_one_line():
    shown = FIELD.show(HALL | {"building": "見本荘101"}, str)
    assert shown == "〒963-8601 福島県郡山市朝日一丁目23番7号 見本荘101"


def test_the_look_up_is_a_button_that_works_without_script(draw):
    assert "<button" in draw(FIELD) and 'name="_lookup" value="question"' in draw(FIELD)


@given(st.dictionaries(st.sampled_from(AddressField.PARTS), st.lists(st.text(), max_size=2)))
def test_any_input_is_read_and_reads_back(raw):
    value = FIELD.parse(raw)
    if isinstance(value, dict):
        assert FIELD.parse(FIELD.write(value)) == value
