"""The map of a page that asks for a place: there where the city names its tiles, else nowhere."""

import pytest

from app.web.maps import Maps

TILES = "https://tiles.example/xyz/{z}/{x}/{y}.png"
FORM = "road-damage"


@pytest.fixture
def maps(office):
    """The city's own map for one test."""
    before = office.state.maps
    office.state.maps = Maps(TILES, "出典：見本の地図")
    yield
    office.state.maps = before


@pytest.fixture
def page(new_resident):
    """The first page of a report that asks for a place."""

    def show():
        resident = new_resident(FORM)
        resident.start()
        step = next(
            each.slug for each in resident.form.steps
            if any(field.type == "location" for field in each.fields)
        )  # fmt: skip
        resident.fill(until=step)
        return resident.get(step)

    return show


def test_a_city_with_tiles_offers_a_map_with_its_source(maps, page):
    shown = page()
    assert f'data-tiles="{TILES}"' in shown.text
    assert "出典：見本の地図" in shown.text


def test_that_page_may_load_the_tiles(maps, page):
    assert "https://tiles.example" in page().headers["content-security-policy"]


def test_another_page_may_not(maps, new_resident):
    resident = new_resident(FORM)
    answer = resident.browser.get(f"/ja/apply/{FORM}")
    assert "tiles.example" not in answer.headers["content-security-policy"]


def test_without_tiles_there_is_no_map(page):
    shown = page()
    assert "data-map-open" not in shown.text
    assert "https:" not in shown.headers["content-security-policy"]
