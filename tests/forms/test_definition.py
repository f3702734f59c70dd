"""Which documents are forms."""

import pytest
from pydantic import ValidationError

from app.forms.definition import Form, UnknownRepeat, UnknownStep
from app.forms.fields import TYPES

TEXT = {"key": "remark", "type": "text", "label": "備考"}


def page(*fields, slug="page", **more):
    return {"slug": slug, "title": "ページ", "fields": list(fields), **more}


def repeat(key="people", **changes):
    return {"key": key, "item_title": "{n}人目", "add_label": "＋", "remove_label": "－"} | changes


@pytest.fixture
def refused(document):
    def check(steps, **changes):
        with pytest.raises(ValidationError) as caught:
            Form.model_validate(document(steps, **changes))
        return str(caught.value)

    return check


def test_every_type_of_the_shelf_is_part_of_the_schema():
    schema = str(Form.model_json_schema())
    assert all(f"'const': '{name}'" in schema for name in TYPES)


def test_a_form_cannot_be_changed(one_step):
    with pytest.raises(ValidationError):
        one_step(TEXT).title = "別の題"


def test_an_unknown_setting_is_refused(refused):
    assert "max_lenght" in refused([page(TEXT | {"max_lenght": 5})])


def test_an_unknown_type_is_refused(refused):
    assert "individual_number" in refused([page(TEXT | {"type": "individual_number"})])


def test_two_steps_of_one_slug_are_refused(refused):
    other = page(TEXT | {"key": "other"})
    assert "used twice: page" in refused([page(TEXT), other])


def test_two_fields_of_one_key_are_refused(refused):
    assert "used twice: remark" in refused([page(TEXT, TEXT)])


def test_a_key_inside_a_repeat_never_hides_one_outside(refused):
    steps = [page(TEXT), page(TEXT, slug="people", repeat="people", owner=True)]
    assert "used twice: remark" in refused(steps, repeats=[repeat()])


def test_two_repeats_may_use_the_same_key(document):
    steps = [
        page(TEXT, slug="people", repeat="people", owner=True),
        page(TEXT, slug="cars", repeat="cars", owner=True),
    ]
    form = Form.model_validate(document(steps, repeats=[repeat(), repeat("cars")]))
    assert form.field("cars", "remark") is form.steps[1].fields[0]


def test_a_step_of_an_unknown_repeat_is_refused(refused):
    assert "unknown repeats: cars" in refused([page(TEXT, repeat="cars", owner=True)])


def test_a_repeat_without_an_owner_is_refused(refused):
    assert "owner" in refused([page(TEXT, repeat="people")], repeats=[repeat()])


def test_a_repeat_with_two_owners_is_refused(refused):
    steps = [
        page(TEXT, repeat="people", owner=True),
        page(TEXT | {"key": "more"}, slug="more", repeat="people", owner=True),
    ]
    assert "owner" in refused(steps, repeats=[repeat()])


def test_a_name_field_must_be_in_the_repeat(refused):
    steps = [page(TEXT, repeat="people", owner=True)]
    assert "no field 'name'" in refused(steps, repeats=[repeat(name_field="name")])


def test_one_application_per_names_a_repeat(refused):
    assert "one_application_per" in refused([page(TEXT)], one_application_per="people")


def test_one_application_per_item_needs_an_item(refused):
    steps = [page(TEXT, repeat="people", owner=True)]
    message = refused(steps, repeats=[repeat(min=0)], one_application_per="people")
    assert "needs min 1" in message


def test_the_addresses_of_the_room_are_no_step_slugs(refused):
    assert "review" in refused([page(TEXT, slug="review")])


def test_a_form_without_steps_is_refused(refused):
    assert "steps" in refused([])


def test_an_unknown_step_is_named(family):
    with pytest.raises(UnknownStep, match="nowhere"):
        family.step("nowhere")


def test_an_unknown_repeat_is_named(family):
    with pytest.raises(UnknownRepeat, match="nobody"):
        family.repeat("nobody")


def test_a_bare_key_in_a_repeat_means_the_item_first(family):
    assert family.field("children", "allergy").label == "アレルギー"
    assert family.field("children", "works").label == "働いていますか"
    assert family.field(None, "allergy") is None
