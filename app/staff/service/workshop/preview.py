"""Owns what a preview draws: every question of a step, also those that a condition hides."""

from dataclasses import dataclass

from app.applications.service.filling import Group
from app.forms import answers as engine
from app.forms.definition import Form, Step
from app.forms.fields.consent import ConsentField
from app.forms.fields.declaration import DeclarationField
from app.forms.fields.upload import UploadField
from app.forms.parts import Exit
from app.forms.places import Place, count
from app.staff.service.workshop import overview
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop.overview import Item


@dataclass(frozen=True)
class NoDraft:
    """What stands for the draft on a page that keeps nothing."""

    version: int = 0
    kind: str = "live"


def groups(form: Form, step: Step) -> tuple[Group, ...]:
    """The questions of a step as the page of a new draft lays them out."""
    if step.repeat is None:
        return (Group(None, "", tuple((Place(each), None, None) for each in step.fields)),)
    items = max(1, count(form, engine.begin(form), step.repeat))
    return tuple(
        Group(n, "", tuple((Place(each, step.repeat, n), None, None) for each in step.fields))
        for n in range(items)
    )


def exit_of(form: Form, name: str) -> Exit | None:
    """The exit of a step that a name asks for (exit.s1), where it has one."""
    slug = name.removeprefix("exit.") if name.startswith("exit.") else ""
    return next((each.exit for each in form.steps if each.slug == slug), None)


def following(form: Form, slug: str) -> str:
    """The step after one; `review` after the last."""
    slugs = [each.slug for each in form.steps] + ["review"]
    return slugs[slugs.index(slug) + 1]


@dataclass(frozen=True)
class SecondLook:
    """What a clerk is shown once more before strangers see it."""

    consents: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    sensitive: tuple[str, ...]
    endings: tuple[Item, ...]


def second_look(form: Form) -> SecondLook:
    """The wordings that are recorded, the documents that are asked for, what is kept closed."""
    fields = [each for step in form.steps for each in step.fields]
    more = overview.of(sheets.of_form(form))
    items = (each for each in more.items if each.says)
    worded = (ConsentField, DeclarationField)
    return SecondLook(
        tuple((each.label, each.wording) for each in fields if isinstance(each, worded)),
        tuple(each.label for each in fields if isinstance(each, UploadField)),
        tuple(each.label for each in fields if each.sensitive),
        (*(each for own in more.of_screens.values() for each in own), *items),
    )
