"""What the extractors find in templates and Python, and what they leave to programmers."""

import io

import pytest

from app.i18n.extract import python, template


def found(extractor, source, **options):
    return [
        (function, text)
        for _, function, text, _ in extractor(io.BytesIO(source.encode()), {}, [], options)
    ]


def in_template(source):
    return found(template, source)


def in_python(source, **options):
    return found(python, source, **options)


def test_a_template_gives_the_text_of_a_call():
    assert in_template('<p>{{ _("次へ") if a else _("戻る") }}</p>') == [
        (None, "次へ"),
        (None, "戻る"),
    ]


def test_a_template_gives_the_context_of_a_text():
    assert in_template('{{ _("日", context="date") }}') == [("pgettext", ("date", "日"))]


def test_a_template_gives_countable_texts_as_pairs():
    assert in_template('{{ ngettext("{n}人", "{n}人", 3) }}') == [("ngettext", ("{n}人", "{n}人"))]


def test_a_template_gives_nothing_for_a_text_that_comes_from_elsewhere():
    assert in_template("{{ _(field.label, context=field.context) }}") == []


def test_a_call_inside_a_macro_and_a_list_is_found():
    source = '{% macro m() %}{% for n, t in [("a", _("年"))] %}{{ t }}{% endfor %}{% endmacro %}'
    assert in_template(source) == [(None, "年")]


def test_a_translators_note_goes_with_its_text():
    source = '{# Translators: a button #}\n{{ _("次へ") }}'
    [(_, _, _, comments)] = template(io.BytesIO(source.encode()), {}, [], {})
    assert comments == ["Translators: a button"]


@pytest.mark.parametrize(
    "source",
    [
        'A = N_("次へ")',
        'A = N_("次" "へ")',
        '_("次へ")',
        'language.gettext("次へ")',
        'class Closed(Gone):\n    message = "次へ"',
        'class Closed(Gone):\n    advice: str = "次へ"',
        'raise Closed("次へ") from error',
        'known: CityHallError = Forbidden("次へ")',
    ],
)
def test_python_gives_what_a_resident_may_read(source):
    assert (None, "次へ") in in_python(source)


def test_python_gives_the_values_of_a_table_by_its_name():
    assert in_python('EVENTS = {"birth": "出産"}', tables="EVENTS") == [(None, "出産")]


@pytest.mark.parametrize(
    "source",
    [
        'raise ValueError("not a date")',
        'ERAS = {"R": "令和"}',
        'word = "昔"',
        'print("次へ")',
        'class Broken(Exception):\n    message = "broken"',
    ],
)
def test_python_leaves_what_only_programmers_read(source):
    assert in_python(source) == []
