"""Owns the search keys of words: width, kana, okurigana and Latin folded to one form; pure.

Keys only find; what is shown and stored is never folded: NFKC changes names of people.
"""

import re
import unicodedata
from functools import lru_cache

_KANJI = "々〇一-鿿豈-﫿\U00020000-\U0003ffff"
# Between two kanji, or at a word's end, these are okurigana: 引っ越し = 引越し = 引越.
_OKURIGANA = re.compile(
    rf"(?<=[{_KANJI}])(?:っ|わせ|まい|[いえきぎけげしせちてにねびべみめりれ])(?=[{_KANJI}]|[^ぁ-ゖ]|$)"
)
_VARIANTS = (
    (re.compile("子ども|こども|子供"), "子供"),
    (re.compile("障がい|障碍|しょうがい者"), "障害"),
    (re.compile("届け?出で?|届け"), "届"),
    (re.compile("下さい"), "ください"),
    (re.compile("無く"), "なく"),
)
_DROPPED = re.compile(r"[\s・,、。.!?\"'「」『』()\[\]【】〔〕/:;~〜\-‐-―−ー_]+")
_KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_SMALL = str.maketrans("ぁぃぅぇぉゃゅょゎゕゖ", "あいうえおやゆよわかけ")
_O_OR_U = "おこごそぞとどのほぼぽもよろょぉうくぐすずつづぬふぶぷむゆるゅぅ"
_LONG_VOWEL = re.compile(rf"(?<=[{_O_OR_U}])う|(?<=[おこごそぞとどのほぼぽもよろょぉ])お")


def width_folded(text: str) -> str:
    """Compatibility forms made one, in lower case."""
    return unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """The key of a Japanese text: 引っ越し, 引越し, 引越 are one, and so are ゴミ, ごみ, ｺﾞﾐ."""
    folded = width_folded(text)
    for pattern, one in _VARIANTS:
        folded = pattern.sub(one, folded)
    folded = _OKURIGANA.sub("", folded)
    return _DROPPED.sub("", folded).translate(_KATAKANA)


@lru_cache(maxsize=4096)
def sound(text: str) -> str:
    """The key of a reading: hiragana without long vowels, っ and small kana (romaji drops them)."""
    kana = _DROPPED.sub("", width_folded(text)).translate(_KATAKANA)
    short = _LONG_VOWEL.sub("", kana.replace("とどけで", "とどけ"))
    return short.replace("っ", "").translate(_SMALL).replace("づ", "ず").replace("ぢ", "じ")


@lru_cache(maxsize=8192)
def spaced(text: str) -> str:
    """The key of a text in another language: words without accents, a space before each."""
    plain = unicodedata.normalize("NFD", width_folded(text).replace("đ", "d"))
    bare = "".join(c for c in plain if not "̀" <= c <= "ͯ")
    whole = unicodedata.normalize("NFC", bare)
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in whole).split()
    return "".join(f" {word}" for word in words)


def is_kana(text: str) -> bool:
    """Whether a key is written in hiragana only."""
    return bool(text) and all("ぁ" <= c <= "ゖ" for c in text)


def is_latin(text: str) -> bool:
    """Whether a text is written in Latin letters (with or without accents) and digits."""
    return bool(text) and all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in text)
