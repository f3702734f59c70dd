"""A send refused by a limit or the time: a page that says what is kept and what can be done."""

from datetime import timedelta

import pytest

from app.applications.models import Application, Intake
from app.applications.service import intakes
from app.database import new_id
from tests.applications.resident import words
from tests.applications.service.test_limiting import BY_DEVICE, ONE_PLACE
from tests.applications.service.test_limiting import ready as ready


@pytest.fixture
def open_intake(office, clock):
    """Open an intake of the form with one place."""

    def make(name, *, days=5):
        now = clock.now()
        row = Intake(
            id=new_id(now), form=ONE_PLACE.slug, procedure=f"test-{ONE_PLACE.slug}", name=name,
            target_year=2027, opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=days),
            created_at=now, created_by="test",
        )  # fmt: skip
        office.change(lambda session: intakes.keep(session, row.model_copy()))
        return row

    return make


@pytest.fixture
def late(ready):
    """Somebody whose answers wait while another took the last place."""
    first, late = ready(ONE_PLACE), ready(ONE_PLACE)
    assert first.send().status_code == 303
    return late


def test_the_page_says_nothing_arrived_and_leads_back_to_what_was_typed(late):
    answer = late.send()
    assert answer.status_code == 409
    assert f'href="{late.base}/review"' in answer.text and "できること" in answer.text
    assert "まだ市に届いていません" in words(answer.text)


@pytest.mark.parametrize("page", ["only", "review"])
def test_who_is_still_typing_is_told_at_once(late, page):
    assert "定員に達しました。いまは送信できません。" in words(late.get(page).text)


def test_who_may_send_sees_no_such_banner(ready):
    assert "定員に達しました" not in ready(ONE_PLACE).get("only").text


def test_one_device_that_has_sent_is_told_while_typing(ready):
    first = ready(BY_DEVICE)
    again = ready(BY_DEVICE, browser=first.browser)
    first.send()
    assert "もう申し込みを受け付けています" in again.get("only").text


def test_another_open_intake_takes_the_answers_along(ready, open_intake, office):
    open_intake("午前の回")
    first, late = ready(ONE_PLACE), ready(ONE_PLACE)
    afternoon = open_intake("午後の回", days=9)
    first.send()
    page = late.send().text
    assert "午後の回" in page and "午前の回" not in page
    moved = late.send_form(f"{late.base}/review", {"_intake": afternoon.id})
    assert moved.headers["location"] == f"{late.base}/review"
    assert late.send().status_code == 303
    assert {row.intake for row in office.rows(Application)} >= {afternoon.id}


def test_nobody_moves_to_an_intake_that_is_not_offered(late):
    assert late.send_form(f"{late.base}/review", {"_intake": "x" * 32}).status_code == 404


def test_the_start_page_of_a_full_intake_leads_to_the_next(ready, open_intake, office, phone):
    open_intake("午前の回")
    ready(ONE_PLACE).send()
    afternoon = open_intake("午後の回", days=9)
    browser = phone()
    assert f"&amp;intake={afternoon.id}" in browser.get("/ja/apply/one-place").text
    page = browser.get(f"/ja/apply/one-place?intake={afternoon.id}").text
    assert f'name="_intake" value="{afternoon.id}"' in page and 'name="shared"' in page
    answer = browser.post("/ja/apply/one-place", {"_intake": afternoon.id})
    assert answer.status_code == 303


def test_a_send_after_the_end_has_the_same_page(ready, open_intake, clock):
    intake = open_intake("午前の回", days=1)
    waiting = ready(ONE_PLACE)
    clock.set(intake.closes_at + timedelta(minutes=1))
    answer = waiting.send()
    assert answer.status_code == 403 and "できること" in answer.text
    assert "まだ市に届いていません" in words(answer.text)
