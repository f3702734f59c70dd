"""The manual of forms (docs/forms.md) says what the engine does."""

import re
from pathlib import Path

import pytest

from app.forms.condition import TESTS, Condition
from app.forms.document_text import read_document
from app.forms.fields import TYPES
from app.forms.lint import lint
from app.forms.snapshot import load

MANUAL = (Path(__file__).parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", MANUAL, re.DOTALL)
CONDITIONS = [line for block in BLOCKS for line in block.splitlines() if line.startswith("when: ")]


def test_every_field_type_is_in_the_table():
    assert set(re.findall(r"^\| `(\w+)` \|", MANUAL, re.MULTILINE)) == set(TYPES)


def test_the_first_example_is_a_form_without_problems():
    assert lint(load(BLOCKS[0])) == []


@pytest.mark.parametrize("line", CONDITIONS)
def test_every_condition_is_one(line):
    tree, _ = read_document(line, "manual")
    Condition.model_validate(tree["when"])


@pytest.mark.parametrize("test", TESTS)
def test_every_test_of_a_condition_is_named(test):
    assert re.search(rf"\b{test}\b", MANUAL)
