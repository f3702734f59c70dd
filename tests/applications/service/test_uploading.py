"""Files that come by themselves: each is kept at once, once, and only where it is asked for."""

import io

import pytest
from PIL import Image

from app.applications.models import Upload
from tests.applications.resident import words


def photo(shade: int = 0) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 90)).save(body, "JPEG")
    return body.getvalue()


@pytest.fixture
def field(resident):
    """The first upload question of the club form."""
    step = resident.form.step("evidence-1")
    return next(each.key for each in step.fields if each.type == "upload")


@pytest.fixture
def at_papers(resident):
    resident.start()
    return resident.fill(until="evidence-1")


@pytest.fixture
def upload(at_papers, field):
    """Send one file of the open step by itself."""

    def upload(body=None, name="証明書.jpg", key=field, version=None):
        shown = at_papers.version if version is None else version
        return at_papers.send_form(
            f"{at_papers.base}/evidence-1/files", {"_version": str(shown)},
            files=[(f"{key}.files", (name, photo() if body is None else body))],
        )  # fmt: skip

    return upload


def test_a_file_is_kept_at_once(upload, office):
    answer = upload()
    (row,) = office.rows(Upload)
    assert (answer.status_code, answer.json()["remove"]) == (201, f"_drop.{row.id}")


def test_the_same_file_sent_again_is_one_file(upload, office):
    first, second = upload().json(), upload().json()
    assert (first, len(office.rows(Upload))) == (second, 1)


def test_what_is_typed_stays_and_the_step_goes_on(upload, at_papers, field):
    upload()
    raw = at_papers.samples("evidence-1", **{field: {"mode": "now"}})
    assert at_papers.post("evidence-1", raw).status_code == 303


def test_a_file_of_another_kind_is_refused_in_words(upload, office):
    answer = upload(b"hello", "文.jpg")
    assert (answer.status_code, office.rows(Upload)) == (415, [])
    assert "文.jpg" in answer.json()["message"]


def test_one_file_too_many_is_refused(upload, office, at_papers, field):
    most = next(e for e in at_papers.form.step("evidence-1").fields if e.key == field).max_files
    for shade in range(most):
        assert upload(photo(shade * 25)).status_code == 201
    assert upload(photo(250)).status_code == 422
    assert len(office.rows(Upload)) == most


def test_a_stale_page_is_told_so(upload, office):
    assert upload(version=99).status_code == 409
    assert office.rows(Upload) == []


def test_a_question_the_step_does_not_have_takes_none(upload, office):
    assert upload(key="no_such").status_code == 422
    assert office.rows(Upload) == []


def test_another_device_uploads_nothing(upload, at_papers, new_resident):
    stranger = new_resident()
    stranger.start()
    at_papers.browser, at_papers.token = stranger.browser, stranger.token
    assert upload().status_code == 404


def test_refused_bytes_do_not_stay(upload, office):
    before = office.stored
    upload(version=99)
    assert office.stored == before


def test_the_page_names_where_its_files_go(at_papers):
    page = at_papers.get("evidence-1").text
    assert f'data-uploads="{at_papers.base}/evidence-1/files"' in page
    assert "upload.js" in page
    assert words(page)
