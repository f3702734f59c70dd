"""The look-up of an address by postal code; a miss is no fault."""

import pytest

from app.applications.service.postal import look_up


def test_a_code_names_prefecture_city_and_town():
    assert look_up("9638601") == ("福島県", "郡山市", "朝日")


def test_a_code_of_a_whole_city_names_no_town():
    assert look_up("1000000") == ("東京都", "千代田区", "")


@pytest.mark.parametrize("code", ["0000000", "", "x", "963860", "'; --"])
def test_an_unknown_code_is_none(code):
    assert look_up(code) is None
