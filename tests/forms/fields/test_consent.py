"""The consent and the pledge."""

from types import SimpleNamespace

import pytest

from app.forms.fields.consent import CHOOSE, NEEDED, ConsentField

FIELD = ConsentField(
    key="records", label="公簿の確認", wording="確認に同意します。", version="3",
    if_refused="同意しないときは、写しを出してください。",
)  # fmt: skip
PLEDGE = ConsentField(
    key="pledge", label="誓約", wording="間違いありません。", version="1", refusable=False
)


@pytest.mark.parametrize("answer", ["agree", "disagree"])
def test_the_answer_is_stored_with_the_wording_and_its_version(answer):
    assert FIELD.parse({"answer": [answer]}) == {
        "answer": answer,
        "version": "3",
        "wording": "確認に同意します。",
    }


def test_no_choice_is_no_answer():
    assert FIELD.parse({}) is None


def test_anything_else_is_refused():
    assert FIELD.parse({"answer": ["yes"]}).message_id == CHOOSE


@pytest.mark.parametrize("raw", [{}, {"answer": ["disagree"]}])
def test_a_pledge_cannot_be_refused(raw):
    assert PLEDGE.parse(raw).message_id == NEEDED


def test_an_answer_to_another_wording_does_not_read_back():
    old = {"answer": "agree", "version": "2", "wording": "前の文です。"}
    assert FIELD.parse(FIELD.write(old)) != old


def test_conditions_compare_the_answer():
    assert FIELD.plain({"answer": "disagree", "version": "3"}) == "disagree"


def test_the_page_says_what_follows_a_refusal(draw):
    assert "写しを出してください" in draw(FIELD)


def test_the_page_ticks_nothing_beforehand(draw):
    assert " checked" not in draw(FIELD) and " checked" not in draw(PLEDGE)


def test_the_page_shows_the_japanese_beside_a_translation(draw):
    english = {"確認に同意します。": "I agree that the city looks it up."}
    drawn = draw(
        FIELD,
        language=SimpleNamespace(code="en"),
        _=lambda message, **_: english.get(message, message),
    )
    assert "I agree" in drawn and 'lang="ja">確認に同意します。' in drawn


def test_the_page_shows_the_japanese_once_in_japanese(draw):
    drawn = draw(FIELD, language=SimpleNamespace(code="ja"))
    assert drawn.count("確認に同意します。") == 1
