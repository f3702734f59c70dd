"""The shelf of forms as a whole: how many there are, how unlike they are, what all of them say."""

from itertools import combinations

import pytest

from app import procedures

FORMS = procedures.forms()


@pytest.fixture(params=sorted(FORMS))
def form(request):
    return FORMS[request.param]


def asked(form):
    """What a form asks, as a set: neither another key nor another label makes another question."""
    return {
        (step.repeat is not None, field.type, field.label)
        for step in form.steps
        for field in step.fields
        if field.asks
    }


def keys(form):
    return {field.key for step in form.steps for field in step.fields if field.asks}


def share(one, other):
    """How much of the smaller form stands in the other."""
    return len(one & other) / min(len(one), len(other))


def test_at_least_forty_forms_are_on_the_shelf():
    assert len(FORMS) >= 40


@pytest.mark.parametrize("of", [asked, keys], ids=["labels", "keys"])
def test_no_two_forms_share_more_than_60_percent_of_their_fields(of):
    shelf = {slug: of(form) for slug, form in FORMS.items()}
    alike = [
        (one, other)
        for one, other in combinations(shelf, 2)
        if share(shelf[one], shelf[other]) > 0.6
    ]
    assert alike == []


def test_a_form_that_asks_for_an_address_asks_who_must_not_learn_it(form):
    personal = {"address"} & {field.type for step in form.steps for field in step.fields}
    if personal and form.kind != "report":
        assert form.field(None, "support_measures") is not None
