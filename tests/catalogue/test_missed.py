"""Words that found nothing, as they are counted: nobody can be read from them."""

import pytest

from app.catalogue.missed import countable


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("ペット　葬儀", "ペット 葬儀"), ("ＡＢＣ", "abc"), ("090-1234-5678", ""),
        ("見本 花子 ０９０１２３４５６７８", "見本 花子"), ("mihon@example.jp", ""),
        ("あ" * 40, "あ" * 30), ("  ", ""), ("2種免許", "2種免許"),
    ],
)  # fmt: skip
def test_words_are_counted_without_numbers_or_addresses(typed, counted):
    assert countable(typed) == counted
