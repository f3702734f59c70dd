"""Owns the photos of the rush: noise as JPEG, near 3 MB, made at run time and nowhere stored."""

import io
import os

from PIL import Image

WANTED = 3_000_000


def photo() -> bytes:
    """A JPEG of about 3 MB that no compression makes smaller."""
    width, height = 2048, 1536
    noise = Image.frombytes("L", (width, height), os.urandom(width * height)).convert("RGB")
    low, high = 10, 99
    while high - low > 1:
        quality = (low + high) // 2
        low, high = (quality, high) if len(_saved(noise, quality)) < WANTED else (low, quality)
    return _saved(noise, high)


def _saved(image: Image.Image, quality: int) -> bytes:
    body = io.BytesIO()
    image.save(body, "JPEG", quality=quality)
    return body.getvalue()
