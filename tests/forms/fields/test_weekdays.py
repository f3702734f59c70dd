"""The weekdays field."""

import pytest

from app.forms.fields.weekdays import (
    BACKWARDS,
    CHOOSE,
    NOT_A_TIME,
    TIME_MISSING,
    UNTICKED,
    WeekdaysField,
)

FIELD = WeekdaysField(key="week", label="曜日")


def read(field=FIELD, **boxes):
    return field.parse({part: [text] for part, text in boxes.items()})


def test_each_day_has_its_own_times():
    value = read(
        mon="yes", mon_from="8:30", mon_to="１７時１５分", sat="yes", sat_from="9", sat_to="12"
    )
    assert value == {
        "mon": {"from": "08:30", "to": "17:15"},
        "sat": {"from": "09:00", "to": "12:00"},
    }


@pytest.mark.parametrize(
    ("boxes", "message", "part"),
    [
        ({"mon": "yes", "mon_from": "8:30"}, TIME_MISSING, "mon_to"),
        ({"mon": "yes", "mon_from": "8:99", "mon_to": "9:00"}, NOT_A_TIME, "mon_from"),
        ({"mon": "yes", "mon_from": "9:00", "mon_to": "9:00"}, BACKWARDS, "mon_to"),
        ({"tue_from": "9:00"}, UNTICKED, "tue"),
        ({"mon": "no"}, CHOOSE, "mon"),
    ],
)
def test_what_does_not_fit_is_refused_in_its_own_box(boxes, message, part):
    error = read(**boxes)
    assert (error.message_id, error.part) == (message, part)


def test_days_without_times_can_be_asked():
    field = WeekdaysField(key="week", label="曜日", times=False, days=["mon", "fri"])
    assert read(field, fri="yes") == {"fri": {}} and field.parts == ("mon", "fri")


def test_a_condition_looks_at_the_days():
    assert FIELD.plain({"mon": {"from": "09:00", "to": "10:00"}}) == ["mon"]


def test_the_days_are_shown_with_their_times():
    assert FIELD.show(FIELD.sample(), str) == "月曜日 09:00から17:00"


def test_the_page_names_the_day_in_every_box(draw):
    drawn = draw(FIELD)
    assert "日曜日の始まり" in drawn and drawn.count('type="checkbox"') == 7
