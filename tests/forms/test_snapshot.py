"""The form document as text."""

import json

import pytest

from app import procedures
from app.forms.definition import Form
from app.forms.snapshot import DefinitionError, dump, fingerprint, load, load_dumped, messages

YAML = """\
slug: sample
title: 見本の申請
summary: 見本です。
kind: application
legal_basis: ordinance
source: {title: 見本}
purpose_of_use: 見本のために使います。
purpose_version: "1"
minutes: 5
steps:
  - slug: page
    title: ページ
    fields:
      - key: remark
        type: text
        label: 備考
        hint: 自由に書いてください。
        context: 見本の備考
      - key: answer
        type: choice
        label: 答え
        options:
          - {key: no, label: いいえ}
          - {key: "1", label: はい}
"""


@pytest.mark.parametrize("text", [YAML, YAML.encode(), b"\xef\xbb\xbf" + YAML.encode()])
def test_a_document_is_read_as_text_or_bytes(text):
    assert load(text).slug == "sample"


def test_a_dump_reads_back_as_the_same_form():
    form = load(YAML)
    assert load(dump(form)) == form


@pytest.mark.parametrize("form", procedures.forms().values(), ids=lambda form: form.slug)
def test_what_was_dumped_is_loaded_as_the_form_it_was(form):
    assert load_dumped(dump(form)) == form


def test_a_dump_of_a_newer_city_hall_is_refused_by_its_version():
    with pytest.raises(DefinitionError, match="version 2 is newer"):
        load_dumped(dump(load(YAML)).replace('"document_version":1', '"document_version":2'))


def test_a_dump_is_canonical_json():
    text = dump(load(YAML))
    assert text == json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_every_field_of_a_dump_names_its_type():
    fields = json.loads(dump(load(YAML)))["steps"][0]["fields"]
    assert [field["type"] for field in fields] == ["text", "choice"]


def test_a_condition_reads_back(family):
    assert load(dump(family)) == family


def test_the_fingerprint_does_not_depend_on_how_the_document_is_written():
    reordered = "\n".join(sorted(YAML.split("steps:")[0].splitlines()))
    steps = "steps:" + YAML.split("steps:")[1]
    assert fingerprint(load(f"# 注\n{reordered}\n{steps}")) == fingerprint(load(YAML))


def test_a_setting_at_its_default_does_not_change_the_fingerprint():
    explicit = YAML.replace("        type: text", "        type: text\n        required: true")
    assert fingerprint(load(explicit)) == fingerprint(load(YAML))


def test_any_change_of_content_changes_the_fingerprint():
    assert fingerprint(load(YAML.replace("備考", "備　考"))) != fingerprint(load(YAML))


def test_a_fingerprint_is_sha_256_in_hex():
    assert len(fingerprint(load(YAML))) == 64


def test_a_key_of_two_letters_is_not_taken_for_a_boolean():
    assert load(YAML).steps[0].fields[1].keys() == ("no", "1")


@pytest.mark.parametrize(
    ("change", "line", "place"),
    [
        (("type: text", "type: text\n        max_length: 0"), 16, "max_length"),
        (("type: text", "type: text\n        max_lenght: 5"), 16, "max_lenght"),
        (("type: text", "type: tekst"), 14, "steps.0.fields.0"),
        (("minutes: 5", "minutes: many"), 9, "minutes"),
        (("kind: application", "kind: wish"), 4, "kind"),
        (("title: 見本の申請\n", ""), 1, "title"),
    ],
)
def test_an_error_names_file_line_and_place(change, line, place):
    with pytest.raises(DefinitionError) as caught:
        load(YAML.replace(*change, 1), "sample.yaml")
    assert (caught.value.line, caught.value.source) == (line, "sample.yaml")
    assert place in caught.value.place
    assert str(caught.value).startswith(f"sample.yaml:{line}: ")


def test_a_newer_document_is_refused_by_its_version():
    with pytest.raises(DefinitionError, match="version 2 is newer"):
        load("document_version: 2\n" + YAML)


def test_every_text_of_the_document_is_a_message():
    found = {text for _, text, _ in messages(load(YAML))}
    assert {
        "見本の申請", "見本です。", "見本のために使います。", "ページ", "備考",
        "自由に書いてください。", "答え", "いいえ", "はい",
    } == found  # fmt: skip


def test_a_message_has_its_context_and_place():
    found = list(messages(load(YAML)))
    assert ("見本の備考", "備考", "steps.page.fields.remark.label") in found


def test_the_texts_of_a_repeat_are_messages(family):
    places = {place for _, _, place in messages(family)}
    assert {"repeats.children.item_title", "repeats.children.add_label"} <= places


def test_the_models_own_values_are_never_a_hidden_message(family_document):
    family_document["bring"] = ["持ち物"]
    assert (None, "持ち物", "bring.0") in messages(Form.model_validate(family_document))
