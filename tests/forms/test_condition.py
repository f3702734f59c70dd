"""When a condition is true, and which conditions are none."""

import pytest
from pydantic import ValidationError

from app.forms.condition import Condition, holds

ANSWERS = {"name": "見本", "yes": True, "no": False, "many": ["a", "b"], "none": [], "one": 1}


def is_true(**condition):
    return holds(Condition.model_validate(condition), ANSWERS.get)


def test_no_condition_is_true():
    assert holds(None, ANSWERS.get)


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "name", "equals": "見本"},
        {"field": "no", "equals": False},
        {"field": "name", "in": ["x", "見本"]},
        {"field": "many", "contains": "b"},
        {"field": "no", "filled": True},
        {"field": "none", "filled": False},
        {"field": "absent", "filled": False},
        {"not": {"field": "yes", "equals": False}},
        {"all": [{"field": "yes", "equals": True}, {"field": "many", "contains": "a"}]},
        {"any": [{"field": "yes", "equals": False}, {"field": "many", "contains": "a"}]},
    ],
)
def test_a_condition_that_fits_the_answers_is_true(condition):
    assert is_true(**condition)


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "name", "equals": "x"},
        {"field": "absent", "equals": False},
        {"field": "one", "equals": True},
        {"field": "yes", "equals": 1},
        {"field": "name", "contains": "見"},
        {"field": "absent", "in": ["x"]},
        {"all": [{"field": "yes", "equals": True}, {"field": "many", "contains": "z"}]},
        {"any": [{"field": "yes", "equals": False}, {"field": "many", "contains": "z"}]},
    ],
)
def test_a_condition_that_does_not_fit_is_false(condition):
    assert not is_true(**condition)


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"field": "name"},
        {"equals": "x"},
        {"field": "name", "equals": "x", "filled": True},
        {"field": "name", "all": [{"field": "yes", "equals": True}]},
        {"all": []},
        {"field": "name", "in": []},
        {"field": "name", "regex": ".*"},
        {"field": "name", "among": ["x"]},
    ],
)
def test_a_condition_says_exactly_one_thing(condition):
    with pytest.raises(ValidationError):
        Condition.model_validate(condition)


def test_the_atoms_of_a_condition_are_found_at_any_depth():
    tree = {
        "any": [
            {"field": "a", "filled": True},
            {"not": {"all": [{"field": "b", "equals": "x"}, {"field": "c", "contains": "y"}]}},
        ]
    }
    assert [atom.field for atom in Condition.model_validate(tree).atoms()] == ["a", "b", "c"]


MORE = ANSWERS | {
    "fee": 1200, "weight": "1.50", "day": "2026-04-01", "at": "09:30", "born": "2018-04-02",
    "grade": "3", "other": "見本", "people": [{"age": 5, "sick": True}, {"age": 9, "sick": None}],
}  # fmt: skip


def holds_more(**condition):
    return holds(Condition.model_validate(condition), MORE.get)


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "fee", "gt": 1199},
        {"field": "fee", "le": 1200},
        {"field": "weight", "lt": 2},
        {"field": "day", "ge": "2026-04-01"},
        {"field": "at", "lt": "10:00"},
        {"field": "many", "of": "count", "ge": 2},
        {"field": "people", "of": "count", "equals": 2},
        {"field": "absent", "of": "count", "equals": 0},
        {"field": "born", "of": "age", "on": "2027-04-01", "equals": 8},
        {"field": "born", "of": "grade", "on": "2027-04-01", "same_as": "grade"},
        {"field": "born", "of": "age", "on": "day", "lt": 8},
        {"field": "name", "same_as": "other"},
        {"field": "people", "any_item": {"field": "age", "gt": 8}},
        {"field": "people", "every_item": {"field": "age", "gt": 4}},
        {"field": "people", "any_item": {"field": "name", "equals": "見本"}},
    ],
)
def test_a_comparison_that_fits_is_true(condition):
    assert holds_more(**condition)


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "absent", "lt": 5},
        {"field": "absent", "gt": -5},
        {"field": "yes", "ge": 1},
        {"field": "name", "lt": 5},
        {"field": "name", "lt": "2026-04-01"},
        {"field": "absent", "same_as": "nothing"},
        {"field": "absent", "of": "age", "on": "2027-04-01", "lt": 99},
        {"field": "people", "every_item": {"field": "sick", "equals": True}},
        {"field": "none", "every_item": {"field": "sick", "equals": True}},
        {"field": "name", "any_item": {"field": "sick", "equals": True}},
    ],
)
def test_a_comparison_that_does_not_fit_is_false(condition):
    assert not holds_more(**condition)


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "a", "lt": 1, "gt": 0},
        {"field": "a", "of": "age", "lt": 5},
        {"field": "a", "on": "2026-04-01", "lt": 5},
        {"of": "count", "all": [{"field": "a", "filled": True}]},
        {"field": "a", "lt": 1.5},
    ],
)
def test_a_comparison_that_says_too_little_or_too_much_is_refused(condition):
    with pytest.raises(ValidationError):
        Condition.model_validate(condition)
