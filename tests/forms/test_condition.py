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
