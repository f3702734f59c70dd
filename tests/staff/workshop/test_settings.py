"""Every type on the shelf has a card, Japanese names, and a page that reads back what it shows."""

import pytest

from app.forms.fields import TYPES
from app.procedures import forms
from app.staff.service.workshop import conditions, faults, settings, sheet, words


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
