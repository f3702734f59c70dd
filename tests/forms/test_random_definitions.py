"""Random definitions and random answers: what is hidden, what is required, what is summed up.

Whether a question is shown is told by an oracle of this file's own, not by the engine.
"""

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from app.forms.answers import add_item, begin, parse_step, validate
from app.forms.definition import Form
from app.forms.fields import TYPES
from app.forms.journey import summary, visible_steps
from app.forms.lint import lint
from app.forms.places import places, value_at
from app.forms.values import input_name
from tests.examples import examples

OPTIONS = [{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}]
NEEDED = {
    "choice": {"options": OPTIONS},
    "choices": {"options": OPTIONS},
    "consent": {"wording": "同意します。", "version": "1", "if_refused": "写しを出してください。"},
    "declaration": {"wording": "誓約します。", "version": "1"},
    "identifier": {"pattern": "[0-9]{3}", "shape": "3けたの数字", "example": "012"},
    "lookup": {"rows": [{"key": "a", "label": "甲校"}, {"key": "b", "label": "乙校"}]},
    "statement": {"text": "注です。"},
    "table": {"rows": [{"key": "r", "label": "行"}], "columns": [{"key": "c", "label": "列"}]},
    "upload": {"hint": "証明書です。"},
}
REPEAT = {
    "key": "people", "min": 1, "max": 3, "item_title": "{n}人目", "add_label": "追加",
    "remove_label": "取消",
}  # fmt: skip
JUNK = st.sampled_from(["", "x", "yes", "a", "1", "2026", "４", "now"]) | st.text(max_size=6)


def asked_with(entry):
    """Return conditions that a field of this entry can be asked with."""
    key, kind = entry["key"], entry["type"]
    own = [{"field": key, "filled": True}, {"field": key, "filled": False}]
    if kind == "yesno":
        own += [{"field": key, "equals": True}, {"field": key, "equals": False}]
    if kind in ("choice", "lookup"):
        own += [{"field": key, "in": ["b"]}, {"field": key, "equals": "a"}]
    if kind == "choices":
        own += [{"field": key, "contains": "a"}]
    if kind in ("number", "money", "calculated"):
        own += [{"field": key, "gt": 0}, {"field": key, "le": 1}]
    return own


@st.composite
def conditions(draw, seen):
    picked = draw(st.lists(st.sampled_from([t for e in seen for t in asked_with(e)]), max_size=2))
    if not picked:
        return None
    one = picked[0] if len(picked) == 1 else {draw(st.sampled_from(["all", "any"])): picked}
    return {"not": one} if draw(st.booleans()) else one


@st.composite
def definitions(draw):
    """Return a valid form: conditions and formulas look back, one step may repeat."""
    steps, above = [], []
    repeating = draw(st.integers(-1, 2))
    for number in range(draw(st.integers(1, 3))):
        is_repeat, entries = number == repeating, []
        for place in range(draw(st.integers(1, 4))):
            kind = draw(st.sampled_from(sorted(TYPES)))
            entry = {"key": f"q{number}_{place}", "type": kind, "label": "質問"}
            seen = above + entries
            numbers = [e["key"] for e in seen if e["type"] in ("number", "money", "calculated")]
            if kind == "calculated":
                entry["formula"] = " + ".join(["1", *numbers])
            elif kind != "statement":
                entry["required"] = draw(st.booleans())
            usable = [e for e in seen if e["type"] != "statement"]
            if usable and (when := draw(conditions(usable))):
                entry["when"] = when
            entries.append(entry | NEEDED.get(kind, {}))
        step = {"slug": f"s{number}", "title": "頁", "fields": entries}
        usable = [entry for entry in above if entry["type"] != "statement"]
        if not is_repeat and usable and (when := draw(conditions(usable))):
            step["when"] = when
        steps.append(step | ({"repeat": "people", "owner": True} if is_repeat else {}))
        above = above if is_repeat else above + entries
    has_repeat = any("repeat" in step for step in steps)
    return Form.model_validate(
        {
            "slug": "random", "title": "見本", "summary": "見本です。", "kind": "application",
            "legal_basis": "rule", "source": {"title": "見本"}, "purpose_of_use": "見本です。",
            "purpose_version": "1", "steps": steps, "repeats": [REPEAT] if has_repeat else [],
        }
    )  # fmt: skip


