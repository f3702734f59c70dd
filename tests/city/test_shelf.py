"""Every shipped city profile, walked."""

import pytest

from app.city.shelf import load, shipped
from app.procedures import LIFE_EVENTS

SECTIONS = {
    "citizen",
    "insurance",
    "community",
    "transport",
    "cemetery",
    "agriculture",
    "resident-tax",
    "property-tax",
    "tax-collection",
    "general-affairs",
    "personnel",
    "contract",
    "election",
    "public-relations",
    "disaster",
    "commerce",
    "child-policy",
    "childcare",
    "maternal",
    "school",
    "lifelong",
    "park",
    "disability",
    "care-insurance",
    "senior",
    "welfare",
    "fire",
    "health",
    "hygiene",
    "environment",
    "waste",
    "building",
    "city-planning",
    "road",
    "housing",
    "water",
    "dx",
}
SYSTEMS = {
    "mynaportal",
    "prefecture-shared",
    "city-online",
    "eltax",
    "facility-reservation",
    "library",
    "e-bidding",
    "building-online",
    "water-online",
    "recruit",
    "health-booking",
    "citizen-post",
    "food-hygiene",
    "care-provider",
    "npo-portal",
    "microchip",
    "gbiz",
}


@pytest.fixture(params=shipped())
def city(request):
    return load(request.param)


def test_a_shipped_city_is_marked_a_sample(city):
    assert city.sample and city.online_ordinance.sample


def test_a_shipped_city_has_the_sections_the_catalogue_names(city):
    assert {section.code for section in city.sections} == SECTIONS


def test_a_shipped_city_has_the_outside_systems_the_catalogue_names(city):
    assert set(city.systems) == SYSTEMS


def test_no_shipped_city_gives_a_real_telephone_number(city):
    phones = [office.phone for office in city.offices] + [city.contact.phone]
    phones += [section.phone for section in city.sections if section.phone]
    assert all(phone.startswith("見本：") and phone.endswith("-0000") for phone in phones)


def test_two_sections_of_a_shipped_city_do_not_share_a_name(city):
    names = [section.name for section in city.sections]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "indicators", "with_target"),
    [("koriyama", 34, 0), ("morioka", 11, 4), ("kakuda", 8, 8), ("ichinomiya", 29, 24)],
)
def test_the_targets_are_those_of_the_published_plans(name, indicators, with_target):
    kpi = load(name).kpi
    assert (len(kpi), sum(item.target is not None for item in kpi)) == (indicators, with_target)


def test_a_shipped_city_orders_exactly_the_life_events_of_the_catalogue(city):
    assert set(city.life_events) == set(LIFE_EVENTS)
