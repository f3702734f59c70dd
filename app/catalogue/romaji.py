"""Owns reading Roman letters as kana, Hepburn and Kunrei alike; pure."""

import re
from typing import Final

from app.catalogue import wording

_VOWELS: Final = "aiueo"
_ROWS: Final = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ",
    "t": "たちつてと", "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ", "m": "まみむめも", "r": "らりるれろ", "l": "らりるれろ",
}  # fmt: skip
_GLIDES: Final = {
    "ky": "き", "gy": "ぎ", "sy": "し", "sh": "し", "zy": "じ", "jy": "じ", "j": "じ", "ty": "ち",
    "ch": "ち", "cy": "ち", "dy": "ぢ", "ny": "に", "hy": "ひ", "by": "び", "py": "ぴ", "my": "み",
    "ry": "り", "ly": "り",
}  # fmt: skip
_SINGLE: Final = {
    "ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "wo": "を", "shi": "し", "chi": "ち",
    "tsu": "つ", "fu": "ふ", "ji": "じ", "she": "しぇ", "che": "ちぇ", "je": "じぇ",
    "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "va": "ゔぁ", "vi": "ゔぃ", "vu": "ゔ",
    "ve": "ゔぇ", "vo": "ゔぉ", "ti": "ち", "di": "ぢ",
}  # fmt: skip
_LONG = str.maketrans("āīūēōâîûêô", "aiueoaiueo")


def _table() -> dict[str, str]:
    table = {
        consonant + vowel: kana
        for consonant, row in _ROWS.items()
        for vowel, kana in zip(_VOWELS, row, strict=True)
    }
    for glide, kana in _GLIDES.items():
        table |= {glide + "a": kana + "ゃ", glide + "u": kana + "ゅ", glide + "o": kana + "ょ"}
    return table | _SINGLE


TABLE: Final = _table()
_LETTERS: Final = {kana: spelled for spelled, kana in reversed(TABLE.items())} | {"ん": "n"}
_SPELLINGS: Final = tuple(
    (re.compile(pattern), one)
    for pattern, one in (
        (r"sh(?=[auo])", "sy"), (r"ch(?=[auo])", "ty"), (r"j(?=[auo])", "zy"), ("shi", "si"),
        ("chi", "ti"), ("tsu", "tu"), ("fu", "hu"), ("ji", "zi"), ("l", "r"),
        (r"m(?=[bp])", "n"), (r"o[ou]+", "o"), ("uu+", "u"), (r"([b-df-hj-np-tv-z])\1+", r"\1"),
    )
)  # fmt: skip


def to_kana(text: str, *, skips_slips: bool = False) -> str | None:
    """The hiragana of a word in Roman letters; None where it is not one (`tax`, `dog`).

    With `skips_slips` a letter that fits nowhere is left out, as a slip of the finger.
    """
    rest = re.sub(r"[\s\-]", "", wording.width_folded(text)).translate(_LONG)
    kana = ""
    while rest:
        size = next((n for n in (3, 2, 1) if rest[:n] in TABLE), 0)
        if size:
            kana, rest = kana + TABLE[rest[:size]], rest[size:]
        elif rest[0] in "nm" and (len(rest) == 1 or rest[1] not in "aiueoy"):
            kana, rest = kana + "ん", _after_n(rest)
        elif rest[:2] == "tc" or (len(rest) > 1 and rest[0] == rest[1]):
            kana, rest = kana + "っ", rest[1:]
        elif skips_slips or (kana and rest[0] in "'’"):
            rest = rest[1:]
        else:
            return None
    return kana or None


def to_letters(kana: str) -> str:
    """The Roman letters of a reading, folded like `letters`."""
    text, written = wording.key(kana), ""
    while text:
        size = 2 if text[:2] in _LETTERS else 1
        written, text = written + _LETTERS.get(text[:size], ""), text[size:]
    return letters(written)


def letters(text: str) -> str:
    """Roman letters in one spelling: shi = si, cha = tya, long vowels and doubled letters once."""
    folded = re.sub(r"[^a-z]", "", wording.width_folded(text).translate(_LONG))
    for pattern, one in _SPELLINGS:
        folded = pattern.sub(one, folded)
    return folded


def _after_n(rest: str) -> str:
    # 「nn」 before a consonant or at the end is one ん (as typed on a keyboard).
    doubled = rest[:2] == "nn" and (len(rest) == 2 or rest[2] not in "aiueoy")
    return rest[2:] if doubled else rest[1:]
