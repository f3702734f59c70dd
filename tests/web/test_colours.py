"""Tests of the city's colours: readable in light and dark for every city that ships."""

import re

import pytest

from app import city
from app.web.colours import BLACK, DARK_PAPER, WHITE, CitySheet, contrast
from tests.web.test_look import colours

CITIES = ("koriyama", "morioka", "ichinomiya", "kakuda")
INK = {"light": colours("light")["ink"], "dark": colours("dark")["ink"]}
PAPER = {"light": WHITE, "dark": DARK_PAPER}


def sheet(slug: str) -> CitySheet:
    chosen = city.load(slug).colours
    return CitySheet(chosen.primary, chosen.primary_hover)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("slug", CITIES)
def test_text_in_the_citys_colours_can_be_read(slug, scheme):
    shown = {"on-primary": WHITE} | getattr(sheet(slug), scheme)
    pairs = [
        (shown["link"], PAPER[scheme]), (shown["link"], colours(scheme)["tint"]),
        (shown["link"], shown["primary-tint"]), (shown["link-hover"], shown["primary-tint"]),
        (shown["on-primary"], shown["primary"]), (shown["on-primary"], shown["primary-hover"]),
        (INK[scheme], shown["primary-tint"]),
        (colours(scheme)["ink-soft"], shown["primary-tint"]),
    ]  # fmt: skip
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("primary", ["#767676", "#ec0000", "#000000"])
def test_a_colour_that_just_passes_on_white_stays_readable_on_its_tint(primary):
    assert contrast(primary, CitySheet(primary, primary).light["primary-tint"]) >= 4.48


def test_a_dark_primary_is_lightened_for_dark_pages():
    assert contrast(CitySheet(BLACK, BLACK).dark["link"], DARK_PAPER) >= 7


def test_pages_load_the_colours_under_the_hash_of_their_content(app, client):
    address = app.state.web.shared["city_sheet"].address
    assert f'href="{address}"' in client.get("/ja/").text
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]


def test_the_colours_under_another_hash_are_not_kept(client):
    assert client.get("/city.css?v=old").headers["cache-control"] == "no-cache"


def test_the_manifest_carries_the_citys_colour(client):
    body = client.get("/manifest.webmanifest").json()
    assert body["theme_color"] == city.load("koriyama").colours.primary


def test_a_page_needs_one_style_sheet(client):
    [address] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get("/ja/").text)
    sheet = client.get(address)
    assert "immutable" in sheet.headers["cache-control"]
    assert ".site-header" in sheet.text
    assert "--primary:" in sheet.text
