"""The table field."""

import pytest

from app.forms.fields.date import NOT_A_DATE
from app.forms.fields.number import NOT_A_NUMBER
from app.forms.fields.table import CELL_MISSING, TableField

SETTINGS = {
    "key": "doses", "label": "接種",
    "rows": [{"key": "first", "label": "1回目"}, {"key": "second", "label": "2回目"}],
    "columns": [
        {"key": "day", "label": "日", "type": "date"},
        {"key": "amount", "label": "量", "type": "number"},
        {"key": "place", "label": "場所"},
    ],
}  # fmt: skip
FIELD = TableField(**SETTINGS)


def read(field=FIELD, **boxes):
    return field.parse({part: [text] for part, text in boxes.items()})


def test_each_box_is_read_as_its_column_says():
    value = read(first_day="R8.4.1", first_amount="２", second_place="見本医院")
    assert value == {
        "first": {"day": "2026-04-01", "amount": 2},
        "second": {"place": "見本医院"},
    }


@pytest.mark.parametrize(
    ("part", "typed", "message"),
    [("second_day", "いつか", NOT_A_DATE), ("first_amount", "少し", NOT_A_NUMBER)],
)
def test_a_wrong_box_is_named(part, typed, message):
    error = read(**{part: typed})
    assert (error.message_id, error.part) == (message, part)


def test_a_form_can_ask_for_every_cell():
    field = TableField(**SETTINGS, every_cell=True)
    error = read(field, first_day="2026-04-01")
    assert (error.message_id, error.part) == (CELL_MISSING, "first_amount")


def test_a_table_is_shown_line_by_line():
    shown = FIELD.show({"first": {"amount": 2, "place": "見本医院"}}, str)
    assert shown == "1回目（量：2、場所：見本医院）"


def test_keys_that_repeat_are_refused():
    rows = [SETTINGS["rows"][0]] * 2
    with pytest.raises(ValueError, match="repeat"):
        TableField(**(SETTINGS | {"rows": rows}))


def test_every_line_is_a_group_with_its_name(draw):
    drawn = draw(FIELD)
    assert drawn.count("<fieldset") == 3 and "2回目" in drawn
