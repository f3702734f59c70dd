"""Owns how results are printed: plain tables, numbers to the right, targets beside values."""

import unicodedata
from collections.abc import Sequence


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print one table; the first column is text, the others are numbers."""
    every = [list(head), *[list(row) for row in rows]]
    widths = [max(_width(row[i]) for row in every) for i in range(len(head))]
    print(f"\n## {title}\n")
    for number, row in enumerate(every):
        cells = [_pad(cell, widths[i], right=i > 0) for i, cell in enumerate(row)]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print(flush=True)


def milliseconds(seconds: float) -> str:
    """Seconds as milliseconds, with decimals only where they matter."""
    value = seconds * 1000
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def share(part: float, whole: float) -> str:
    """A ratio in per cent."""
    return f"{100 * part / whole:.1f} %" if whole else "—"


def judged(value: str, is_met: bool, target: str) -> str:
    """A value with its target and whether it is met."""
    return f"{value} ({'met' if is_met else 'MISSED'}: {target})"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _pad(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - _width(text))
    return gap + text if right else text + gap
