"""What a city profile promises."""

import json

import pytest
import yaml

from app.city.model import City, code_with_check_digit, contrast_on_white
from app.city.shelf import SHELF, CityError, load, read, shipped

KORIYAMA = (SHELF / "koriyama.yaml").read_text(encoding="utf-8")
DOCUMENT = yaml.safe_load(KORIYAMA)


def profile(**changes):
    """Koriyama's profile with other values, as JSON, which is YAML too."""
    return json.dumps(DOCUMENT | changes, ensure_ascii=False)


def refused(text):
    with pytest.raises(CityError) as error:
        read(text, source="city.yaml")
    message = str(error.value)
    assert message.startswith("city.yaml: ") and "\n" not in message
    return message


@pytest.mark.parametrize("code", ["072036", "232033", "032018", "042081", "131016"])
def test_the_check_digit_of_a_real_municipality_code_holds(code):
    assert code_with_check_digit(code) == code


@pytest.mark.parametrize("number", ["07203", "23203", "03201", "04208"])
def test_only_one_check_digit_of_ten_holds(number):
    held = [digit for digit in "0123456789" if _holds(number + digit)]
    assert len(held) == 1


def _holds(code):
    try:
        return bool(code_with_check_digit(code))
    except ValueError:
        return False


@pytest.mark.parametrize("code", ["", "07203", "0720360", "07203X", "０７２０３６"])
def test_a_code_that_is_not_six_digits_is_refused(code):
    assert not _holds(code)


def test_contrast_follows_the_known_values():
    assert round(contrast_on_white("#0017c1"), 1) == 11.1
    assert round(contrast_on_white("#767676"), 2) == 4.54
    assert contrast_on_white("#ffffff") == 1


def test_a_code_that_yaml_reads_as_a_number_is_refused_by_its_key():
    assert "code: " in refused(KORIYAMA.replace('"072036"', "072036"))


def test_an_unknown_key_is_refused_by_its_name():
    told = refused(profile(deputy_name="見本 花子"))
    assert "deputy_name: Extra inputs are not permitted" in told


def test_a_missing_key_is_named():
    assert "postal_city: Field required" in refused(
        KORIYAMA.replace("postal_city:", "# ").replace("  prefecture: 福島県\n  city: 郡山市\n", "")
    )


def test_a_key_given_twice_is_refused_with_its_line():
    assert "key 'code' is given twice" in refused(KORIYAMA + 'code: "232033"\n')


def test_text_that_is_not_yaml_is_refused_on_one_line():
    assert "not YAML" in refused("offices: [")


@pytest.mark.parametrize("text", ["", "- a\n- b", "郡山", "? [a, b]\n: c"])
def test_a_document_that_is_no_profile_is_refused(text):
    refused(text)


def office(**changes):
    return {
        "name": "本庁舎",
        "name_en": "City Hall",
        "address": "福島県郡山市（見本）",
        "phone": "見本：024-000-0000",
        "weekly": {"mon": ["08:30-17:15"]},
        "statistics": True,
    } | changes


@pytest.mark.parametrize(
    ("weekly", "problem"),
    [
        ({"mon": ["8:30-17:15"]}, "08:30-17:15"),
        ({"mon": ["17:15-08:30"]}, "must close after it opens"),
        ({"mon": ["08:30-12:00", "11:00-17:15"]}, "overlap"),
        ({"monday": ["08:30-17:15"]}, "no such weekday: monday"),
        ({"mon": "08:30-17:15"}, "a week is written like"),
        ("08:30-17:15", "a week is written like"),
        ({"mon": ["25:00-26:00"]}, "hour must be in 0..23"),
    ],
)
def test_wrong_hours_are_refused_by_the_key_of_their_office(weekly, problem):
    message = refused(profile(offices=[office(weekly=weekly)]))
    assert "offices.0.weekly: " in message and problem in message


@pytest.mark.parametrize(
    "offices",
    [
        [office(statistics=False)],
        [office(), office(name="支所")],
    ],
)
def test_exactly_one_office_carries_the_statistics(offices):
    assert "exactly one office" in refused(profile(offices=offices))


def test_the_same_section_code_twice_is_refused():
    sections = [{"code": "dx", "name": name, "name_en": "DX"} for name in ("一課", "二課")]
    assert "sections: given twice: dx" in refused(profile(sections=sections))


def test_an_example_address_must_be_marked_a_sample():
    system = {
        "name": "図書館",
        "operator": "郡山市",
        "channel": "other_online",
        "url": "https://example.jp/library",
    }
    assert "systems.library" in refused(profile(systems={"library": system}))


@pytest.mark.parametrize("url", ["http://myna.go.jp", "javascript:alert(1)", "https://", "myna"])
def test_only_https_addresses_lead_outside(url):
    system = {"name": "x", "operator": "y", "channel": "other_online", "url": url}
    assert "systems.x.url" in refused(profile(systems={"x": system}))


def test_a_channel_outside_the_vocabulary_is_refused():
    system = {"name": "x", "operator": "y", "channel": "own", "url": "https://city.example"}
    assert "systems.x.channel" in refused(profile(systems={"x": system}))


@pytest.mark.parametrize("languages", [["en", "ja"], ["ja", "ja_easy"], ["ja", "tl"], ["ja", "zz"]])
def test_a_language_babel_would_take_for_another_is_refused(languages):
    assert "languages" in refused(profile(languages=languages))


def test_a_colour_too_pale_to_carry_text_is_refused():
    colours = {"primary": "#259d63", "primary_hover": "#00118f", "accent": "#197a4b"}
    assert "colours.primary: #259d63 has less than 4.5:1" in refused(profile(colours=colours))


def test_a_target_is_a_figure_or_absent_never_an_invented_zero():
    city = load("koriyama")
    assert city.kpi_note == "目標値なし（行政評価の指標を準用）"
    assert {indicator.target for indicator in city.kpi} == {None}


def test_a_profile_does_not_change_after_loading():
    with pytest.raises(ValueError):
        load("koriyama").name = "別の市"


def test_a_profile_survives_its_own_dump():
    city = load("ichinomiya")
    assert City.model_validate(city.model_dump()) == city


def test_a_section_is_found_by_its_code_or_not_at_all():
    city = load("koriyama")
    assert city.section("citizen").name == "市民課"
    with pytest.raises(KeyError):
        city.section("moon")


def test_a_profile_loads_from_a_file_of_the_city(tmp_path):
    path = tmp_path / "my city.yaml"
    path.write_text(KORIYAMA, encoding="utf-8")
    assert load(path) == load("koriyama") == load(str(path))


def test_a_city_nobody_ships_is_refused_with_the_names_there_are():
    with pytest.raises(CityError, match=r"atlantis.*ichinomiya, kakuda, koriyama, morioka"):
        load("atlantis")


def test_a_file_that_is_not_there_is_refused_by_its_path(tmp_path):
    with pytest.raises(CityError, match=r"none\.yaml: cannot be read"):
        load(tmp_path / "none.yaml")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "sjis.yaml"
    path.write_bytes("name: 郡山市".encode("cp932"))
    with pytest.raises(CityError, match="not UTF-8"):
        load(path)


def test_the_four_sample_cities_are_shipped():
    assert shipped() == ("ichinomiya", "kakuda", "koriyama", "morioka")
