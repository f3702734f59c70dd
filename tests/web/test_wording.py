"""Fixed texts are translated when a template is compiled, and everything else stays as it was."""

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined

from app.i18n.messages import Language
from app.web.wording import in_language

PAGES = {
    "fixed": '{{ _("市") }}',
    "filled": '{{ _("{n}件", n=3) }}',
    "chosen": "{{ _(text) }}",
    "address": '{{ static("a.css") }}',
    "macro": '{% macro say() %}{{ _("市") }}{% endmacro %}',
    "using": '{% import "macro" as own %}{{ own.say() }}',
}
TEXTS = {"市": "<city>", "{n}件": "{n} cases"}


@pytest.fixture
def english():
    environment = Environment(
        loader=DictLoader(PAGES), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    environment.globals["static"] = lambda name: f"/{name}?v=1"
    texts = {(None, key): value for key, value in TEXTS.items()}
    return in_language(environment, Language("en", "en", "English", "en", texts))


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("fixed", "&lt;city&gt;"),
        ("filled", "3 cases"),
        ("chosen", "&lt;city&gt;"),
        ("address", "/a.css?v=1"),
        ("using", "&lt;city&gt;"),
    ],
)
def test_a_text_is_translated_and_escaped(english, page, shown):
    assert english.get_template(page).render(text="市") == shown


def test_a_fixed_text_is_not_looked_up_again(english):
    page = english.get_template("fixed")
    assert page.render(_=None) == "&lt;city&gt;"


def test_languages_do_not_share_what_was_compiled(english):
    plain = in_language(english, Language("ja", "ja", "日本語", "ja"))
    english.get_template("fixed").render()
    assert plain.get_template("fixed").render() == "市"
