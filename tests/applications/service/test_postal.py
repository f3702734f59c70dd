"""The look-up of an address by postal code or by name; a miss is no fault."""

import pytest

from app.applications.service.postal import look_up, search


def names(found) -> list[str]:
    return [town.town for town in found]


def test_a_code_names_prefecture_city_and_town():
    (town,) = look_up("9638601")
    assert (town.prefecture, town.city, town.town) == ("福島県", "郡山市", "朝日")


def test_a_code_of_several_towns_names_all():
    assert {"春日明河原", "春日一番割"} <= set(names(look_up("4520961")))


def test_a_code_of_a_whole_city_names_no_town():
    assert names(look_up("1000000")) == [""]


@pytest.mark.parametrize("code", ["0000000", "", "x", "963860", "'; --"])
def test_an_unknown_code_finds_nothing(code):
    assert look_up(code) == ()


@pytest.mark.parametrize("typed", ["大槻", "おおつき", "ｵｵﾂｷ", "大槻町字中前田１"])
def test_a_town_is_found_by_a_part_of_its_name_or_reading(typed):
    assert [town.code for town in search("", "郡山市", typed)] == ["9630201"]


def test_a_town_of_a_county_or_a_ward_is_found_without_naming_it():
    assert set(names(search("", "仁木町", "大江"))) == {"大江"}
    assert {town.city for town in search("", "横浜市", "本町")} >= {"横浜市中区"}


def test_a_city_whose_name_ends_alike_is_another():
    assert {town.prefecture for town in search("", "郡山市", "町")} == {"福島県"}


@pytest.mark.parametrize(
    ("city", "town"), [("", "朝日"), ("郡山市", ""), ("%", "朝日"), ("無い市", "朝日")]
)
def test_too_little_or_unknown_finds_nothing(city, town):
    assert search("", city, town) == ()
