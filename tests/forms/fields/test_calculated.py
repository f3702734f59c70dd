"""The calculated value."""

import pytest

from app.forms.answers import UnknownField, parse_step, validate
from app.forms.definition import Form
from app.forms.fields.calculated import CalculatedField
from app.forms.journey import summary
from app.forms.places import prune

COUNT = {"key": "copies", "type": "number", "label": "通数"}
FEE = {"key": "fee", "type": "calculated", "label": "手数料", "formula": "copies * 300"}


def parse(form, raw, answers=None):
    return parse_step(form, form.steps[0], raw, answers=answers or {}, attached={})


def test_the_value_follows_from_the_answers(one_step):
    assert parse(one_step(COUNT, FEE), {"copies": ["3"]}).answers == {"copies": 3, "fee": 900}


def test_a_value_from_the_browser_is_refused(one_step):
    with pytest.raises(UnknownField):
        parse(one_step(COUNT, FEE), {"copies": ["3"], "fee": ["1"]})


def test_a_stored_value_that_no_longer_fits_is_computed_anew(one_step):
    assert prune(one_step(COUNT, FEE), {"copies": 2, "fee": 1}) == {"copies": 2, "fee": 600}


def test_a_hidden_value_is_not_stored(one_step):
    hidden = FEE | {"when": {"field": "copies", "equals": 1}}
    assert prune(one_step(COUNT, hidden), {"copies": 2, "fee": 600}) == {"copies": 2}


def test_a_later_question_may_depend_on_it(one_step):
    extra = {
        "key": "why", "type": "text", "label": "理由", "when": {"field": "fee", "equals": 900},
    }  # fmt: skip
    form = one_step(COUNT, FEE, extra)
    assert [error.path for error in parse(form, {"copies": ["3"]}).errors] == ["why"]


def test_it_is_never_missing(one_step):
    assert validate(one_step(COUNT | {"required": False}, FEE), {}, attached={}) == ()


def test_it_stands_in_the_summary(one_step):
    rows = summary(one_step(COUNT, FEE), {"copies": 3})[0].rows
    assert [(row.path, row.value) for row in rows] == [("copies", 3), ("fee", 900)]


def test_a_list_of_a_repeat_is_summed(document):
    repeat = {
        "key": "lines", "item_title": "{n}件目", "add_label": "追加", "remove_label": "取消",
    }  # fmt: skip
    own = {"key": "part", "type": "calculated", "label": "小計", "formula": "copies * 300"}
    steps = [
        {"slug": "lines", "title": "行", "repeat": "lines", "owner": True, "fields": [COUNT, own]},
        {"slug": "all", "title": "計", "fields": [FEE | {"formula": "sum(lines.part)"}]},
    ]
    form = Form.model_validate(document(steps, repeats=[repeat]))
    answers = prune(form, {"lines": [{"copies": 1}, {"copies": 2}]})
    assert answers["fee"] == 900 and answers["lines"][1]["part"] == 600


@pytest.mark.parametrize(("rounding", "result"), [("down", 33), ("up", 34), ("nearest", 33)])
def test_fractions_are_rounded_as_the_form_says(rounding, result):
    field = CalculatedField(key="fee", label="料金", formula="n / 3", rounding=rounding)
    assert field.compute({"n": 100}.get) == result


def test_what_has_no_value_is_none():
    assert CalculatedField(key="fee", label="料金", formula="1 / n").compute({}.get) is None


def test_a_formula_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="no function"):
        CalculatedField(key="fee", label="料金", formula="open('x')")


def test_money_and_numbers_are_shown_differently():
    money = CalculatedField(key="fee", label="料金", formula="1")
    days = CalculatedField(key="days", label="日数", formula="1", result="number", unit="日")
    assert (money.show(1200, str), days.show(12, str)) == ("1,200円", "12日")
