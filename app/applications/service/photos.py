"""Owns what a photo loses before it is kept: where and when it was taken, and with which phone.

JPEG and PNG are not decoded: the parts that carry remarks are left out, the picture stays bit for
bit; of a JPEG's remarks only the way up is kept. A HEIC becomes a JPEG that every browser shows.
"""

import io
import re
import struct
from threading import BoundedSemaphore

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

JPEG, PNG, HEIC = "image/jpeg", "image/png", "image/heic"
QUALITY = 88
LONGEST_SIDE = 4096
AT_ONCE = BoundedSemaphore(2)
"""Decoding a phone's photo takes some 150 MB for a moment: two at a time, whoever waits."""
ORIENTATION = 0x0112
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_REMARKS = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_KEPT = frozenset({0xE0, 0xEE})  # JFIF, and Adobe's colours
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ICC = b"ICC_PROFILE\x00"
_EXIF = b"Exif\x00\x00"
_SOS, _EOI, _APP1, _APP2, _COM = 0xDA, 0xD9, 0xE1, 0xE2, 0xFE

pillow_heif.register_heif_opener()


class NotAPhoto(ValueError):
    """The bytes are not the picture they begin like."""


def cleaned(media_type: str, body: bytes) -> tuple[str, bytes]:
    """The type and bytes to keep; raises NotAPhoto. Other files than photos stay as they are."""
    if media_type == JPEG:
        return JPEG, without_remarks(body)
    if media_type == PNG:
        return PNG, _png_without_remarks(body)
    if media_type == HEIC:
        return JPEG, _as_jpeg(body)
    return media_type, body


def without_remarks(body: bytes) -> bytes:
    """A JPEG without Exif, XMP, IPTC, remarks, and whatever follows its end (moving photos)."""
    kept, place = [body[:2]], 2
    while place + 4 <= len(body) and body[place] == 0xFF:
        mark = body[place + 1]
        if mark in _STANDALONE or mark == 0xFF:
            place += 1 if mark == 0xFF else 2
            continue
        if mark == _EOI:
            return b"".join((*kept, b"\xff\xd9"))
        end = place + 2 + struct.unpack(">H", body[place + 2 : place + 4])[0]
        part = body[place:end]
        if end > len(body):
            raise NotAPhoto("a part is cut off")
        if mark == _SOS:
            end = _end_of_scan(body, end)
            part = body[place:end]
        kept.append(_kept_of(mark, part))
        place = end
    if place >= len(body) - 3 and len(kept) > 1:  # cut off at its end, as phones sometimes send it
        return b"".join((*kept, body[place:]))
    raise NotAPhoto("no part where one must begin")


def _kept_of(mark: int, part: bytes) -> bytes:
    is_remark = 0xE0 <= mark <= 0xEF or mark == _COM
    if not is_remark or mark in _KEPT or (mark == _APP2 and part[4:].startswith(_ICC)):
        return part
    if mark == _APP1 and part[4:].startswith(_EXIF):
        return _way_up(part[4:])
    return b""


def _end_of_scan(body: bytes, place: int) -> int:
    found = _MARKER.search(body, place)
    return found.start() if found else len(body)


def _way_up(exif: bytes) -> bytes:
    """An Exif part that says nothing but how the picture is turned; nothing for an upright one."""
    try:
        turned = Image.Exif()
        turned.load(exif)
        way = turned.get(ORIENTATION, 1)
    except (SyntaxError, ValueError, OSError, struct.error):
        return b""
    if way not in range(2, 9):
        return b""
    plain = Image.Exif()
    plain[ORIENTATION] = way
    content = plain.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _png_without_remarks(body: bytes) -> bytes:
    kept, place = [_PNG_HEAD], len(_PNG_HEAD)
    while place + 12 <= len(body):
        size, kind = struct.unpack(">I4s", body[place : place + 8])
        end = place + 12 + size
        if end > len(body):
            raise NotAPhoto("a part is cut off")
        if kind not in _PNG_REMARKS:
            kept.append(body[place:end])
        place = end
        if kind == b"IEND":
            return b"".join(kept)
    raise NotAPhoto("no end")


def _as_jpeg(body: bytes) -> bytes:
    with AT_ONCE:
        try:
            with Image.open(io.BytesIO(body), formats=["HEIF"]) as image:
                upright = ImageOps.exif_transpose(image).convert("RGB")
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
            raise NotAPhoto(str(error)) from error
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        made = io.BytesIO()
        upright.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()
