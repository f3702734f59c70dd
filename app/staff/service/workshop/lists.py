"""Owns long lists as a clerk types or pastes them: a line each, name, kana, English."""

import re

from pydantic import JsonValue

from app.forms.fields.lookup import MOST_ROWS
from app.staff.service.workshop.boxes import called, lists
from app.staff.service.workshop.sheet import Entry, Sheet, text

__all__ = ["called", "of", "read", "written"]
PARTS = re.compile(r"\t|｜|\|")
TOO_MANY = f"{MOST_ROWS:,}行までにしてください"
TWICE = "同じ名前の行が2つあります：{}"


def of(sheet: Sheet) -> list[Entry]:
    """The lists of a form."""
    return lists(sheet)


def written(rows: list[JsonValue]) -> str:
    """The rows as lines."""
    lines = []
    for row in rows:
        if isinstance(row, dict):
            parts = [text(row, name) for name in ("label", "kana", "en")]
            lines.append("｜".join(parts).rstrip("｜"))
    return "\n".join(lines)


def read(typed: str, before: JsonValue) -> JsonValue:
    """The rows of the lines, None without any; a row that keeps its name or place keeps its key.

    Raises ValueError with what is wrong.
    """
    lines = [[part.strip() for part in PARTS.split(line)] for line in typed.split("\n")]
    lines = [each for each in lines if each[0]]
    if len(lines) > MOST_ROWS:
        raise ValueError(TOO_MANY)
    old = [each for each in before if isinstance(each, dict)] if isinstance(before, list) else []
    keys = {text(each, "label"): text(each, "key") for each in old}
    names = [each[0] for each in lines]
    if twice := next((each for n, each in enumerate(names) if each in names[:n]), ""):
        raise ValueError(TWICE.format(twice))
    kept = [keys.pop(name, "") for name in names]
    if len(lines) == len(old):  # a line that was only worded anew is the same line
        free = set(keys.values())
        kept = [
            own or (key if (key := text(old[n], "key")) in free else "")
            for n, own in enumerate(kept)
        ]
    taken, number, made = {text(each, "key") for each in old}, 0, []
    for parts, own in zip(lines, kept, strict=True):
        while not own:
            number += 1
            own = f"r{number}" if f"r{number}" not in taken else ""
        taken.add(own)
        row: Entry = {"key": own, "label": parts[0]}
        row |= {name: part for name, part in zip(("kana", "en"), parts[1:], strict=False) if part}
        made.append(row)
    return [*made] or None
