"""Reading YAML and JSON safely."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.document_text import DefinitionError, read_document


def read(text):
    return read_document(text, "sample.yaml")[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", "no"), ("a: yes", "yes"), ("a: on", "on"), ("a: 2026-04-01", "2026-04-01"),
        ("a: 18:30", "18:30"), ("a: 0123", "0123"), ("a: 1_000", "1_000"), ("a: 1.5", "1.5"),
        ("a: true", True), ("a: 12", 12), ("a: -3", -3), ("a:", None), ("a: ~", None),
        ('a: "12"', "12"), ("a: 'true'", "true"),
    ],
)  # fmt: skip
def test_plain_words_stay_what_they_look_like(text, value):
    assert read(text) == {"a": value}


def test_a_mapping_can_be_merged_and_overruled():
    assert read("- &x {a: 1, b: 2}\n- {<<: *x, b: 3}")[1] == {"a": 1, "b": 3}


def test_a_repeated_key_is_refused_with_its_line():
    with pytest.raises(DefinitionError, match=r"sample\.yaml:2: the key 'a' stands twice"):
        read("a: 1\na: 2")


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system [ls]",
        "a: !set {b, c}",
        "a: !!binary aGVsbG8=",
        "a: !!timestamp 2026-04-01",
        "a: [1, 2",
        "a: b: c",
        "? [1, 2]\n: x",
        "",
        "# only a remark",
        "a: 1\n---\nb: 2",
        "a: \x00",
        "a: *nowhere",
        "- &x [*x]",
        "[" * 3000,
    ],
)
def test_what_is_no_plain_document_is_refused(text):
    with pytest.raises(DefinitionError, match=r"sample\.yaml"):
        read(text)


def test_aliases_that_swell_are_refused_before_they_do():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    with pytest.raises(DefinitionError, match="too many values"):
        read("\n".join(lines))


def test_a_document_that_is_too_long_is_refused():
    with pytest.raises(DefinitionError, match="longer than"):
        read("a: " + "x" * 1_000_001)


def test_bytes_that_are_not_utf_8_are_refused():
    with pytest.raises(DefinitionError, match="not UTF-8"):
        read("見本".encode("cp932"))


def test_every_place_has_a_line():
    lines = read_document("a:\n  - b: 1\n  - c:\n      d: 2\n", "")[1]
    assert [lines.nearest(path) for path in (("a",), ("a", 1, "c"), ("a", 1, "c", "d"))] == [
        1,
        3,
        4,
    ]


def test_a_place_that_is_missing_has_the_line_of_what_holds_it():
    lines = read_document("a:\n  - b: 1\n  - c: 2\n", "")[1]
    assert lines.nearest(("a", 1, "z")) == 3


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abcdef", min_size=1, max_size=5), inner, max_size=3)
    ),
)


@given(TREES)
def test_json_is_read_as_json(tree):
    document = {"tree": tree}
    assert read(json.dumps(document)) == read(json.dumps(document, indent="\t")) == document


def test_half_a_character_is_refused():
    with pytest.raises(DefinitionError, match="half a character"):
        read(r'{"a": "\ud842"}')


@given(st.text())
def test_no_text_does_more_than_be_refused(text):
    with contextlib.suppress(DefinitionError):
        read(text)
