"""A calculated value after sending: from the stored answers, in file, print and correction."""

import pytest

from app.applications.models import Application
from app.forms.definition import Form
from tests.applications.afterwards import Afterwards
from tests.applications.conftest import begun as begun
from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone

NUMBER = {"type": "number", "min": 1, "max": 99}
FIELDS = [
    {"key": "copies", "label": "通数", "example": 2, **NUMBER},
    {"key": "income", "label": "収入", "sensitive": True, "example": 7, **NUMBER},
    {"key": "fee", "type": "calculated", "label": "手数料", "formula": "copies * 300"},
    {"key": "share", "type": "calculated", "label": "負担額", "formula": "income * 11"},
]
FORM = Form.model_validate(
    {
        "slug": "copies", "title": "見本の写し", "summary": "見本です。", "kind": "application",
        "legal_basis": "outline", "source": {"title": "見本"}, "purpose_of_use": "見本です。",
        "purpose_version": "1",
        "steps": [{"slug": "only", "title": "写し", "fields": FIELDS}],
    }
)  # fmt: skip


@pytest.fixture
def resident(begun):
    return begun(FORM)


@pytest.fixture
def sent(resident):
    """An application for two copies."""
    resident.fill()
    return Afterwards(resident, resident.send().headers["location"])


def row(office) -> Application:
    (found,) = office.rows(Application)
    return found


def test_a_posted_amount_is_refused_and_never_kept(resident, office):
    answer = resident.post("only", {"copies": "2", "income": "7", "fee": "1"})
    assert answer.status_code == 422
    assert office.body(resident)["answers"]["fee"] == 0


def test_the_amount_is_computed_from_what_was_answered(sent, office):
    assert office.answers(row(office))["fee"] == 600


def test_the_file_of_the_queue_has_the_amount(sent, clerk):
    file = clerk.get("/staff/applications.csv?procedure=test-copies").text
    head, line = file.splitlines()[:2]
    assert "手数料" in head and "600円" in line


def test_an_amount_that_rests_on_what_is_sensitive_is_in_no_file(sent, clerk):
    file = clerk.get("/staff/applications.csv?procedure=test-copies").text
    assert "負担額" not in file and "77円" not in file


@pytest.mark.parametrize("page", ["", "/print"])
def test_case_and_print_show_the_amount(sent, clerk, page):
    assert "600円" in clerk.get(f"/staff/applications/{sent.number}{page}").text


def test_an_answer_that_is_changed_changes_the_amount(sent, clerk, office):
    answer = sent.post("change/only", {"_revision": "1", "copies": "3", "income": "7"})
    assert answer.status_code == 303
    assert office.answers(row(office))["fee"] == 900
    page = clerk.get(f"/staff/applications/{sent.number}").text
    assert "600円" in page and "900円" in page


def test_an_amount_posted_with_a_change_is_not_taken(sent, office):
    sent.post("change/only", {"_revision": "1", "copies": "3", "income": "7", "fee": "1"})
    assert office.answers(row(office))["fee"] in (600, 900)
