"""Limits of a form: the last place is given once, and nobody has more than the form takes."""

import threading
from datetime import timedelta

import pytest

from app.applications.models import Application, LimitMark, Status
from app.forms.definition import Form
from tests.applications.resident import words


def limited(slug: str, **limits) -> Form:
    """A form of two questions with these limits."""
    fields = [
        {"key": "house", "type": "text", "label": "世帯の番号", "max_length": 20},
        {"key": "day", "type": "date", "label": "来る日", "not_past": True},
    ]
    return Form.model_validate(
        {
            "slug": slug, "title": "見本の教室", "summary": "見本です。", "kind": "booking",
            "legal_basis": "outline", "source": {"title": "見本"}, "purpose_of_use": "見本です。",
            "purpose_version": "1", "limits": limits,
            "steps": [{"slug": "only", "title": "申し込み", "fields": fields}],
        }
    )  # fmt: skip


ONE_PLACE = limited("one-place", quota=1)
BY_DEVICE = limited("by-device", per="device")
BY_HOUSE = limited("by-house", per="house", most=1)


@pytest.fixture
def ready(office, new_resident, clock):
    """Make residents whose answers wait on the review page."""
    published: set[str] = set()
    day = (clock.now() + timedelta(days=3)).date().isoformat()

    def ready(form, *, house="A-1", browser=None):
        if form.slug not in published:
            office.publish(form)
            published.add(form.slug)
        resident = new_resident(form)
        if browser is not None:
            resident.browser, resident.token = browser, browser.csrf_token()
        return resident.ready(house=house, day=day)

    return ready


def status(office, application, value):
    office.change(lambda s: setattr(s.get_one(Application, application.id), "status", value))


def test_the_last_place_is_given_once(ready, office):
    first, second = ready(ONE_PLACE), ready(ONE_PLACE)
    answers = [first.send().status_code, second.send().status_code]
    assert (answers, office.count(Application)) == ([303, 409], 1)


def test_who_comes_too_late_keeps_what_was_typed(ready, office):
    first, second = ready(ONE_PLACE), ready(ONE_PLACE)
    first.send()
    page = words(second.send().text)
    assert "定員に達した" in page and "まだ市に届いていません" in page
    assert office.body(second)["answers"]["house"] == "A-1"
    assert second.get("review").status_code == 200


def test_two_who_send_together_get_one_place(ready, office):
    both = [ready(ONE_PLACE), ready(ONE_PLACE)]
    answers = []
    threads = [
        threading.Thread(target=lambda each=each: answers.append(each.send().status_code))
        for each in both
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(answers), office.count(Application)) == ([303, 409], 1)


def test_a_full_form_says_so_at_its_start_and_begins_nothing(ready, new_resident):
    ready(ONE_PLACE).send()
    late = new_resident(ONE_PLACE)
    page = late.browser.get("/ja/apply/one-place").text
    assert "定員に達しました" in page and "入力をはじめる" not in page
    assert late.start().status_code == 409


def test_a_withdrawn_application_gives_its_place_back(ready, office):
    ready(ONE_PLACE).send()
    status(office, office.rows(Application)[0], Status.WITHDRAWN)
    assert ready(ONE_PLACE).send().status_code == 303


def test_the_start_page_says_how_many_places_are_left(office, client):
    office.publish(ONE_PLACE)
    assert "残り 1件" in client.get("/ja/apply/one-place").text


def test_one_device_sends_once_where_the_form_says_so(ready):
    first = ready(BY_DEVICE)
    again = ready(BY_DEVICE, browser=first.browser)
    assert [first.send().status_code, again.send().status_code] == [303, 409]
    assert "もう申し込みを受け付けています" in first.browser.get("/ja/apply/by-device").text


def test_another_device_may_send_too(ready):
    assert [ready(BY_DEVICE).send().status_code for _ in range(2)] == [303, 303]


def test_a_repeated_send_is_not_refused_by_its_own_place(ready):
    first = ready(ONE_PLACE)
    assert first.send().headers["location"] == first.send().headers["location"]


@pytest.mark.parametrize(("house", "status"), [("ａ－１", 409), (" a-1", 409), ("B-2", 303)])
def test_one_household_sends_once_however_it_is_typed(ready, house, status):
    ready(BY_HOUSE).send()
    assert ready(BY_HOUSE, house=house).send().status_code == status


def test_a_mark_does_not_say_whose_it_is(ready, office):
    ready(BY_HOUSE).send()
    (row,) = office.rows(LimitMark)
    assert "A-1" not in row.mark and len(row.mark) >= 32


def test_a_day_that_has_passed_leads_to_its_step_with_the_error(ready, clock, office):
    waiting = ready(BY_DEVICE)
    clock.advance(days=10)
    answer = waiting.send()
    assert answer.headers["location"] == f"{waiting.base}/only?return=1"
    assert "今日か、それより後" in words(waiting.get("only").text)
    assert office.count(Application) == 0
