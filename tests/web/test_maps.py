"""A map is loaded from where the city says, only on pages that ask for a place, and never else."""

import pytest
from starlette.responses import Response

from app.web.headers import POLICY
from app.web.maps import Maps

TILES = "https://tiles.example/xyz/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("tiles", "fault"),
    [
        ("", ""),
        (TILES, ""),
        ("http://tiles.example/{z}/{x}/{y}.png", "must begin with https://"),
        ("https:///{z}/{x}/{y}.png", "must begin with https://"),
        ("https://tiles.example/{z}/{x}.png", "lacks {y}"),
    ],
)
def test_tiles_that_cannot_work_are_named(tiles, fault):
    assert Maps(tiles).fault == fault


def test_only_the_tiles_host_is_let_in_and_only_for_pictures():
    response = Response()
    Maps(TILES, "見本").allow(response)
    policy = response.headers["content-security-policy"]
    assert policy.replace(" https://tiles.example", "") == POLICY
    assert "img-src 'self' https://tiles.example data:" in policy
