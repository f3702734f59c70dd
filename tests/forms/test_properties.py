"""What holds for any input, over a form that has every field type, in and out of a repeat."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.answers import add_item, begin, parse_step, validate_step
from app.forms.definition import Form
from app.forms.fields import TYPES
from app.forms.journey import documents, first_open, parts, summary
from app.forms.places import places, prune
from app.forms.values import FieldError, input_name
from tests.examples import examples

OPTIONS = [{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}]
NEEDED = {
    "choice": {"options": OPTIONS},
    "choices": {"options": OPTIONS},
    "consent": {"wording": "同意します。", "version": "1"},
    "name": {"alias": True},
    "statement": {"text": "注です。"},
    "lookup": {"rows": [{"key": "a", "label": "甲校"}, {"key": "b", "label": "乙校"}]},
    "table": {
        "rows": [{"key": "r", "label": "1回目"}],
        "columns": [{"key": "c", "label": "日", "type": "date"}, {"key": "d", "label": "注"}],
    },
    "calculated": {"formula": "1 + 1"},
    "declaration": {"wording": "誓約します。", "version": "1"},
    "identifier": {"pattern": "[0-9]{10}", "shape": "10けたの数字", "example": "0123456789"},
}
KNOWN = ["yes", "no", "a", "b", "agree", "disagree", "now", "later", "2024", "4", "1", "R", "見本"]


def fields(prefix):
    return [
        {"key": f"{prefix}_{name}", "type": name, "label": "質問", **NEEDED.get(name, {})}
        | ({"when": {"field": f"{prefix}_yesno", "equals": True}} if name < "n" else {})
        for name in sorted(TYPES, reverse=True)
    ]


FORM = Form.model_validate(
    {
        "slug": "all", "title": "全部", "summary": "全部です。", "kind": "application",
        "legal_basis": "rule", "source": {"title": "見本"}, "purpose_of_use": "見本です。",
        "purpose_version": "1", "minutes": 1, "one_application_per": "people",
        "repeats": [
            {
                "key": "people", "item_title": "{n}人目", "max": 3, "name_field": "p_name",
                "add_label": "追加", "remove_label": "取消",
            }
        ],
        "steps": [
            {"slug": "top", "title": "上", "fields": fields("t")},
            {
                "slug": "people", "title": "人", "repeat": "people", "owner": True,
                "fields": fields("p"),
            },
        ],
    }
)  # fmt: skip


@st.composite
def posts(draw, step, answers):
    """Return a post of `step`: each box present or not, with likely or any text."""
    raw = {}
    for place in places(FORM, step, answers):
        for part in place.field.parts:
            if draw(st.booleans()):
                text = draw(st.sampled_from(KNOWN) | st.text(max_size=8))
                raw[input_name(place.path, part)] = [text]
    return raw


@st.composite
def filled(draw):
    """Return answers after one post of each step, whatever was in them, and the last result."""
    answers = add_item(FORM, begin(FORM), "people")
    parsed = None
    for step in FORM.steps:
        raw = draw(posts(step, answers))
        attached = {p.path: draw(st.integers(0, 2)) for p in places(FORM, step, answers)}
        parsed = parse_step(FORM, step, raw, answers=answers, attached=attached)
        answers = parsed.answers
    return answers, parsed, attached


@examples(60)
@given(filled())
def test_any_post_is_read_into_answers_that_json_can_hold(result):
    answers, _, _ = result
    assert json.loads(json.dumps(answers)) == answers


@examples(60)
@given(filled())
def test_what_a_post_stores_is_what_the_recheck_accepts(result):
    answers, parsed, attached = result
    step = FORM.steps[-1]
    found = {error.path for error in validate_step(FORM, step, answers, attached=attached)}
    assert found <= {error.path for error in parsed.errors}


@examples(60)
@given(filled())
def test_pruning_twice_is_pruning_once(result):
    answers, _, _ = result
    assert prune(FORM, answers) == answers


@examples(60)
@given(filled())
def test_summary_documents_and_parts_never_fail(result):
    answers, _, _ = result
    shown = [row.field.show(row.value, str) for s in summary(FORM, answers) for row in s.rows]
    assert all(isinstance(text, str) for text in shown)
    assert len(parts(FORM, answers)) == 2
    assert all(each.mode in ("", "now", "later", "paper") for each in documents(FORM, answers))
    assert first_open(FORM, answers, attached={}, done=()) == "top"


@pytest.mark.parametrize("name", sorted(TYPES))
@examples(60)
@given(data=st.data())
def test_every_type_reads_back_what_it_accepts(name, data):
    field = next(field for field in FORM.steps[0].fields if field.type == name)
    text = st.sampled_from(KNOWN) | st.text(max_size=30)
    raw = data.draw(
        st.fixed_dictionaries({}, optional={p: st.lists(text, max_size=2) for p in field.parts})
    )
    value = field.parse(raw)
    if not isinstance(value, FieldError):
        assert field.parse(field.write(value)) == value
