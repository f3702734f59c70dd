"""Every type on the shelf has a card, Japanese names, and a page that reads back what it shows."""

import pytest

from app.forms.condition import Condition
from app.forms.fields import TYPES
from app.procedures import forms
from app.staff.service.workshop import (
    conditions,
    faults,
    overview,
    parts,
    settings,
    sheet,
    words,
)


@pytest.fixture(params=sorted(TYPES))
def kind(request) -> str:
    return request.param


def test_every_type_has_a_card_in_a_group(kind):
    assert words.CARDS[kind].group in words.GROUPS
    assert words.CARDS[kind].example


def test_every_setting_of_a_type_has_a_japanese_name(kind):
    boxes = settings.boxes_of(kind)
    assert [box.name for box in boxes if box.label == box.name] == []
    assert [key for box in boxes for key, said in box.choices if key == said] == []


def test_what_a_card_begins_is_a_question_already(kind):
    TYPES[kind].model_validate(settings.start(kind, "q9", "見本の質問"))


def test_a_page_that_is_posted_as_it_was_shown_changes_nothing(kind):
    field = settings.start(kind, "q9", "見本の質問")
    again, errors = settings.read(field, settings.shown(field))
    assert errors == []
    assert TYPES[kind].model_validate(again) == TYPES[kind].model_validate(field)


def test_every_shipped_question_survives_its_page():
    for form in forms().values():
        for _, field in sheet.of_form(form).fields():
            again, errors = settings.read(field, settings.shown(field))
            assert errors == [], (form.slug, field)
            model = TYPES[str(field["type"])]
            assert model.model_validate(again) == model.model_validate(field), form.slug


def test_every_shipped_form_is_sound_on_the_bench():
    for form in forms().values():
        found = sheet.of_form(form)
        assert sheet.read(sheet.write(found)) == found
        assert faults.check(found).is_sound, form.slug


def test_every_shipped_condition_is_said_and_kept():
    for form in forms().values():
        found = sheet.of_form(form)
        for _, field in found.fields():
            if when := field.get("when"):
                boxes = conditions.boxes(found, when)
                assert "field" not in boxes.sentence, (form.slug, when)
                assert boxes.is_kept or any(row.mark for row in boxes.rows)


def as_posted(boxes: conditions.Boxes) -> dict[str, list[str]]:
    """What the boxes of a condition post when nothing was changed."""
    posted = {"when_join": [boxes.join]} | ({"when_keep": ["1"]} if boxes.is_kept else {})
    posted |= {"when_day" if "-" in boxes.on else "when_on": [boxes.on]}
    for number, row in enumerate(boxes.rows):
        posted |= {f"when_{number}": [row.mark], f"when_{number}_value": [row.value]}
        posted |= {f"when_{number}_not": ["1"]} if row.is_not else {}
    return posted


def meaning(when) -> Condition:
    """A condition as the engine has it; one of several values is any of them."""
    if isinstance(when, dict) and "in" in when:
        return meaning({"any": [{"field": when["field"], "equals": v} for v in when["in"]]})
    if isinstance(when, dict) and when.get("filled") is False:
        return meaning({"not": {**when, "filled": True}})
    return Condition.model_validate(when)


def test_every_shipped_condition_posted_as_it_was_shown_stays_what_it_was():
    for form in forms().values():
        found = sheet.of_form(form)
        owners = [*(each.settings for each in found.screens), *(f for _, f in found.fields())]
        for when in (each["when"] for each in owners if each.get("when")):
            again, errors = conditions.read(found, as_posted(conditions.boxes(found, when)), when)
            assert errors == [], (form.slug, when)
            assert meaning(again) == meaning(when), form.slug


def test_every_shipped_part_survives_its_page():
    seen = set()
    for form in forms().values():
        found = sheet.of_form(form)
        more = overview.of(found)
        items = [*more.items, *(each for own in more.of_screens.values() for each in own)]
        for item in (each for each in items if each.says):
            part = parts.find(found, item.address.removeprefix("/parts/"))
            posted = parts.shown(part) | as_posted(conditions.boxes(found, part.entry.get("when")))
            again, errors = parts.read(found, part, posted)
            assert errors == [], (form.slug, part.name)
            assert faults.check(part.put(again)).form == form, (form.slug, part.name)
            seen.add(part.name.partition(".")[0])
    assert {"exit", "rule", "eligibility"} <= seen
