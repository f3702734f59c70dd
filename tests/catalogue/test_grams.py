"""Owns the claims about the index of letters and pairs."""

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import grams
from app.catalogue.grams import Grams

TEXTS = st.lists(st.text(alphabet="あいうかき犬税", max_size=12), min_size=1, max_size=30)


@given(TEXTS, st.text(alphabet="あいうかき犬税", min_size=1, max_size=5))
def test_containing_finds_exactly_what_a_scan_finds(texts, piece):
    found = list(grams.numbers(Grams(texts).containing(piece)))
    assert found == [number for number, text in enumerate(texts) if piece in text]


@given(st.lists(st.integers(0, 3000), unique=True))
def test_a_set_of_rows_gives_back_its_rows_in_order(rows):
    assert list(grams.numbers(grams.to_mask(rows))) == sorted(rows)


@given(
    st.text(alphabet="abcdef", min_size=4, max_size=10),
    st.text(alphabet="abcdef", max_size=4),
    st.data(),
)
def test_a_slip_of_any_kind_at_any_place_is_forgiven(word, around, data):
    at = data.draw(st.integers(0, len(word) - 1))
    kind = data.draw(st.sampled_from(["wrong", "missing", "more", "swapped"]))
    slipped = {
        "wrong": word[:at] + "x" + word[at + 1 :],
        "missing": word[:at] + word[at + 1 :],
        "more": word[:at] + "x" + word[at:],
        "swapped": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[kind]
    assert grams.has_slip(around + word + around, slipped) or len(slipped) < 4


def test_two_slips_are_too_many():
    assert not grams.has_slip("てんにゅうとどけ", "てxにゅうとyけ")


def test_a_short_word_has_no_slips():
    assert Grams(["いぬ", "いす"]).near("いぬ") == 0
