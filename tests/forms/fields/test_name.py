"""The name of a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.fields.name import (
    ALIAS_ALONE,
    FAMILY_MISSING,
    GIVEN_MISSING,
    KANA_MISSING,
    NO_LETTER,
    NOT_KANA,
    NameField,
    display_name,
)
from app.forms.fields.text import REFUSED, TOO_LONG

FIELD = NameField(key="name", label="氏名", alias=True)
NAMES = ["𠮷田", "髙﨑", "渡邉󠄀", "NGUYỄN VĂN A", "O'NEIL-SMITH", "李 明", "神", "葛󠄀", "〇"]


def read(**parts):
    return FIELD.parse({part: [text] for part, text in parts.items()})


@pytest.mark.parametrize("name", NAMES)
def test_a_family_name_is_stored_byte_for_byte(name):
    assert read(family=name, given="花子")["family"].encode() == name.encode()


@pytest.mark.parametrize("name", [*NAMES, "NGUYE\u0302\u0303N VA\u0306N A", "अमित कुमार"])
def test_a_name_in_one_box_is_stored_byte_for_byte(name):
    assert read(foreign=name)["foreign"].encode() == name.encode()


def test_a_name_in_one_box_needs_no_family_and_given():
    assert read(foreign="SUHARTO") == {"foreign": "SUHARTO"}


def test_a_name_in_both_writings_is_kept_in_both():
    value = {"family": "李", "given": "明", "foreign": "LI MING"}
    assert read(**value) == value


@pytest.mark.parametrize("typed", ["ﾔﾏﾀﾞ", "やまだ", "ヤマダ"])
def test_kana_is_stored_in_full_width_katakana(typed):
    assert read(family="山田", given="花子", family_kana=typed)["family_kana"] == "ヤマダ"


def test_kana_may_be_left_out():
    assert read(family="李", given="明") == {"family": "李", "given": "明"}


def test_kana_in_kanji_is_refused_at_its_box():
    error = read(family="山田", given="花子", given_kana="花子")
    assert (error.message_id, error.part) == (NOT_KANA, "given_kana")


def test_kana_is_asked_where_the_form_requires_it():
    field = NameField(key="name", label="氏名", kana="required")
    error = field.parse({"family": ["山田"], "given": ["花子"], "family_kana": ["ヤマダ"]})
    assert (error.message_id, error.part) == (KANA_MISSING, "given_kana")


def test_required_kana_is_not_asked_of_a_name_in_roman_letters():
    field = NameField(key="name", label="氏名", kana="required")
    assert field.parse({"foreign": ["SUHARTO"]}) == {"foreign": "SUHARTO"}


@pytest.mark.parametrize(
    ("parts", "message", "part"),
    [
        ({"family": "山田"}, GIVEN_MISSING, "given"),
        ({"given": "花子"}, FAMILY_MISSING, "family"),
        ({"alias": "見本"}, ALIAS_ALONE, "family"),
        ({"family_kana": "ヤマダ"}, FAMILY_MISSING, "family"),
        ({"family": "山田", "given": "123"}, NO_LETTER, "given"),
        ({"family": "山\u202e田", "given": "花子"}, REFUSED, "family"),
        ({"family": "山田", "given": "花" * 101}, TOO_LONG, "given"),
    ],
)
def test_half_a_name_is_refused_at_its_box(parts, message, part):
    error = read(**parts)
    assert (error.message_id, error.part) == (message, part)


@pytest.mark.parametrize("parts", [{}, {"family": " ", "given": "　", "family_kana": ""}])
def test_blanks_are_no_name(parts):
    assert read(**parts) is None


def test_a_name_is_shown_with_kana_and_alias():
    value = {"family": "李", "given": "明", "family_kana": "リ", "given_kana": "ミン"}
    assert FIELD.show(value | {"alias": "見本"}, str) == "李 明（リ ミン）（通称：見本）"


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({"kana": "no"}, {"family_kana", "given_kana", "alias"}),
        ({"foreign": False, "alias": True}, {"foreign", "alias"}),
        ({"alias": True}, set()),
    ],
)
def test_only_the_boxes_of_the_settings_take_input(draw, settings, missing):
    field = NameField(key="name", label="氏名", **settings)
    assert set(NameField.PARTS) - set(field.parts) == missing
    assert all(f'name="question.{part}"' in draw(field) for part in field.parts)


def test_headings_use_the_name_alone():
    assert display_name({"family": "見本", "given": "花子", "family_kana": "ミホン"}) == "見本 花子"


def test_headings_fall_back_to_the_roman_name():
    assert display_name({"foreign": "SUHARTO"}) == "SUHARTO"


def test_the_page_opens_the_roman_box_when_it_is_filled(draw):
    assert "<details" in draw(FIELD) and " open>" not in draw(FIELD)
    assert " open>" in draw(FIELD, value={"foreign": "SUHARTO"})


def test_the_page_keeps_browsers_from_filling_in_someone_else(draw):
    assert "family-name" not in draw(FIELD)
    assert "family-name" in draw(FIELD.model_copy(update={"autofill": True}))


@given(st.dictionaries(st.sampled_from(NameField.PARTS), st.lists(st.text(), max_size=2)))
def test_any_input_is_read_and_reads_back(raw):
    value = FIELD.parse(raw)
    if isinstance(value, dict):
        assert FIELD.parse(FIELD.write(value)) == value
