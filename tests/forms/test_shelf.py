"""The shelf of field types: every type is a trio, draws itself and reads itself back."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.forms.definition import Form
from app.forms.fields import TYPES
from app.forms.values import FieldError

ROOT = Path(__file__).parents[2]
OPTIONS = [{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}]
NEEDED = {
    "name": {"alias": True},
    "choice": {"options": OPTIONS},
    "choices": {"options": OPTIONS},
    "consent": {"wording": "同意します。", "version": "1", "if_refused": "写しを出してください。"},
    "statement": {"text": "注です。"},
    "lookup": {"rows": [{"key": "a", "label": "甲校"}, {"key": "b", "label": "乙校"}]},
    "table": {
        "rows": [{"key": "r", "label": "1回目"}],
        "columns": [{"key": "c", "label": "日", "type": "date"}, {"key": "d", "label": "注"}],
    },
    "calculated": {"formula": "1 + 1"},
    "declaration": {"wording": "誓約します。", "version": "1"},
    "identifier": {"pattern": "[0-9]{10}", "shape": "10けたの数字", "example": "0123456789"},
    "upload": {"hint": "証明書です。"},
}
VOID = {"input", "img", "br", "hr", "meta", "link"}


def make(name, **settings):
    needed = {"key": "question", "type": name, "label": "質問", "hint": "説明"}
    return TYPES[name].model_validate(needed | NEEDED.get(name, {}) | settings)


class Page(HTMLParser):
    """Reads what a field draws: ids, references, controls, tags left open."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.refers, self.labelled, self.controls, self.open = [], [], set(), [], []
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        self.refers += (given.get("aria-describedby") or "").split()
        if tag == "label":
            self.labelled.add(given["for"])
        if tag in ("input", "select", "textarea"):
            self.controls.append(given)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(params=sorted(TYPES))
def name(request):
    return request.param


@pytest.fixture
def drawn(name, draw):
    """The field as it is drawn blank, stored, typed, and typed in error."""
    field = make(name)
    stored, typed = field.sample(), field.write(field.sample())
    raw = {f"children.0.q.{part}" if part else "children.0.q": text for part, text in typed.items()}
    states = ({}, {"value": stored}, {"raw": raw})
    states += ({"raw": raw, "error": field.fault(field.MISSING)},)
    return [Page(draw(field, path="children.0.q", **state)) for state in states]


def test_a_type_is_a_module_a_template_and_a_test(name):
    assert (ROOT / "app/templates/forms/fields" / f"{name}.html").exists()
    assert (ROOT / "tests/forms/fields" / f"test_{name}.py").exists()


def test_no_template_is_left_without_a_type():
    stems = {path.stem for path in (ROOT / "app/templates/forms/fields").glob("[!_]*.html")}
    assert stems == set(TYPES)


def test_a_sample_reads_back_as_it_was(name):
    field = make(name)
    assert field.parse(field.write(field.sample())) == field.sample()


def test_a_sample_is_shown_as_text(name):
    field = make(name)
    assert isinstance(field.show(field.sample(), str), str)


def test_a_stored_value_of_any_shape_is_written_and_shown_without_a_crash(name):
    field = make(name)
    for value in (None, "", "x", 0, True, [], [[]], {}, {"mode": []}, {"a": None}):
        again = field.parse(field.write(value))
        assert isinstance(field.show(value, str), str), value
        assert isinstance(again, FieldError) or again in (None, value) or name == "consent", value


def test_no_input_is_no_answer(name):
    assert make(name).parse({}) is None


def test_every_tag_is_closed(drawn):
    assert [page.open for page in drawn] == [[]] * 4


def test_no_id_stands_twice(drawn):
    assert [len(page.ids) - len(set(page.ids)) for page in drawn] == [0] * 4


def test_every_description_exists(drawn):
    assert [set(page.refers) - set(page.ids) for page in drawn] == [set()] * 4


def test_every_control_has_a_label(drawn):
    for page in drawn:
        seen = {control["id"] for control in page.controls if control.get("type") != "hidden"}
        assert seen <= page.labelled


def test_every_control_has_a_name_under_the_path(drawn):
    controls = [control for page in drawn for control in page.controls]
    assert all(control["name"].startswith("children.0.q") for control in controls)


def test_there_is_no_placeholder_disabled_readonly_or_inline_code(drawn):
    forbidden = {"placeholder", "disabled", "readonly", "style", "autofocus", "onclick", "required"}
    tags = [each for page in drawn for each in page.tags]
    assert not any(forbidden & set(given) for _, given in tags)
    assert not any(tag in ("script", "style") for tag, _ in tags)


def test_required_and_optional_are_told_in_words(name, draw):
    field = make(name)
    if field.asks:
        assert "※必須" in draw(field)
        assert "※任意" in draw(field.model_copy(update={"required": False}))


def test_an_error_stands_below_with_its_mark_and_its_id(name, draw):
    field = make(name)
    if field.asks:
        error = field.fault(field.MISSING)
        drawn = draw(field, error=error)
        assert f'<p class="field__error" id="e-question">＊{error.text(str)}</p>' in drawn
        assert 'aria-invalid="true"' in drawn or 'tabindex="-1"' in drawn


def test_the_error_summary_finds_its_target(name, draw):
    field = make(name)
    for part in ("", *(part for part in field.parts if part not in ("", "mode", "answer"))):
        error = FieldError("question", "m", part=part)
        if field.asks:
            assert f'id="{error.anchor}"' in draw(field, error=field.fault("m", part))


def test_every_input_of_the_page_is_known_to_the_engine(name, draw, document):
    field = make(name)
    known = {f"question.{part}" if part else "question" for part in field.parts}
    names = {control["name"] for control in Page(draw(field)).controls}
    assert names - {"question.files"} <= known


def test_a_value_is_drawn_for_reading(name, draw):
    field = make(name)
    if not field.COMPUTES:  # its value follows from other answers
        assert "記入なし" not in draw(field, "show", value=field.sample())
    assert ("記入なし" in draw(field, "show")) is field.keeps


def test_a_field_of_every_type_can_stand_in_one_form(document):
    entries = [
        {"key": f"q_{name}", "type": name, "label": "質問", **NEEDED.get(name, {})}
        for name in TYPES
    ]
    form = Form.model_validate(document([{"slug": "page", "title": "頁", "fields": entries}]))
    assert [type(field) for field in form.steps[0].fields] == list(TYPES.values())
