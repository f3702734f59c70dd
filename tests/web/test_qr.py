"""A QR code put together from the changes of its bits is the code itself."""

import re

import pytest
import segno

from app.web import qr

LINK = "https://city.example.jp/ja/open/"


def modules(svg: str) -> set[tuple[int, int]]:
    """The dark modules of a drawing, without its border."""
    runs = re.findall(r"M(\d+) (\d+)\.5h(\d+)", svg)
    return {
        (int(y) - qr.BORDER, x)
        for left, y, width in runs
        for x in range(int(left) - qr.BORDER, int(left) - qr.BORDER + int(width))
    }


@pytest.mark.parametrize("secret", ["a" * 26, "abcdefghijklmnopqrstuvwxyz", "q7" * 13, "z2" * 40])
def test_the_drawing_is_the_librarys(secret):
    made = segno.make(
        LINK + secret, error="m", mask=qr.MASK, mode="byte", micro=False, boost_error=False
    )
    dark = {(y, x) for y, row in enumerate(made.matrix) for x, each in enumerate(row) if each}
    assert modules(qr.drawing(LINK + secret)) == dark


def test_the_picture_has_a_name_and_its_quiet_zone():
    drawn = qr.drawing(LINK)
    assert drawn.startswith('<svg width="') and "<title>QR</title>" in drawn
    assert min(int(x) for x in re.findall(r"M(\d+) ", drawn)) == qr.BORDER
