"""Owns the sheet: a form document in work, which may be unfinished, and what a clerk does to it.

Every deed returns a new sheet. Keys of questions and names of screens are made here and never
change afterwards; what a deed breaks elsewhere (a condition on a removed question) is left for
the faults to say.
"""

import copy
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pydantic import JsonValue

from app.errors import NotFound
from app.forms.definition import Form
from app.forms.snapshot import dump

Entry = dict[str, JsonValue]
COPY: Final = "（写し）"


@dataclass(frozen=True)
class Screen:
    """One step in work: its own settings, and its questions."""

    settings: Entry
    fields: tuple[Entry, ...] = ()

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return text(self.settings, "slug")

    @property
    def title(self) -> str:
        """Its title."""
        return text(self.settings, "title")

    @property
    def repeat(self) -> str:
        """The key of the repeat it is asked in, or nothing."""
        return text(self.settings, "repeat")


@dataclass(frozen=True)
class Sheet:
    """A form in work; `head` is everything beside the repeats and the steps."""

    head: Entry
    repeats: tuple[Entry, ...] = ()
    screens: tuple[Screen, ...] = ()

    @property
    def title(self) -> str:
        """The title of the form."""
        return text(self.head, "title")

    @property
    def tree(self) -> Entry:
        """The document as a tree, to be checked or written."""
        steps = [each.settings | {"fields": list(each.fields)} for each in self.screens]
        return self.head | {"repeats": list(self.repeats), "steps": list(steps)}

    def screen(self, slug: str) -> Screen:
        """A step by its name; raises NotFound."""
        for each in self.screens:
            if each.slug == slug:
                return each
        raise NotFound

    def place(self, key: str) -> tuple[int, int]:
        """Where a question stands: the number of its step, and its own there; raises NotFound."""
        for number, screen in enumerate(self.screens):
            for index, field in enumerate(screen.fields):
                if field.get("key") == key:
                    return number, index
        raise NotFound

    def field(self, key: str) -> Entry:
        """A question by its key; raises NotFound."""
        number, index = self.place(key)
        return self.screens[number].fields[index]

    def repeat(self, key: str) -> Entry:
        """A repeat, or nothing."""
        return next((each for each in self.repeats if each.get("key") == key), {})

    def fields(self) -> Iterator[tuple[Screen, Entry]]:
        """Every question in order, with its step."""
        for screen in self.screens:
            for field in screen.fields:
                yield screen, field


def text(entry: Entry, name: str) -> str:
    """A text of an entry, or nothing."""
    found = entry.get(name)
    return found if isinstance(found, str) else ""


def read(document: str) -> Sheet:
    """The sheet of a work copy's document."""
    tree = json.loads(document)
    screens = tuple(
        Screen({name: each[name] for name in each if name != "fields"}, tuple(each["fields"]))
        for each in tree.pop("steps", [])
    )
    repeats = tuple(tree.pop("repeats", []))
    return Sheet(tree, repeats, screens)


