"""Owns cutting a sentence a resident typed into the words that carry its meaning; pure."""

import re
from typing import Final

from app.catalogue import wording

_FILLING: Final = frozenset({
    "手続", "手続を", "申請", "申請書", "届", "届出", "申込", "申込書", "方法", "仕方", "やり方",
    "書類", "必要", "場合", "市役所", "役所", "市", "何", "教", "知", "行", "どうする", "したい",
    "する", "いつ", "どこ", "相談", "窓口", "提出", "時", "人", "私", "自分", "際", "登録",
    "a", "an", "and", "are", "at", "can", "do", "for", "from", "get", "have", "how", "i", "in",
    "is", "it", "my", "need", "of", "on", "or", "please", "the", "to", "want", "what", "when",
    "where", "with", "apply", "application", "register",
})  # fmt: skip
_PARTICLES = (
    "について|に関する|ための|ときの|から|まで|より|って|など|とき|の|を|に|が|で|は|へ|と|や|も"
)
_ENDINGS = (
    "したい|してほしい|ください|下さい|するには|するとき|した時|ときは|ですか|ますか|です|ます|たら"
)
_CUT = re.compile(rf"(?<=[^ぁ-ゖ])(?:{_PARTICLES})|{_ENDINGS}|[\s　、。?？!！・]+")
_INFLECTED = re.compile(r"^([^ぁ-ゖ]+)[ぁ-ゖ]+$")
_MOST_WORDS: Final = 6


def words(text: str) -> list[str]:
    """The words of a sentence that say what it is about, in order; filling words left out."""
    found: list[str] = []
    for part in _CUT.split(wording.width_folded(text)):
        if not part or wording.key(part) in _FILLING or part in _FILLING:
            continue
        if part not in found:
            found.append(part)
    return found[:_MOST_WORDS]


def stem(word: str) -> str:
    """The word without its inflection: 生まれた becomes 生, 飼う becomes 飼."""
    found = _INFLECTED.match(word)
    return found[1] if found else word
