"""The location field."""

import pytest

from app.forms.fields.location import NOT_IN_JAPAN, OTHER_MISSING, LocationField

FIELD = LocationField(key="where", label="場所")


def read(place="", lat="", lon="", field=FIELD):
    return field.parse({"place": [place], "lat": [lat], "lon": [lon]})


def test_a_description_alone_is_enough():
    assert read("見本公園の北側") == {"place": "見本公園の北側"}


def test_coordinates_are_kept_with_six_decimals():
    assert read("", "37.4", "１４０．３５９７") == {"lat": "37.400000", "lon": "140.359700"}


@pytest.mark.parametrize(
    "point", [("140.3597", "37.4"), ("x", "140"), ("37.4", "-140"), ("1e1", "140")]
)
def test_coordinates_outside_japan_are_refused(point):
    assert read("", *point).message_id == NOT_IN_JAPAN


def test_half_a_point_is_refused_at_the_other_box():
    error = read("", "37.4", "")
    assert (error.message_id, error.part) == (OTHER_MISSING, "lon")


def test_a_form_can_ask_for_the_description_too():
    field = LocationField(key="where", label="場所", exact=True)
    assert read("", "37.4", "140.3", field).part == "place"


def test_the_place_is_shown_with_its_coordinates():
    assert FIELD.show(FIELD.sample(), str) == (
        "市役所の正面入口の前（緯度 37.400500、経度 140.359700）"
    )


def test_the_button_is_hidden_until_a_script_shows_it(draw):
    assert "<p data-location hidden" in draw(FIELD)
