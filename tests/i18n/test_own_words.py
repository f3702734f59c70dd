"""The texts of a form are known to its request, after the shelf's and only in its languages."""

from contextvars import copy_context

from app.i18n.messages import Language
from app.i18n.own_words import speak

ENGLISH = Language("en", "en", "English", "en", {(None, "氏名"): "Name"})
JAPANESE = Language("ja", "ja", "日本語", "ja")
OWN = {"en": {"氏名": "another", "用件": "Errand"}, "ja": {"用件": "x"}}


def heard(language: Language, text: str) -> str:
    """What a request that speaks `OWN` reads."""

    def ask() -> str:
        speak(OWN)
        return language.gettext(text)

    return copy_context().run(ask)


def test_a_form_brings_what_the_shelf_lacks():
    assert heard(ENGLISH, "用件") == "Errand"


def test_the_shelf_comes_first():
    assert heard(ENGLISH, "氏名") == "Name"


def test_japanese_is_never_replaced():
    assert heard(JAPANESE, "用件") == "用件"


def test_another_request_knows_nothing_of_it():
    heard(ENGLISH, "用件")
    assert ENGLISH.gettext("用件") == "用件"


def test_the_texts_of_the_pages_themselves_are_not_a_forms():
    def ask() -> str:
        speak(OWN)
        return ENGLISH.fixed("用件")

    assert copy_context().run(ask) == "用件"
