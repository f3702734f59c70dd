"""Every kind of question on a phone, empty and with its errors: no barrier, no sideways scroll."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

from app.catalogue import service as catalogue
from app.catalogue.models import Procedure
from app.database import Database
from app.forms.definition import Form
from app.forms.fields import TYPES
from app.settings import Settings
from tests.forms.test_shelf import NEEDED
from tests.journeys.conftest import CityHall, axe_violations, new_phone, overflow
from tests.journeys.parent import fill_step, here, press_next

pytestmark = pytest.mark.browser
A_PAGE = 7


def every_kind() -> Form:
    """A form with one question of each type on the shelf, seven to a page."""
    kinds = sorted(TYPES)
    pages = [kinds[place : place + A_PAGE] for place in range(0, len(kinds), A_PAGE)]
    steps = [
        {
            "slug": f"page-{number}",
            "title": f"質問{number}",
            "fields": [
                {"key": f"q_{kind}", "type": kind, "label": f"質問 {kind}", "hint": "説明"}
                | NEEDED.get(kind, {})
                for kind in page
            ],
        }
        for number, page in enumerate(pages, 1)
    ]
    return Form.model_validate(
        {
            "slug": "every-kind", "title": "すべての種類の質問", "summary": "見本です。",
            "kind": "report", "legal_basis": "voluntary", "source": {"title": "見本"},
            "purpose_of_use": "見本です。", "purpose_version": "1", "steps": steps,
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def form(city_hall: CityHall) -> Form:
    """The form, offered by the running city hall under a procedure of its own."""
    made, now = every_kind(), datetime.now(UTC)
    database = Database(Settings(data_dir=city_hall.data_dir).database)
    try:
        with database.writing() as session:
            catalogue.publish_form(session, now, made, by="test")
            sample = session.get_one(Procedure, "school-001")
            own = {"code": "test-every-kind", "form": made.slug, "updated_at": now}
            session.add(Procedure(**sample.model_dump() | own))
            catalogue.bump(session)
    finally:
        database.close()
    return made


def faults(page: Page) -> list[str]:
    return axe_violations(page) + [f"{page.url} is too wide"] * (overflow(page) > 0)


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_no_kind_of_question_is_a_barrier(
    city_hall: CityHall, browser: Browser, form: Form, locale: str
) -> None:
    context = new_phone(browser)
    page = context.new_page()
    page.goto(city_hall.address(f"/{locale}/apply/{form.slug}"))
    found = faults(page)
    with page.expect_navigation():
        page.click("main form.form button[type=submit]")
    for step in form.steps:
        assert here(page) == step.slug
        found += faults(page)
        press_next(page)
        if here(page) == step.slug:  # what is required was left out
            found += faults(page)
            fill_step(page, step)
            press_next(page)
    found += faults(page)
    context.close()
    assert found == []
