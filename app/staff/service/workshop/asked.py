"""Owns what a condition can ask: the questions before a place, what each is compared with."""

import json
from dataclasses import dataclass

from pydantic import JsonValue

from app.forms.field import Field
from app.staff.service.workshop.sentences import (
    DATES,
    DAYS,
    ORDER,
    field_of,
    value_of,
    word_of,
)
from app.staff.service.workshop.sheet import Entry, Sheet, text

FILLED = "（なにか答えた）"


@dataclass(frozen=True)
class Choice:
    """One thing a row can ask (`mark` is what the box posts), of a value or of what is typed."""

    mark: str
    words: str


@dataclass(frozen=True)
class Asked:
    """A question that stands before, and what its answer can be compared with."""

    key: str
    label: str
    choices: tuple[Choice, ...]
    kind: str = ""

    @property
    def is_ordered(self) -> bool:
        """Whether a row of it may need a typed value."""
        return any(is_typed(json.loads(each.mark)) for each in self.choices)


def offered(sheet: Sheet, slug: str, key: str = "", *, is_after: bool = False) -> list[Asked]:
    """The questions that a step, a question in it, or what follows it, can depend on."""
    here = sheet.screen(slug)
    found: list[Asked] = []
    fields: list[Field] = []
    for screen in sheet.screens:
        if screen.slug == slug and not key and not is_after:
            break
        is_own = not screen.repeat or (screen.repeat == here.repeat and (key or is_after))
        for entry in screen.fields:
            if text(entry, "key") == key:
                return found
            field = field_of(entry)
            if field is not None and field.keeps and is_own:
                found.append(_asked(field, fields if is_after else []))
                fields.append(field)
        if screen.repeat and not is_own and screen.slug in _last_of_repeat(sheet, slug, is_after):
            found.append(_items(sheet, screen.repeat))
        if screen.slug == slug:
            break
    return found


def _last_of_repeat(sheet: Sheet, slug: str, is_after: bool) -> set[str]:
    """The steps that are the last of their repeat before a place."""
    slugs = [each.slug for each in sheet.screens]
    before = sheet.screens[: slugs.index(slug) + (1 if is_after else 0)]
    return set({each.repeat: each.slug for each in before if each.repeat}.values())


def is_typed(mark: list[JsonValue]) -> bool:
    """Whether a row compares with a value that is typed beside it."""
    return mark[1] in ORDER


def _asked(field: Field, before: list[Field]) -> Asked:
    key, choices = field.key, []
    keys = field.keys()
    if keys is not None:
        test = "contains" if field.LISTS else "equals"
        entry: Entry = field.model_dump(mode="json", by_alias=True)
        choices += [Choice(mark_of(key, test, each), f"が「{value_of(entry, each)}」")
                    for each in keys[:300]]  # fmt: skip
    if field.ORDERED:
        said = DATES if field.type in DAYS else ORDER
        choices += [Choice(mark_of(key, test, ""), f"が…{said[test]}") for test in ORDER]
    if field.type == "date" and getattr(field, "birth", False):
        choices += _derived(key, "age", "の年齢が…歳") + _derived(key, "grade", "の学年が…")
    if field.LISTS:
        choices += _derived(key, "count", "で選んだ数が…")
    for each in before:
        if each.type == field.type and each.type not in ("yesno", "consent", "upload"):
            words = f"が「{each.label}」と同じ"
            choices.append(Choice(mark_of(key, "same_as", each.key), words))
    choices.append(Choice(mark_of(key, "filled", True), f"に{FILLED}"))
    return Asked(key, field.label, tuple(choices), field.type)


def _derived(key: str, of: str, words: str) -> list[Choice]:
    return [Choice(mark_of(key, test, of), f"{words}{ORDER[test]}") for test in ORDER]


def _items(sheet: Sheet, repeat: str) -> Asked:
    """What can be asked about the things of a repeat from outside."""
    word = word_of(sheet.repeat(repeat))
    choices = _derived(repeat, "count", "の数が…")
    for screen, entry in sheet.fields():
        field = field_of(entry) if screen.repeat == repeat else None
        keys = (field.keys() or ())[:20] if field is not None else ()
        for key in keys:
            test = "contains" if field is not None and field.LISTS else "equals"
            mark = mark_of(repeat, "any_item", [text(entry, "key"), test, key])
            words = f"のどれか1つで「{text(entry, 'label')}」が「{value_of(entry, key)}」"
            choices.append(Choice(mark, words))
    return Asked(repeat, word, tuple(choices), "repeat")


def mark_of(key: str, test: str, value: JsonValue) -> str:
    """What the box of a condition posts."""
    return json.dumps([key, test, value], ensure_ascii=False, separators=(",", ":"))
