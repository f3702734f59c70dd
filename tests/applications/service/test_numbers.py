"""Application numbers: which characters, and what the check character catches."""

import pytest

from app.applications.service.numbers import ALPHABET, check_character, new_number, read_number
from app.errors import NotFound

NUMBER = "2345-6789-" + check_character("23456789")


def test_a_number_has_eight_characters_and_a_check_character():
    body, more, check = new_number().split("-")
    assert ([len(body), len(more)], check) == ([4, 4], check_character(body + more))


def test_a_number_uses_only_characters_nobody_mixes_up():
    seen = set("".join(new_number() for _ in range(500))) - {"-"}
    assert seen <= set(ALPHABET) == set("23456789CFGHJMPQRVWX")


def test_numbers_do_not_repeat_at_once():
    assert len({new_number() for _ in range(2000)}) == 2000


def test_one_wrong_character_is_found():
    wrong = [
        NUMBER[:place] + each + NUMBER[place + 1 :]
        for place, right in enumerate(NUMBER)
        for each in ALPHABET
        if right not in ("-", each)
    ]
    assert [number for number in wrong if is_read(number)] == []


def test_two_neighbours_changed_about_are_found():
    bare = NUMBER.replace("-", "")
    swapped = [bare[:n] + bare[n + 1] + bare[n] + bare[n + 2 :] for n in range(8)]
    assert [number for number in swapped if is_read(number) and number != bare] == []


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER.lower(),
        NUMBER.replace("-", ""),
        f" {NUMBER} ",
        NUMBER.replace("-", "　"),
        NUMBER.replace("-", "ー"),
        NUMBER.replace("-", "−"),
        "".join(chr(ord(each) + 0xFEE0) for each in NUMBER),
    ],
)
def test_a_number_is_read_as_people_type_it(typed):
    assert read_number(typed) == NUMBER


@pytest.mark.parametrize("typed", ["", "-", NUMBER[:-1], NUMBER + "2", "2345.6789.2", "あ" * 9])
def test_what_is_no_number_is_not_found(typed):
    with pytest.raises(NotFound):
        read_number(typed)


def is_read(number):
    try:
        read_number(number)
    except NotFound:
        return False
    return True
