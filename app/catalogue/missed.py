"""Owns making searched words fit to be counted: folded, cut, and without what could name somebody.

Pure. What looks like a number of somebody (telephone, card, 個人番号) or an address of mail is left
out; the rest is counted by day and shown only when it was used five times.
"""

import re
from typing import Final

from app.catalogue.wording import width_folded

LONGEST: Final = 30
_DIGITS: Final = re.compile(r"\d(?:[\s\-‐-―−ー]*\d)+")
_SPACES: Final = re.compile(r"\s+")


def countable(text: str) -> str:
    """The words as they are counted; empty where nothing may be."""
    folded = width_folded(text)
    if "@" in folded:
        return ""
    return _SPACES.sub(" ", _DIGITS.sub(" ", folded)).strip()[:LONGEST].strip()
