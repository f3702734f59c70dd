"""Owns the script of one parent: what the club form asks, page by page, with two children.

The form engine itself finds out which fields a page shows, so that a changed form changes the load.
"""

from dataclasses import dataclass

from app import procedures
from app.forms.answers import add_item, begin, parse_step
from app.forms.definition import Form, Step
from app.forms.fields.upload import UploadField
from app.forms.journey import visible_steps
from app.forms.places import is_visible, places
from app.forms.values import Answers, input_name

FORM = "after-school-club"
CHILDREN = 2
PHOTOS = 4
Raw = dict[str, list[str]]


@dataclass(frozen=True)
class Sheet:
    """One page: what to type, and the file boxes with how many photos go into each."""

    slug: str
    fields: Raw
    photos: dict[str, int]
    adds: int = 0


@dataclass(frozen=True)
class Script:
    """All pages in order, the answers they come to, and the photos that come after the send."""

    sheets: list[Sheet]
    answers: Answers
    later: int = 0


def script(*, is_later: bool = False) -> Script:
    """The form as two working parents of two children fill it in; one paper `is_later`."""
    form = procedures.forms()[FORM]
    answers, attached = begin(form), dict[str, int]()
    made: list[Sheet] = []
    left, later = PHOTOS, 0
    while len(made) < len(steps := visible_steps(form, answers)):
        step = steps[len(made)]
        adds = CHILDREN - 1 if step.repeat == "children" and step.owner else 0
        for _ in range(adds):
            answers = add_item(form, answers, "children")
        sheet, answers = _sheet(form, step, answers, attached, left)
        left -= sum(sheet.photos.values())
        if is_later and sheet.photos and not later:
            sheet, later = _put_off(sheet), sum(sheet.photos.values())
        made.append(Sheet(sheet.slug, sheet.fields, sheet.photos, adds))
    return Script(made, answers, later)


def _put_off(sheet: Sheet) -> Sheet:
    """The same page, its papers to come later (後日提出)."""
    put_off = {input_name(path, "mode"): ["later"] for path in sheet.photos}
    return Sheet(sheet.slug, sheet.fields | put_off, {})


def _sheet(
    form: Form, step: Step, answers: Answers, attached: dict[str, int], left: int
) -> tuple[Sheet, Answers]:
    """Answer one page, again while answers open more of its questions."""
    parsed, photos = None, dict[str, int]()
    for _ in range(4):
        fields = _typed(form, step, parsed.answers if parsed else answers, photos, left)
        parsed = parse_step(form, step, fields, answers=answers, attached=attached | photos)
        if parsed.is_valid:
            attached.update(photos)
            return Sheet(step.slug, fields, photos), parsed.answers
    raise ValueError(f"{step.slug}: {parsed.errors if parsed else ''}")


def _typed(form: Form, step: Step, answers: Answers, photos: dict[str, int], left: int) -> Raw:
    """The posted fields; the first documents get two photos each until all are given."""
    raw: Raw = {}
    photos.clear()
    for place in places(form, step, answers):
        field = place.field
        if not field.asks or not is_visible(form, place, answers):
            continue
        value = field.sample()
        if isinstance(field, UploadField) and left > 0:
            number = min(2, left, field.max_files)
            photos[place.path], left, value = number, left - number, {"mode": "now"}
        for part, texts in field.write(value).items():
            raw[input_name(place.path, part)] = texts
    return raw
