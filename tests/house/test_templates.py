"""Every template compiles strictly, escapes everything and holds no code of its own."""

import re
from pathlib import Path

import pytest
from jinja2 import StrictUndefined

TEMPLATES = Path(__file__).parents[2] / "app" / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.S | re.I)
FORBIDDEN = {
    "unescaped text": r"\|\s*safe\b|autoescape\s+false|Markup\(",
    "inline script": r"<script(?![^>]*\bsrc=)",
    "style element": r"<style\b",
    "style attribute": r"\sstyle\s*=",
    "handler attribute": r"\son[a-z]+\s*=\s*[\"']",
    "address of a script": r"javascript:",
    "a script or style of elsewhere": r"<(?:script|link)\b[^>]*(?:src|href)=\"(?:https?:)?//",
}


@pytest.fixture
def environment(app):
    return app.state.web.environment


@pytest.fixture(scope="module")
def sources():
    """The text of every template by its name."""
    return {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in NAMES}


def test_every_template_compiles(environment):
    for each in NAMES:
        environment.get_template(each)


def test_an_unknown_name_is_an_error(environment):
    assert environment.undefined is StrictUndefined


def test_text_is_escaped(environment):
    assert environment.from_string("{{ text }}").render(text="<b>&") == "&lt;b&gt;&amp;"


def test_a_drawing_of_ours_is_drawn(environment):
    icons = environment.get_template("components/icon.html").module
    assert '<circle cx="12" cy="12" r="9"/>' in icons.icon("clock")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(sources, what):
    forbidden = re.compile(FORBIDDEN[what], re.I)
    assert [name for name, source in sources.items() if forbidden.search(source)] == []


def test_every_form_that_posts_carries_the_token(sources):
    # A macro may bring the token; what macros do is followed to its file.
    bringing = {
        macro
        for source in sources.values()
        for macro in re.findall(
            r"{% macro (\w+)\([^)]*\) -?%}(?:(?!endmacro).)*name=\"_csrf\"", source, re.S
        )
    }
    token = re.compile("|".join(['name="_csrf"', *(rf"\b{macro}\(" for macro in bringing)]))
    forms = [(name, form) for name, source in sources.items() for form in FORM.findall(source)]
    assert [each for each in forms if not token.search(each[1])] == []


def test_every_picture_has_an_alternative(sources):
    tags = [
        (name, tag)
        for name, source in sources.items()
        for tag in re.findall(r"<img\b[^>]*>", source)
    ]
    assert [each for each in tags if "alt=" not in each[1]] == []


def test_a_page_with_a_title_extends_a_layout(sources):
    titled = {each: text for each, text in sources.items() if "{% block title %}" in text}
    bare = [each for each, text in titled.items() if "{% extends" not in text]
    assert [each for each in bare if each != "base.html" and "layouts/" not in each] == []
