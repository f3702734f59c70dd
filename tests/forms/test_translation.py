"""A form brings texts of its own in other languages; they are filled in like their Japanese."""

import pytest
from pydantic import ValidationError

from app.forms import snapshot, translation
from app.forms.definition import Form
from app.procedures import forms


def test_a_translation_has_the_same_places_as_its_japanese():
    assert translation.fault("{n}人目", "Person {n}") == ""
    assert translation.fault("{n}人目", "A person") == translation.NO_PLACES


@pytest.mark.parametrize("own", ["{n.x}", "{x}", "{", "}", "{0}", "{n!r}"])
def test_a_translation_reaches_into_nothing(own):
    assert translation.fault("{n}人目", f"{{n}} {own}") == translation.NO_PLACES


def test_control_characters_are_no_translation():
    assert translation.fault("氏名", "Na\x07me") == translation.NO_CONTROLS
    assert translation.fault("氏名", "Name\nand more") == ""


@pytest.mark.parametrize(
    "translations",
    [{"ja": {"氏名": "名前"}}, {"en": {"氏名": ""}}, {"en": {"氏名": "{x}"}}, {"EN": {}},
     {"en": {"氏名": "x" * 4001}}],
)  # fmt: skip
def test_a_document_with_a_bad_translation_is_refused(translations):
    tree = snapshot.load(snapshot.dump(forms()["bulky-waste"])).model_dump(by_alias=True)
    with pytest.raises(ValidationError):
        Form.model_validate(tree | {"translations": translations})


def test_the_fingerprint_of_a_form_without_translations_says_nothing_of_them():
    assert "translations" not in snapshot.dump(forms()["bulky-waste"])


def test_translations_are_part_of_what_is_pinned():
    form = forms()["bulky-waste"]
    worded = form.model_copy(update={"translations": {"en": {"氏名": "Name"}}})
    assert snapshot.load(snapshot.dump(worded)).translations == {"en": {"氏名": "Name"}}
    assert snapshot.fingerprint(worded) != snapshot.fingerprint(form)
