"""What was posted arrives as it was typed; what is too much is dropped on the way, not kept."""

import pytest

from app.forms.characters import has_refused
from app.web.posted import MOST_FIELDS, MOST_FILE_BYTES, MOST_FILES, MOST_TEXT_BYTES, Posted


def fields(client, data):
    return client.post("/echo", data).json()["fields"]


@pytest.mark.parametrize(
    "text", ["髙橋", "か\u3099", "ｶﾅ", "𠮷野家", "  two  spaces ", "<b>&amp;", "é", "1️⃣"]
)
def test_text_arrives_exactly_as_typed(client, text):
    assert fields(client, {"word": text})["word"] == [text]


def test_line_ends_of_the_transport_become_one_kind(client):
    assert fields(client, {"word": "one\r\ntwo"})["word"] == ["one\ntwo"]


def test_a_name_given_twice_keeps_both_in_order(client):
    assert fields(client, {"word": ["b", "a"]})["word"] == ["b", "a"]


def test_a_zero_byte_is_handed_on_as_what_every_field_refuses(client):
    (word,) = fields(client, {"word": "a\x00b"})["word"]
    assert word == "a\x01b"
    assert has_refused(word)


def test_bytes_that_are_no_text_are_no_fault_of_ours(client):
    token = client.csrf_token()
    answer = client.post(
        "/echo", csrf=False, headers={"x-csrf-token": token, "content-type": FORM},
        content=b"word=%ff%fe&other=\xff",
    )  # fmt: skip
    assert answer.status_code < 500


FORM = "application/x-www-form-urlencoded"


def raw(client, kind, body):
    token = client.csrf_token()
    headers = {"x-csrf-token": token, "content-type": kind}
    return client.post("/echo", csrf=False, headers=headers, content=body)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n"),
        (FORM, b"&".join(b"a%d=1" % n for n in range(MOST_FIELDS + 1))),
        (FORM, b"word=" + b"x" * (MOST_TEXT_BYTES + 1)),
    ],
    ids=["no boundary", "no name", "too many fields", "too much text"],
)
def test_what_cannot_be_read_is_refused_in_words(client, kind, body):
    answer = raw(client, kind, body)
    assert answer.status_code in (400, 413, 422)
    assert "<html" in answer.text


def test_another_kind_of_body_is_no_answer(client):
    assert raw(client, "application/json", b'{"word": "x"}').json() == {"fields": {}, "files": {}}


def files(client, *given):
    return client.post("/echo", {}, files=list(given)).json()["files"]


def test_a_file_arrives_with_name_and_size(client):
    found = files(client, ("paper", ("証明書.pdf", b"%PDF", "application/pdf")))
    assert found == {"paper": [["証明書.pdf", 4, False, 4]]}


def test_a_file_field_left_empty_is_no_file(client):
    assert files(client, ("paper", ("", b"", "application/octet-stream"))) == {}


def test_a_file_of_the_limit_is_whole(client):
    ((_, size, is_too_large, kept),) = files(client, ("paper", ("a.pdf", b"x" * MOST_FILE_BYTES)))[
        "paper"
    ]
    assert (size, is_too_large, kept) == (MOST_FILE_BYTES, False, MOST_FILE_BYTES)


def test_the_bytes_over_the_limit_are_dropped_and_told(client):
    ((_, size, is_too_large, kept),) = files(
        client, ("paper", ("a.pdf", b"x" * (MOST_FILE_BYTES + 70_000)))
    )["paper"]
    assert (size, is_too_large) == (MOST_FILE_BYTES + 70_000, True)
    assert kept <= MOST_FILE_BYTES


def test_a_file_too_large_takes_no_other_field_with_it(client):
    answer = client.post(
        "/echo", {"word": "kept"}, files=[("paper", ("a.pdf", b"x" * (MOST_FILE_BYTES + 1)))]
    )
    assert answer.json()["fields"]["word"] == ["kept"]


def test_more_files_than_allowed_are_refused(client):
    given = [("paper", (f"{n}.txt", b"x")) for n in range(MOST_FILES + 1)]
    assert client.post("/echo", {}, files=given).status_code in (400, 413, 422)


def test_our_own_fields_are_no_answers():
    posted = Posted({"_csrf": ["t"], "_version": ["1"], "name": ["x"]}, {})
    assert posted.answers() == {"name": ["x"]}


def test_a_field_that_was_not_posted_is_its_default():
    assert Posted({}, {}).get("name", "none") == "none"
