"""What a photo loses before it is kept, and what it keeps."""

import io

import pytest
from PIL import Image

from app.applications.service import photos

GPS, MAKE, TURNED = 0x8825, 0x010F, 0x0112


def jpeg(*, exif=None, size=(64, 48), **more) -> bytes:
    body = io.BytesIO()
    given = {"exif": exif} if exif else {}
    Image.effect_noise(size, 40).convert("RGB").save(body, "JPEG", **given, **more)
    return body.getvalue()


def remarks(*, turned: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[MAKE] = "見本 camera"
    exif[TURNED] = turned
    exif.get_ifd(GPS)[1] = "N"
    return exif


def opened(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body))


@pytest.mark.parametrize("progressive", [True, False])
def test_a_jpeg_loses_where_it_was_taken(progressive):
    _, kept = photos.cleaned(photos.JPEG, jpeg(exif=remarks(), progressive=progressive))
    assert dict(opened(kept).getexif()) == {}


def test_the_picture_stays_bit_for_bit():
    body = jpeg(exif=remarks())
    _, kept = photos.cleaned(photos.JPEG, body)
    assert opened(kept).tobytes() == opened(body).tobytes()


@pytest.mark.parametrize("turned", [3, 6, 8])
def test_only_the_way_up_is_kept(turned):
    _, kept = photos.cleaned(photos.JPEG, jpeg(exif=remarks(turned=turned)))
    assert dict(opened(kept).getexif()) == {TURNED: turned}


def test_a_film_behind_the_picture_goes():
    body = jpeg()
    _, kept = photos.cleaned(photos.JPEG, body + b"\x00\x00\x00\x18ftypmp42 moving, with sound")
    assert kept == body


def test_a_remark_goes():
    _, kept = photos.cleaned(photos.JPEG, jpeg(comment=b"secret place"))
    assert b"secret place" not in kept


def test_colours_stay():
    body = jpeg(icc_profile=b"a profile of colours")
    _, kept = photos.cleaned(photos.JPEG, body)
    assert opened(kept).info["icc_profile"] == b"a profile of colours"


def test_a_plain_jpeg_is_not_touched():
    body = jpeg()
    assert photos.cleaned(photos.JPEG, body) == (photos.JPEG, body)


def test_a_png_loses_its_remarks_and_keeps_its_picture():
    body = io.BytesIO()
    image = Image.effect_noise((32, 32), 40)
    image.save(body, "PNG", exif=remarks())
    _, kept = photos.cleaned(photos.PNG, body.getvalue())
    assert b"eXIf" not in kept
    assert opened(kept).tobytes() == image.tobytes()


def test_a_heic_becomes_a_jpeg_without_remarks():
    body = io.BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(body, "HEIF", exif=remarks().tobytes())
    kind, kept = photos.cleaned(photos.HEIC, body.getvalue())
    assert (kind, opened(kept).format, dict(opened(kept).getexif())) == (photos.JPEG, "JPEG", {})


@pytest.mark.parametrize("kind", [photos.JPEG, photos.PNG, photos.HEIC])
def test_what_only_begins_like_a_photo_is_none(kind):
    heads = {photos.JPEG: b"\xff\xd8\xff", photos.PNG: b"\x89PNG\r\n\x1a\n", photos.HEIC: b"\x00"}
    with pytest.raises(photos.NotAPhoto):
        photos.cleaned(kind, heads[kind] + b"and words")


def test_any_tail_cut_off_ends_in_a_picture_or_a_refusal():
    body = jpeg(exif=remarks())
    for end in range(4, len(body), 7):
        try:
            _, kept = photos.cleaned(photos.JPEG, body[:end])
        except photos.NotAPhoto:
            continue
        assert len(kept) <= end


def test_a_pdf_stays_as_it_is():
    assert photos.cleaned("application/pdf", b"%PDF-1.7") == ("application/pdf", b"%PDF-1.7")
