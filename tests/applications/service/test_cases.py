"""What a clerk may type to find a case, and what stays closed in it."""

import pytest

from app.applications.models import Application
from app.applications.service.cases import is_closed, number_prefix
from app.forms.fields.address import AddressField
from app.forms.fields.phone import PhoneField
from app.forms.fields.text import TextField


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        ("2345-6789-C", "2345-6789-C"),
        ("23456789c", "2345-6789-C"),
        ("２３４５", "2345"),
        ("23456", "2345-6"),
        ("花子", "-"),
        ("2345-6789-CC", "-"),
    ],
)
def test_the_beginning_of_a_number_is_read_as_issued(typed, prefix):
    assert number_prefix(typed) == prefix


def test_a_sensitive_answer_is_closed():
    field = TextField(key="health", type="text", label="健康", sensitive=True)
    assert is_closed(Application(is_masked=False), field)


@pytest.mark.parametrize(("kind", "model"), [("address", AddressField), ("phone", PhoneField)])
def test_whereabouts_are_closed_under_support_measures_only(kind, model):
    field = model(key="home", type=kind, label="連絡先")
    assert is_closed(Application(is_masked=True), field)
    assert not is_closed(Application(is_masked=False), field)
