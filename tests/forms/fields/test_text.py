"""The one-line text field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.fields.text import MY_NUMBER, REFUSED, TOO_LONG, TextField

FIELD = TextField(key="remark", label="備考", max_length=10)


@pytest.mark.parametrize("typed", ["𠮷田", " 前後の空白 ", "①㈱ﾔﾏﾀﾞ", "渡邉󠄀", "=1+1"])
def test_text_is_stored_exactly_as_typed(typed):
    assert FIELD.parse({"": [typed]}) == typed


@pytest.mark.parametrize("typed", ["", " ", "　", "\u200b", "\ufeff \u2060"])
def test_blanks_are_no_answer(typed):
    assert FIELD.parse({"": [typed]}) is None


def test_no_input_is_no_answer():
    assert FIELD.parse({}) is None


def test_length_is_what_a_reader_counts():
    assert FIELD.parse({"": ["渡邉󠄀" * 5]}) == "渡邉󠄀" * 5


def test_text_over_the_limit_is_refused_with_the_limit():
    error = FIELD.parse({"": ["あ" * 11]})
    assert (error.message_id, error.params) == (TOO_LONG, {"max": 10})


def test_a_line_break_in_one_line_is_refused():
    assert FIELD.parse({"": ["a\nb"]}).message_id == REFUSED


def test_an_individual_number_is_refused():
    field = TextField(key="remark", label="備考")
    assert field.parse({"": ["１２３４-５６７８-９０１８"]}).message_id == MY_NUMBER


def test_the_page_escapes_what_was_typed(draw):
    drawn = draw(FIELD, raw={"question": ['"><script>x']})
    assert "<script>" not in drawn and "&lt;script&gt;" in drawn


def test_the_page_shows_what_was_typed_before_what_is_stored(draw):
    drawn = draw(FIELD, value="前", raw={"question": ["後"]})
    assert 'value="後"' in drawn and "前" not in drawn


@given(st.text())
def test_any_input_is_read_and_reads_back(typed):
    value = FIELD.parse({"": [typed]})
    if isinstance(value, str):
        assert value == typed and FIELD.parse(FIELD.write(value)) == value
