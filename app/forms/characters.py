"""Owns the rules about characters: what is refused, how length is counted, what is folded.

Nothing here normalises what a resident typed: NFC and NFKC change people's names.
"""

import re
import unicodedata

import jaconv

NEWLINE = "\n"
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
_HYPHENS = dict.fromkeys(map(ord, "-‐‑‒–—―−－ー─ｰ"), "-")
_KANA = re.compile(r"[ァ-ヺー・ヽヾ゛゜ ]+")
_LABELLED = re.compile(
    r"^(?:個人番号|マイナンバー|my ?number)\s*(?:は|[:：=＝])?\s*", re.IGNORECASE
)
_TWELVE = re.compile(r"[0-9](?:[- ]?[0-9]){11}")


def length(text: str) -> int:
    """Return the length a reader sees: code points without marks and variation selectors."""
    return sum(not _rides_along(char) for char in text)


def is_too_long(text: str, limit: int) -> bool:
    """Tell whether `text` is over `limit` characters, also when it hides behind stacked marks."""
    return length(text) > limit or len(text) > limit * 4 + 16


def has_refused(text: str, *, multiline: bool = False) -> bool:
    """Tell whether `text` holds control, surrogate, bidi or line-breaking characters."""
    return any(_is_refused(char, multiline) for char in text)


def is_blank(text: str) -> bool:
    """Tell whether `text` shows nothing: spaces and invisible format characters only."""
    return all(char.isspace() or unicodedata.category(char) == "Cf" for char in text)


def has_letter(text: str) -> bool:
    """Tell whether `text` holds at least one letter of any script."""
    # planes 2 and 3 are ideographs; those newer than Python's Unicode data count as unassigned
    return any(unicodedata.category(char) in _LETTERS or ord(char) >= 0x20000 for char in text)


def half_width(text: str) -> str:
    """Return `text` with full-width ASCII folded; for numbers, codes and addresses of mail."""
    return text.translate(_FULL_WIDTH).strip()


def digits(text: str) -> str:
    """Return `text` folded for a number-like box: half width, one kind of hyphen."""
    return half_width(text).translate(_HYPHENS)


def katakana(text: str) -> str | None:
    """Return `text` as full-width katakana with single spaces, None when it is not kana."""
    folded = wide_kana(text)
    return folded if _KANA.fullmatch(folded) else None


def wide_kana(text: str) -> str:
    """Return `text` with kana as full-width katakana, ASCII half width, single spaces."""
    folded = jaconv.hira2kata(jaconv.h2z(text, kana=True, ascii=False, digit=False))
    return " ".join(str(folded).translate(_FULL_WIDTH).split())


def folded(text: str) -> str:
    """Return one text for all ways of typing it: width, case and spaces do not count.

    Only for telling whether two texts mean the same; it is never shown or kept.
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def holds_my_number(text: str) -> bool:
    """Tell whether a line of `text` is a 個人番号: 12 digits with a valid check digit.

    The number: 番号法2条5項. The check digit: 番号法施行令8条, 平成26年総務省令85号5条.
    """
    return any(_is_my_number(line) for line in text.splitlines())


def _is_my_number(line: str) -> bool:
    bare = digits(_LABELLED.sub("", half_width(line)))
    if not _TWELVE.fullmatch(bare):
        return False
    number = [int(char) for char in bare if char.isdigit()]
    weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
    rest = sum(a * b for a, b in zip(number, weights, strict=False)) % 11
    return number[11] == (0 if rest <= 1 else 11 - rest)


_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"})


def _rides_along(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me", "Mc"} or char == "\u200d"


def _is_refused(char: str, multiline: bool) -> bool:
    if char == NEWLINE:
        return not multiline
    return char in _BIDI or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
