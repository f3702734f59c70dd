"""Owns the claims about reading Roman letters as kana."""

import pytest

from app.catalogue import romaji, wording


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("hikkoshi", "ひっこし"),
        ("hikkosi", "ひっこし"),
        ("gomi", "ごみ"),
        ("shimbun", "しんぶん"),
        ("zyumin", "じゅみん"),
        ("matcha", "まっちゃ"),
        ("shin'ai", "しんあい"),
        ("konnyaku", "こんにゃく"),
        ("HIKKOSHI", "ひっこし"),
    ],
)
def test_hepburn_and_kunrei_become_kana(text, kana):
    assert romaji.to_kana(text) == kana


@pytest.mark.parametrize("text", ["tax", "dog", "q", "123", ""])
def test_a_word_that_is_no_japanese_is_none(text):
    assert romaji.to_kana(text) is None


@pytest.mark.parametrize("text", ["jidoteate", "jidouteate", "jidōteate", "zidouteate"])
def test_long_vowels_sound_alike_in_every_spelling(text):
    assert wording.sound(romaji.to_kana(text)) == wording.sound("じどうてあて")


def test_letters_of_a_reading_and_letters_typed_are_folded_alike():
    assert romaji.to_letters("てんにゅうとどけ") == romaji.letters("tennyuutodoke")


def test_a_letter_that_fits_nowhere_can_be_left_out():
    assert romaji.to_kana("gomix", skips_slips=True) == "ごみ"
