"""What the extractor finds in a form document."""

import io
import json

import pytest

from app.forms.extract import document as extractor
from app.forms.snapshot import load, messages


@pytest.fixture
def found(document):
    """The ids of a form whose only label has a context."""
    field = {"key": "day", "type": "text", "label": "日", "context": "暦"}
    steps = [{"slug": "page", "title": "ページ", "fields": [field]}]
    text = json.dumps(document(steps=steps))
    return text, list(extractor(io.BytesIO(text.encode()), {}, [], {}))


def test_every_text_a_resident_reads_is_an_id(found):
    text, ids = found
    plain = [each[2][1] if isinstance(each[2], tuple) else each[2] for each in ids]
    assert plain == [message for _, message, _ in messages(load(text))]


def test_a_label_keeps_its_context(found):
    assert ("pgettext", ("暦", "日")) in [(function, text) for _, function, text, _ in found[1]]


def test_the_place_in_the_form_goes_to_the_translator(found):
    assert ["steps.page.fields.day.label"] in [comments for *_, comments in found[1]]
