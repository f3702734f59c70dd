"""Owns the claims about search keys: what is the same word, however it is written."""

import pytest

from app.catalogue import wording


@pytest.mark.parametrize("text", ["引っ越し", "引越し", "引越"])
def test_moving_is_one_word_with_any_okurigana(text):
    assert wording.key(text) == wording.key("引越")


@pytest.mark.parametrize("text", ["申し込み", "申込み", "申込"])
def test_applying_is_one_word_with_any_okurigana(text):
    assert wording.key(text) == "申込"


@pytest.mark.parametrize("text", ["転入届", "転入届出", "転入届け", "転入届け出"])
def test_notification_is_one_word_with_any_ending(text):
    assert wording.key(text) == "転入届"


@pytest.mark.parametrize("text", ["ゴミ", "ごみ", "ｺﾞﾐ"])
def test_width_and_kana_do_not_matter(text):
    assert wording.key(text) == "ごみ"


@pytest.mark.parametrize("text", ["子ども", "こども", "子供", "コドモ"])
def test_a_child_is_one_word_in_kana_and_kanji(text):
    assert wording.key(text) in ("子供", "こども")


def test_disability_is_one_word_in_its_three_spellings():
    assert wording.key("障がい者手帳") == wording.key("障害者手帳") == wording.key("障碍者手帳")


def test_long_vowels_and_small_kana_do_not_matter_in_a_reading():
    assert wording.sound("ジュウミンヒョウ") == wording.sound("じゆみんひよ")


def test_accents_do_not_matter_in_other_languages():
    assert wording.spaced("Đăng ký chuyển nhà") == wording.spaced("dang ky chuyen nha")


def test_vowel_signs_of_devanagari_stay_in_their_word():
    assert wording.spaced("नागरिक सेवा").count(" ") == 2
