"""What a new revision would break, and what it lacks in a translation."""

import pytest

from app.forms.revision import changes, untranslated

OPTIONS = [{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}]
CHOICE = {"key": "q", "type": "choice", "label": "質問", "options": OPTIONS}


def messages(one_step, *fields):
    return [str(problem) for problem in changes(one_step(CHOICE), one_step(*fields))]


def test_other_words_and_more_options_break_nothing(one_step):
    more = [OPTIONS[0] | {"label": "甲種"}, OPTIONS[1], {"key": "c", "label": "丙"}]
    extra = {"key": "new", "type": "text", "label": "新しい質問"}
    assert messages(one_step, CHOICE | {"options": more, "label": "問い"}, extra) == []


def test_a_choice_key_that_applications_may_hold_must_stay(one_step):
    found = messages(one_step, CHOICE | {"options": [OPTIONS[0], {"key": "x", "label": "乙"}]})
    assert found == ["steps.page.fields.q: choice keys gone while applications may hold them: b"]


def test_a_key_must_not_change_its_kind(one_step):
    found = messages(one_step, {"key": "q", "type": "text", "label": "質問"})
    assert "was a choice, is a text now" in found[0]


def test_a_question_that_is_gone_is_told(one_step):
    found = messages(one_step, CHOICE | {"key": "other"})
    assert "gone from this one" in found[0]


def test_texts_without_a_translation_are_told_with_their_places(one_step):
    form = one_step(CHOICE)
    found = untranslated(form, "en", lambda context, text: text != "甲")
    assert [problem.place for problem in found] == ["steps.page.fields.q.options.a"]


@pytest.mark.parametrize("language", ["en", "ja_JP@easy"])
def test_a_form_translated_whole_lacks_nothing(one_step, language):
    assert untranslated(one_step(CHOICE), language, lambda context, text: True) == []
