"""The declaration field."""

from types import SimpleNamespace

from app.forms.fields.declaration import NEEDED, DeclarationField

FIELD = DeclarationField(key="pledge", label="誓約", wording="間違いありません。", version="2")


def test_the_wording_and_its_version_are_stored_with_the_tick():
    value = FIELD.parse({"answer": ["declared"]})
    assert value == {"answer": "declared", "version": "2", "wording": "間違いありません。"}


def test_no_tick_is_no_answer():
    assert FIELD.parse({"answer": [""]}) is None


def test_another_value_is_refused():
    assert FIELD.parse({"answer": ["yes"]}).message_id == NEEDED


def test_an_older_wording_does_not_read_back_as_the_present_one():
    older = FIELD.sample() | {"version": "1"}
    assert FIELD.parse(FIELD.write(older)) != older


def test_the_japanese_stands_beside_a_translation(draw):
    english = SimpleNamespace(code="en")
    translate = {"間違いありません。": "Everything is true."}

    def gettext(text, **_):
        return translate.get(text, text)

    drawn = draw(FIELD, language=english, _=gettext)
    assert "Everything is true." in drawn and '<p class="consent__original" lang="ja">' in drawn