@st.composite
def journeys(draw):
    """Return a form, the answers after one or two posts of each step, and the uploads."""
    form = draw(definitions())
    answers, attached = begin(form), {}
    if form.repeats and draw(st.booleans()):
        answers = add_item(form, answers, "people")
    for _ in range(draw(st.integers(1, 2))):  # going back changes what is asked later
        for step in visible_steps(form, answers):
            raw = {}
            for place in places(form, step, answers):
                attached[place.path] = draw(st.integers(0, 1))
                good = draw(st.sampled_from([True, True, True, False]))
                sample = place.field.write(place.field.sample()) if good else {}
                for part in place.field.parts:
                    value = sample.get(part) or [draw(JUNK)]
                    if draw(st.integers(0, 9)):
                        raw[input_name(place.path, part)] = value[:1]
            answers = parse_step(form, step, raw, answers=answers, attached=attached).answers
    return form, answers, attached


def is_true(condition, known):
    """Tell by hand whether a condition holds; `known` maps keys to plain values."""
    if condition is None:
        return True
    if condition.every or condition.some:
        found = [is_true(each, known) for each in condition.every or condition.some]
        return all(found) if condition.every else any(found)
    if condition.negated:
        return not is_true(condition.negated, known)
    value = known.get(condition.field)
    if condition.filled is not None:
        return (value not in (None, "", [], {})) == condition.filled
    if condition.gt is not None:
        return value is not None and value > condition.gt
    if condition.le is not None:
        return value is not None and value <= condition.le
    if condition.contains is not None:
        return value is not None and condition.contains in value
    if condition.among is not None:
        return value in condition.among
    return value == condition.equals


def shown(form, answers):
    """Yield every place with whether it is asked, told by the oracle."""
    top = {}
    for step in form.steps:
        is_asked, items = is_true(step.when, top), {}
        for place in places(form, step, answers):
            known = items.setdefault(place.index, {}) if step.repeat else top
            visible = is_asked and is_true(place.field.when, top | known)
            value = value_at(answers, place)
            known[place.field.key] = place.field.plain(value) if value is not None else None
            yield place, visible


COMMON = examples(80, suppress_health_check=[HealthCheck.too_slow])


@COMMON
@given(journeys())
def test_a_hidden_answer_is_never_stored(result):
    form, answers, _ = result
    stored = {
        place.path for place, _ in shown(form, answers) if value_at(answers, place) is not None
    }
    assert stored <= {place.path for place, visible in shown(form, answers) if visible}


@COMMON
@given(journeys())
def test_a_required_question_is_never_skipped(result):
    form, answers, attached = result
    missing = {
        place.path
        for place, visible in shown(form, answers)
        if visible and place.field.asks and place.field.required
        and value_at(answers, place) is None
    }  # fmt: skip
    wrong = {error.path for error in validate(form, answers, attached=attached)}
    assert missing <= wrong


@COMMON
@given(journeys())
def test_the_summary_is_what_is_stored(result):
    form, answers, _ = result
    told = {
        row.path: row.value
        for section in summary(form, answers)
        for row in section.rows
        if row.value is not None
    }
    stored = {}
    for key, value in answers.items():
        if any(repeat.key == key for repeat in form.repeats):
            stored |= {
                f"{key}.{n}.{own}": v for n, item in enumerate(value) for own, v in item.items()
            }
        else:
            stored[key] = value
    assert told == stored


@COMMON
@given(definitions())
def test_the_review_never_fails_on_a_valid_definition(form):
    assert all("looks ahead" not in str(problem) for problem in lint(form))
