"""Owns saying on a terminal how far long work is."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
_STEPS = 50
_FEW = 200


def shown(items: Sequence[Item], what: str) -> Iterator[Item]:
    """The items; of many, a terminal is told how many are done. A file or pipe is not."""
    total = len(items)
    is_shown = total >= _FEW and sys.stderr.isatty()
    for number, item in enumerate(items, start=1):
        yield item
        if is_shown and (number % max(1, total // _STEPS) == 0 or number == total):
            end = "\n" if number == total else ""
            print(f"\r{number:,} / {total:,} {what}", end=end, file=sys.stderr, flush=True)
