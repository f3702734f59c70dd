"""The choice of a town while an address is typed: what was typed always wins."""

import pytest

from tests.applications.resident import words

PATH = "g1_address"


@pytest.fixture
def begun(resident):
    resident.start()
    resident.fill(until="guardian-1")
    return resident


def press(begun, button, value, **boxes) -> str:
    """Press a button of the address and look at the page that follows."""
    raw = {f"{PATH}.{part}": boxes.get(part, "") for part in (
        "postal", "prefecture", "city", "town", "building")}  # fmt: skip
    answer = begun.post("guardian-1", raw | {button: value})
    assert answer.status_code == 303
    return begun.get("guardian-1").text


def look(begun, **boxes) -> str:
    return press(begun, "_lookup", PATH, **boxes)


def box(page: str, part: str) -> str:
    return page.partition(f'name="{PATH}.{part}"')[2].partition('value="')[2].partition('"')[0]


def test_a_code_of_one_town_fills_all_boxes_and_asks_nothing(begun):
    page = look(begun, postal="9638024")
    assert (box(page, "city"), box(page, "town")) == ("郡山市", "朝日")
    assert "_town" not in page


def test_a_code_of_several_towns_offers_them(begun):
    page = look(begun, postal="452-0961")
    assert (box(page, "prefecture"), box(page, "city"), box(page, "town")) == (
        "愛知県", "清須市", "",
    )  # fmt: skip
    assert f'name="_town" value="{PATH} 4520961 春日一番割"' in page


def test_the_chosen_town_stands_before_the_number_that_was_typed(begun):
    page = press(begun, "_town", f"{PATH} 4520961 春日一番割", postal="4520961", town="12番地")
    assert (box(page, "town"), box(page, "city")) == ("春日一番割12番地", "清須市")


def test_what_was_typed_is_not_overwritten_by_the_look_up(begun):
    page = look(begun, postal="9638024", city="本宮市", town="1-2-3")
    assert (box(page, "city"), box(page, "town")) == ("本宮市", "1-2-3")
    assert f'value="{PATH} 9638024 朝日"' in page


def test_who_does_not_know_the_code_finds_it_by_the_town(begun):
    page = look(begun, city="郡山市", town="おおつき")
    assert "〒963-0201 福島県郡山市大槻町" in words(page)
    page = press(begun, "_town", f"{PATH} 9630201 大槻町", city="郡山市", town="おおつき")
    assert (box(page, "postal"), box(page, "town")) == ("963-0201", "大槻町")


def test_nothing_found_is_told_and_blocks_nobody(begun):
    assert "見つかりませんでした" in look(begun, postal="0000000")
    answer = begun.post("guardian-1", begun.samples("guardian-1"))
    assert answer.status_code == 303


@pytest.mark.parametrize("value", ["", "x", f"{PATH} 4520961 無い町", "a b c d"])
def test_a_town_that_is_not_offered_changes_nothing(begun, value):
    assert box(press(begun, "_town", value, town="1-2-3"), "town") == "1-2-3"
