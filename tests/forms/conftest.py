"""Owns the small forms and the template environment that the engine's tests share."""

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.forms.definition import Form

TEMPLATES = Path(__file__).parents[2] / "app" / "templates"
BASE = {
    "slug": "sample",
    "title": "見本の申請",
    "summary": "見本です。",
    "kind": "application",
    "legal_basis": "ordinance",
    "source": {"title": "見本"},
    "purpose_of_use": "見本のために使います。",
    "purpose_version": "1",
    "minutes": 5,
}
CHILDREN = {
    "key": "children",
    "min": 1,
    "max": 3,
    "item_title": "{n}人目のお子さん",
    "name_field": "name",
    "add_label": "追加する",
    "remove_label": "取り消す",
}
FAMILY = [
    {
        "slug": "home",
        "title": "家庭",
        "fields": [
            {"key": "works", "type": "yesno", "label": "働いていますか"},
            {
                "key": "paper",
                "type": "upload",
                "label": "証明書",
                "hint": "証明書です。",
                "when": {"field": "works", "equals": True},
            },
        ],
    },
    {
        "slug": "work",
        "title": "仕事",
        "when": {"field": "works", "equals": True},
        "fields": [{"key": "office", "type": "text", "label": "勤務先"}],
    },
    {
        "slug": "children",
        "title": "お子さん",
        "repeat": "children",
        "owner": True,
        "fields": [{"key": "name", "type": "name", "label": "氏名"}],
    },
    {
        "slug": "health",
        "title": "健康",
        "repeat": "children",
        "fields": [
            {"key": "allergy", "type": "yesno", "label": "アレルギー", "sensitive": True},
            {
                "key": "detail",
                "type": "text",
                "label": "原因",
                "when": {"field": "allergy", "equals": True},
            },
        ],
    },
]


@pytest.fixture
def document() -> Callable[..., dict]:
    """Return a maker of valid documents: `document(steps, repeats=…)`."""

    def make(steps=None, **changes):
        return copy.deepcopy(BASE | {"steps": steps or []} | changes)

    return make


@pytest.fixture
def one_step(document) -> Callable[..., Form]:
    """Return a maker of forms with one step `page` of the given fields."""

    def make(*fields, **changes):
        step = {"slug": "page", "title": "ページ", "fields": list(fields)}
        return Form.model_validate(document([step], **changes))

    return make


@pytest.fixture
def family_document(document) -> dict:
    """Return a document with a condition on a step, on fields, and a repeat over two steps."""
    return document(FAMILY, repeats=[CHILDREN], one_application_per="children")


@pytest.fixture
def family(family_document) -> Form:
    """Return the form of `family_document`."""
    return Form.model_validate(family_document)


def _gettext(message, *, context=None, **params):
    return message.format(**params) if params else message


def _environment(**names):
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"_": _gettext} | names
    return environment


ENVIRONMENT = _environment()


@pytest.fixture
def draw() -> Callable[..., str]:
    """Return a drawer of one field as the pages draw it: `draw(field, value=…, raw=…)`."""
    source = (
        "{% import name as widget with context %}"
        "{{ widget[macro](field, path, value, raw, error) if macro == 'edit'"
        " else widget[macro](field, value) }}"
    )

    def make(field, macro="edit", *, path="question", value=None, raw=None, error=None, **more):
        # templates may be imported without context: what they know everywhere are globals
        own = {name: more.pop(name) for name in ("_", "language") if name in more}
        environment = _environment(**own) if own else ENVIRONMENT
        name = f"forms/fields/{field.type}.html"
        given = {"name": name, "macro": macro, "field": field, "path": path, "value": value}
        page = environment.from_string(source)
        return page.render({"raw": raw or {}, "error": error} | given | more)

    return make
