"""Text as people type it, and as attackers send it: kept to the byte, or refused, never a 500."""

from urllib.parse import quote_from_bytes, urlencode

import pytest

from app.applications.models import Application
from tests.applications.resident import PROPOSAL, words
from tests.applications.streaming import BOUNDARY, MULTIPART, part

NAMES = {
    "four bytes": "𠮷田",
    "ladder and standing": "髙﨑",
    "variation selector": "渡邉󠄀",
    "katsu with selector": "葛󠄀城",
    "half-width kana": "ﾔﾏﾀﾞ",
    "compatibility ideograph": "\ufa19社",
    "decomposed": "か\u3099く",
    "Vietnamese decomposed": "Nguye\u0302\u0303n",
    "外字": "見本\ue000",
    "newest plane": "\U00030000田",
}
CHILD = {"given": "見本", "family_kana": "ミホン", "given_kana": "ミホン"}
LONG = {
    "one over": "あ" * 51,
    "a hundred thousand": "あ" * 100_000,
    "marks": "か" + "\u3099" * 100_000,
    "joiners": "\u200d" * 100_000 + "あ",
    "selectors": "渡" + "\U000e0100" * 1000,
}
REFUSED = {
    "nul": "a\x00b", "bell": "a\x07b", "escape": "a\x1b[31m", "bidi": "a\u202eb",
    "line": "a\u2028b", "c1": "a\x85b", "isolate": "a\u2066b",
    "vertical tab": "a\x0bb", "new line in a line": "a\nb",
}  # fmt: skip
# Bytes that are no text, with the charset under which they are said to be some.
NO_TEXT = {
    "surrogate": (b"a\xed\xa0\x80b", ""),
    "overlong": (b"a\xc0\x80b", ""),
    "cut": (b"a\xe3\x81", ""),
    "utf-7 surrogate": (b"+2AA-", "utf-7"),
    "escaped surrogate": (rb"\ud800", "unicode_escape"),
    "punycode": (b"\xff", "punycode"),
    "undefined": (b"a", "undefined"),
    "idna": (b"xn--\xff", "idna"),
    "rot13": (b"a", "rot13"),
    "utf-16": (b"\x00\xd8", "utf-16-le"),
    "unknown": (b"a", "x-unknown"),
}


@pytest.fixture
def proposer(new_resident):
    proposer = new_resident(PROPOSAL)
    proposer.start()
    return proposer


def urlencoded(resident, fields):
    """Post bytes as they are; `fields` are percent-encoded already."""
    ours = urlencode({"_csrf": resident.token, "_version": resident.version})
    return resident.browser.request(
        "POST", f"{resident.base}/proposal", content=f"{ours}&{fields}",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )  # fmt: skip


def multipart(resident, parts, charset=""):
    """Post parts as they are: (disposition, bytes)."""
    ours = [('name="_csrf"', resident.token.encode()), ('name="_version"', b"1")]
    body = b"".join(part(head) + value + b"\r\n" for head, value in [*ours, *parts])
    kind = MULTIPART + (f"; charset={charset}".encode() if charset else b"")
    return resident.browser.request(
        "POST", f"{resident.base}/proposal", content=body + b"--" + BOUNDARY + b"--\r\n",
        headers={"content-type": kind.decode()},
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_kept_to_the_byte(resident, office, name):
    resident.sent(children__0__name=CHILD | {"family": name})
    (row,) = office.rows(Application)
    assert office.answers(row)["children"][0]["name"]["family"].encode() == name.encode()
    assert f"{name} 見本" in resident.receipt()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_shown_again_to_the_byte(resident, name):
    resident.start()
    resident.fill(until="children")
    resident.post("children", {"children.0.name.family": name, "_later": "1"})
    assert f'value="{name}"' in resident.get("children").text


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_text_that_is_too_long_is_refused_beside_its_field(proposer, text):
    answer = proposer.post("proposal", proposer.samples("proposal", subject=text))
    assert (answer.status_code, "50文字以内で" in words(answer.text)) == (422, True)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_text_that_is_too_long_keeps_the_other_answers(proposer, office, text):
    proposer.post("proposal", proposer.samples("proposal", subject=text))
    assert office.body(proposer)["answers"]["topic"] == "childcare"


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_character_that_is_no_letter_is_refused_beside_its_field(proposer, text):
    answer = proposer.post("proposal", proposer.samples("proposal", subject=text))
    assert (answer.status_code, "使えない文字" in answer.text) == (422, True)


def test_more_text_than_any_form_asks_for_is_refused(proposer, office):
    answer = proposer.post("proposal", proposer.samples("proposal", body="a" * 1_500_000))
    assert (answer.status_code, office.draft(proposer).version) == (422, 1)


def test_more_fields_than_any_form_has_are_refused(proposer):
    assert proposer.post("proposal", {f"x{n}": "1" for n in range(2000)}).status_code == 422


@pytest.mark.parametrize("place", ["subject=%00", "%00=a", "_drop.%00=1"])
def test_a_nul_is_refused_wherever_it_stands(proposer, place):
    assert urlencoded(proposer, place).status_code == 422


@pytest.mark.parametrize(("body", "charset"), NO_TEXT.values(), ids=NO_TEXT)
def test_bytes_that_are_no_text_are_no_error_of_ours(proposer, body, charset):
    answers = [
        multipart(proposer, [('name="subject"', body)], charset),
        urlencoded(proposer, f"subject={quote_from_bytes(body)}"),
    ]
    assert all(answer.status_code in (403, 409, 422) for answer in answers)


@pytest.mark.parametrize(("body", "charset"), NO_TEXT.values(), ids=NO_TEXT)
def test_a_name_of_a_field_that_is_no_text_is_no_error_of_ours(proposer, body, charset):
    head = b'name="' + body + b'"'
    answer = multipart(proposer, [(head.decode("latin-1"), b"a")], charset)
    assert answer.status_code in (403, 409, 422)


def test_a_post_that_is_no_form_is_refused(proposer):
    answer = proposer.browser.request(
        "POST", f"{proposer.base}/proposal", content=b"{}",
        headers={"content-type": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 403


def test_a_broken_form_is_refused(proposer):
    answer = proposer.browser.request(
        "POST", f"{proposer.base}/proposal", content=b"--sample-boundary\r\nbroken",
        headers={"content-type": MULTIPART.decode()},
    )  # fmt: skip
    assert answer.status_code in (403, 422)


def test_markup_is_shown_as_text(new_resident):
    proposer = new_resident(PROPOSAL)
    proposer.sent(subject="<script>alert(1)</script>", body='"><img src=x onerror=alert(1)>')
    page = proposer.receipt()
    assert ["<script>alert" in page, "<img src=x" in page] == [False, False]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_braces_and_percent_signs_are_text(new_resident):
    proposer = new_resident(PROPOSAL)
    proposer.sent(subject="{0} %(secret)s {{7*7}} %s")
    assert "{0} %(secret)s {{7*7}} %s" in proposer.receipt()
