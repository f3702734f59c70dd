"""The e-mail address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.fields.email import NOT_AN_ADDRESS, TOO_LONG, EmailField

FIELD = EmailField(key="email", label="メールアドレス")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Sample.User@EXAMPLE.jp", "Sample.User@example.jp"),
        (" sample@example.jp ", "sample@example.jp"),
        ("ｓａｍｐｌｅ＠ｅｘａｍｐｌｅ．ｊｐ", "sample@example.jp"),
        ("old..carrier.@example.jp", "old..carrier.@example.jp"),
        ("見本@例え.jp", "見本@例え.jp"),
    ],
)
def test_only_the_domain_is_lower_cased(typed, stored):
    assert FIELD.parse({"": [typed]}) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "sample", "sample@", "@example.jp", "sample@example", "a@b@example.jp", "a b@example.jp",
        "a@example.jp,b@example.jp", "a@example.jp\nBcc: b@example.jp", "<a@example.jp>",
        "a@example.jp.",
    ],
)  # fmt: skip
def test_what_is_no_single_address_is_refused(typed):
    assert FIELD.parse({"": [typed]}).message_id == NOT_AN_ADDRESS


def test_256_characters_are_the_most():
    longest = "a" * (256 - len("@example.jp")) + "@example.jp"
    assert FIELD.parse({"": [longest]}) == longest
    assert FIELD.parse({"": ["a" + longest]}).message_id == TOO_LONG


def test_the_page_brings_the_keyboard_for_addresses(draw):
    assert 'inputmode="email"' in draw(FIELD)


@given(st.text() | st.emails())
def test_any_input_is_read_and_reads_back(typed):
    value = FIELD.parse({"": [typed]})
    if isinstance(value, str):
        assert FIELD.parse(FIELD.write(value)) == value
