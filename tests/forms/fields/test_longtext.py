"""The text of several lines."""

from app.forms.fields.longtext import LongTextField
from app.forms.fields.text import MY_NUMBER, TOO_LONG

FIELD = LongTextField(key="remark", label="備考", max_length=20)


def test_lines_are_kept():
    assert FIELD.parse({"": ["一行目\n\n三行目"]}) == "一行目\n\n三行目"


def test_line_ends_of_the_transport_count_as_one_character():
    assert FIELD.parse({"": ["あ\r\n" * 10]}) == "あ\n" * 10


def test_text_over_the_limit_is_refused():
    assert FIELD.parse({"": ["あ" * 21]}).message_id == TOO_LONG


def test_an_individual_number_on_a_line_of_its_own_is_refused():
    assert FIELD.parse({"": ["番号\n123456789018"]}).message_id == MY_NUMBER


def test_the_page_keeps_a_first_empty_line(draw):
    assert ">\n\n二行目</textarea>" in draw(FIELD, value="\n二行目")


def test_the_page_tells_the_limit(draw):
    assert "20文字以内" in draw(FIELD)
