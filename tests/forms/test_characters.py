"""What characters the engine counts, folds and refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.characters import (
    digits,
    folded,
    has_letter,
    has_refused,
    holds_my_number,
    is_too_long,
    katakana,
    length,
)

VALID = "123456789018"  # a made-up number whose check digit fits


def test_an_ideographic_variation_sequence_counts_as_one_character():
    assert length("葛󠄀") == 1


def test_a_letter_outside_the_basic_plane_counts_as_one_character():
    assert length("𠮷") == 1


def test_a_combining_mark_counts_with_its_letter():
    assert length("NGUYE\u0302\u0303N") == 6


def test_marks_stacked_to_hide_length_are_too_long():
    assert is_too_long("a" + "\u0301" * 1000, 10)


@pytest.mark.parametrize("typed", ["ﾔﾏﾀﾞ", "やまだ", "ヤマダ", " ヤマダ "])
def test_kana_of_any_kind_becomes_full_width_katakana(typed):
    assert katakana(typed) == "ヤマダ"


def test_spaces_inside_kana_become_one_space():
    assert katakana("ﾔﾏﾀﾞ　　ハナコ") == "ヤマダ ハナコ"


@pytest.mark.parametrize("typed", ["山田", "Yamada", "ヤマダ1", ""])
def test_what_is_not_kana_is_not_folded(typed):
    assert katakana(typed) is None


@pytest.mark.parametrize("typed", ["a\x00b", "a\x07", "a\u202eb", "\ud800", "a\u2028b", "a\tb"])
def test_control_bidi_and_surrogate_characters_are_refused(typed):
    assert has_refused(typed)


def test_a_new_line_is_refused_in_one_line_only():
    assert has_refused("a\nb") and not has_refused("a\nb", multiline=True)


@pytest.mark.parametrize("name", ["神", "﨑", "髙", "한", "ñ", "अमित", "𰻞", "\U00031350"])
def test_letters_of_every_script_and_new_ideographs_are_letters(name):
    assert has_letter(name) and not has_refused(name)


@pytest.mark.parametrize("text", ["", "---", "123", "・・"])
def test_marks_and_digits_alone_are_no_letters(text):
    assert not has_letter(text)


@pytest.mark.parametrize(
    "typed",
    [
        VALID,
        "１２３４５６７８９０１８",
        "1234-5678-9018",
        "1234 5678 9018",
        "１２３４－５６７８－９０１８",
        f"個人番号：{VALID}",
        f"マイナンバーは {VALID}",
        f"一行目\n{VALID}\n三行目",
    ],
)
def test_an_individual_number_is_recognised_in_any_writing(typed):
    assert holds_my_number(typed)


@pytest.mark.parametrize(
    "typed", ["123456789012", "12345678901", "1234567890188", "090-1234-5678", "", "十二"]
)
def test_other_numbers_are_not_taken_for_an_individual_number(typed):
    assert not holds_my_number(typed)


def test_one_of_eleven_numbers_has_a_valid_check_digit():
    found = sum(holds_my_number(f"{n:012}") for n in range(11_000))
    assert 950 <= found <= 1150


@pytest.mark.parametrize("hyphen", "-‐–—−－ー")
def test_every_hyphen_of_a_number_becomes_one_kind(hyphen):
    assert digits(f"９６３{hyphen}８６０１") == "963-8601"


@given(st.text())
def test_no_text_breaks_the_rules_about_characters(text):
    assert isinstance(has_refused(text), bool)
    assert isinstance(holds_my_number(text), bool)
    assert 0 <= length(text) <= len(text)
    assert katakana(text) is None or katakana(katakana(text)) == katakana(text)


def test_ways_of_typing_one_text_are_folded_to_one():
    assert folded("ＮＧＵＹＥＮ　ﾊﾅｺ") == folded("Nguyen ハナコ") == "nguyenハナコ"
