"""Owns the drawing of an address as a QR code (JIS X 0510) for what is printed.

A code's modules are linear in its bits: data, error correction and places, with one mask laid over
all. So the code of an address is that of another one of the same length, with what each differing
bit changes: those changes are computed once by the library and then only put together, which takes
a hundredth of the time of computing a code anew for every receipt. What all addresses of a city
hall begin with is computed in one piece, so that its first receipts are quick as well.
"""

import re
from functools import lru_cache

import segno
from markupsafe import Markup

# Every mask can be read; trying all eight for the prettiest takes most of the time.
MASK = 0
BORDER = 2
SCALE = 3
_RUN = re.compile("1+")


def drawing(address: str) -> Markup:
    """An address as an inline picture."""
    shared, slash, own = address.rpartition("/")
    begin, rest = f"{shared}{slash}".encode(), own.encode()
    length = len(begin) + len(rest)
    side, modules = _begun(begin, len(rest))
    for place, byte in enumerate(rest, len(begin)):
        modules ^= _change(length, place, byte)
    path = _path(f"{modules:0{side * side}b}", side)
    return Markup(_SVG).format(size=(side + 2 * BORDER) * SCALE, scale=SCALE, path=path)


_SVG = (
    '<svg width="{size}" height="{size}" class="segno"><title>QR</title>'
    '<path transform="scale({scale})" class="qrline" stroke="#000" d="{path}"/></svg>'
)


def _path(bits: str, side: int) -> str:
    """One stroke for every run of dark modules."""
    return "".join(
        f"M{run.start() + BORDER} {row + BORDER}.5h{run.end() - run.start()}"
        for row in range(side)
        for run in _RUN.finditer(bits[row * side : (row + 1) * side])
    )


@lru_cache(maxsize=64)
def _begun(begin: bytes, rest: int) -> tuple[int, int]:
    """Side and modules (row by row, as the digits of a number), where the rest are zero bytes."""
    return _modules(begin + bytes(rest))


@lru_cache(maxsize=16_384)
def _change(length: int, place: int, byte: int) -> int:
    """The modules that differ when one byte is not zero: of one bit, or of all its bits."""
    if byte & (byte - 1) == 0:
        one = bytearray(length)
        one[place] = byte
        return _modules(bytes(one))[1] ^ _begun(b"", length)[1] if byte else 0
    lowest = byte & -byte
    return _change(length, place, lowest) ^ _change(length, place, byte ^ lowest)


def _modules(sent: bytes) -> tuple[int, int]:
    made = segno.make(sent, error="m", mask=MASK, mode="byte", micro=False, boost_error=False)
    rows = [bytes(row) for row in made.matrix]
    digits = b"".join(rows).translate(bytes.maketrans(b"\x00\x01", b"01")).decode()
    return len(rows), int(digits, 2)