def write(sheet: Sheet) -> str:
    """The document of a sheet."""
    return json.dumps(sheet.tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def of_form(form: Form, **head: JsonValue) -> Sheet:
    """The sheet of a whole form; `head` replaces settings of it (another slug, another title)."""
    found = read(dump(form))
    return replace(found, head=found.head | head)


def set_head(sheet: Sheet, settings: Entry) -> Sheet:
    """The form with other settings; one that is None is left out."""
    kept: Entry = {
        name: value for name, value in (sheet.head | settings).items() if value is not None
    }
    return _settled(replace(sheet, head=kept))


def add_screen(sheet: Sheet, title: str, repeat: Entry | None = None) -> tuple[Sheet, str]:
    """The form with one more step at its end, of a repeat of its own; and that step's name."""
    slug = _unused("s", (each.slug for each in sheet.screens))
    settings: Entry = {"slug": slug, "title": title}
    if repeat is not None:
        settings["repeat"] = repeat["key"]
    screens = (*sheet.screens, Screen(settings))
    repeats = (*sheet.repeats, *([repeat] if repeat else ()))
    return _settled(replace(sheet, screens=screens, repeats=repeats)), slug


def set_screen(sheet: Sheet, slug: str, settings: Entry, repeats: Iterable[Entry]) -> Sheet:
    """The form with other settings of a step, and other repeats."""
    number = sheet.screens.index(sheet.screen(slug))
    kept: Entry = {name: value for name, value in settings.items() if value not in (None, "")}
    screens = list(sheet.screens)
    screens[number] = replace(screens[number], settings=kept)
    return _settled(replace(sheet, screens=tuple(screens), repeats=tuple(repeats)))


def move_screen(sheet: Sheet, slug: str, by: int) -> Sheet:
    """The form with a step one place up (-1) or down (1), where there is room."""
    screens, number = list(sheet.screens), sheet.screens.index(sheet.screen(slug))
    there = number + by
    if 0 <= there < len(screens):
        screens[number], screens[there] = screens[there], screens[number]
    return _settled(replace(sheet, screens=tuple(screens)))


def copy_screen(sheet: Sheet, slug: str) -> Sheet:
    """The form with a copy of a step after it; the copy's questions have keys of their own."""
    number, original = sheet.screens.index(sheet.screen(slug)), sheet.screen(slug)
    keys = [text(field, "key") for _, field in sheet.fields()]
    renamed: dict[str, str] = {}
    for field in original.fields:
        renamed[text(field, "key")] = fresh = _unused("q", [*keys, *renamed.values()])
        keys.append(fresh)
    fields = tuple(
        _renamed(field | {"key": renamed[text(field, "key")]}, renamed) for field in original.fields
    )
    slug = _unused("s", (each.slug for each in sheet.screens))
    settings = _renamed(original.settings, renamed)
    settings |= {"slug": slug, "title": f"{original.title}{COPY}"}
    screens = list(sheet.screens)
    screens.insert(number + 1, Screen(settings, fields))
    return _settled(replace(sheet, screens=tuple(screens)))


def _renamed(entry: Entry, renamed: dict[str, str]) -> Entry:
    """A copied question or step whose conditions, exit and rules are on the copies."""

    def walk(value: JsonValue) -> JsonValue:
        if isinstance(value, list):
            return [walk(each) for each in value]
        if not isinstance(value, dict):
            return value
        own = value.get("field")
        changed = {"field": renamed[own]} if isinstance(own, str) and own in renamed else {}
        return {name: walk(each) for name, each in value.items()} | changed

    return entry | {name: walk(entry[name]) for name in ("when", "exit", "rules") if name in entry}


def remove_screen(sheet: Sheet, slug: str) -> Sheet:
    """The form without a step."""
    sheet.screen(slug)
    kept = tuple(each for each in sheet.screens if each.slug != slug)
    return _settled(replace(sheet, screens=kept))


def new_key(sheet: Sheet, letter: str = "q", others: Iterable[str] = ()) -> str:
    """A key that no question, no repeat and none of `others` has; a repeat's begins with `r`."""
    keys = [*(text(field, "key") for _, field in sheet.fields()), *others]
    return _unused(letter, [*keys, *(text(each, "key") for each in sheet.repeats)])


def put_field(sheet: Sheet, slug: str, field: Entry) -> Sheet:
    """The form with one more question at the end of a step."""
    number = sheet.screens.index(sheet.screen(slug))
    return _with_fields(sheet, number, [*sheet.screens[number].fields, field])


def set_field(sheet: Sheet, key: str, field: Entry) -> Sheet:
    """The form with other settings of a question."""
    number, index = sheet.place(key)
    fields = list(sheet.screens[number].fields)
    fields[index] = field
    return _with_fields(sheet, number, fields)


def move_field(sheet: Sheet, key: str, by: int) -> Sheet:
    """The form with a question one place up or down; past the edge it goes to the next step."""
    number, index = sheet.place(key)
    fields, there = list(sheet.screens[number].fields), index + by
    field = fields.pop(index)
    if 0 <= there <= len(fields):
        fields.insert(there, field)
        return _with_fields(sheet, number, fields)
    if not 0 <= number + by < len(sheet.screens):
        return sheet
    neighbour = list(sheet.screens[number + by].fields)
    neighbour.insert(len(neighbour) if by < 0 else 0, field)
    return _with_fields(_with_fields(sheet, number, fields), number + by, neighbour)


def copy_field(sheet: Sheet, key: str) -> Sheet:
    """The form with a copy of a question after it."""
    number, index = sheet.place(key)
    fields = list(sheet.screens[number].fields)
    twin = copy.deepcopy(fields[index])
    fields.insert(
        index + 1, twin | {"key": new_key(sheet), "label": f"{text(twin, 'label')}{COPY}"}
    )
    return _with_fields(sheet, number, fields)


def remove_field(sheet: Sheet, key: str) -> Sheet:
    """The form without a question."""
    number, index = sheet.place(key)
    fields = list(sheet.screens[number].fields)
    del fields[index]
    return _settled(_with_fields(sheet, number, fields))


def _with_fields(sheet: Sheet, number: int, fields: list[Entry]) -> Sheet:
    screens = list(sheet.screens)
    screens[number] = replace(screens[number], fields=tuple(fields))
    return replace(sheet, screens=tuple(screens))


def _settled(sheet: Sheet) -> Sheet:
    """Repeats nobody uses go; the first step of a repeat, and only it, owns its items."""
    used: list[str] = []
    screens = []
    for screen in sheet.screens:
        settings = {name: value for name, value in screen.settings.items() if name != "owner"}
        if screen.repeat and screen.repeat not in used:
            used.append(screen.repeat)
            settings["owner"] = True
        screens.append(replace(screen, settings=settings))
    repeats = []
    for each in sheet.repeats:
        own = [f for s, f in sheet.fields() if s.repeat and s.repeat == each.get("key")]
        names = {text(field, "key") for field in own}
        kept = {k: v for k, v in each.items() if k != "name_field" or v in names}
        if each.get("key") in used:
            repeats.append(kept)
    head = dict(sheet.head)
    if head.get("one_application_per") not in used:
        head.pop("one_application_per", None)
    return Sheet(head, tuple(repeats), tuple(screens))


def _unused(letter: str, names: Iterable[str]) -> str:
    taken = set(names)
    return next(f"{letter}{n}" for n in range(1, len(taken) + 2) if f"{letter}{n}" not in taken)
