"""The bank account field."""

import pytest

from app.forms.fields.bank_account import (
    HOLDER_MISSING,
    NOT_A_NUMBER,
    NOT_KANA,
    BankAccountField,
)

FIELD = BankAccountField(key="account", label="振込先")
BOXES = {
    "bank": ["見本銀行"], "branch": ["本店"], "kind": ["ordinary"],
    "number": ["１２３４５"], "holder": ["みほん　はなこ"],
}  # fmt: skip


def read(**changes):
    return FIELD.parse(BOXES | {part: [text] for part, text in changes.items()})


def test_an_account_is_stored_whole_with_seven_digits_and_katakana():
    assert read() == {
        "bank": "見本銀行", "branch": "本店", "kind": "ordinary",
        "number": "0012345", "holder": "ミホン ハナコ",
    }  # fmt: skip


@pytest.mark.parametrize("number", ["12345678", "番号", "12.5"])
def test_what_is_no_account_number_is_refused(number):
    assert read(number=number).message_id == NOT_A_NUMBER


@pytest.mark.parametrize(
    ("typed", "kept"), [("ｶ)ﾐﾎﾝ", "カ)ミホン"), ("Mihon Hanako", "MIHON HANAKO")]
)
def test_a_company_or_a_roman_name_is_a_holder(typed, kept):
    assert read(holder=typed)["holder"] == kept


def test_kanji_are_refused_as_holder():
    assert read(holder="見本花子").message_id == NOT_KANA


@pytest.mark.parametrize("part", ["bank", "branch", "kind", "number", "holder"])
def test_a_missing_box_is_named(part):
    assert read(**{part: ""}).part == part


def test_the_kind_alone_is_no_account():
    assert FIELD.parse({"kind": ["ordinary"]}) is None


def test_an_account_is_always_sensitive():
    assert FIELD.sensitive
    with pytest.raises(ValueError, match="sensitive"):
        BankAccountField(key="account", label="振込先", sensitive=False)


def test_a_masked_account_shows_three_digits():
    shown = FIELD.masked(read(), str)
    assert "****345" in shown and "0012345" not in shown


def test_the_holder_is_asked_last():
    assert read(holder="").message_id == HOLDER_MISSING
