"""Writing once: what this device typed earlier is offered; nothing sensitive, nothing foreign."""

import pytest

from app.applications.models import Application
from app.forms.definition import Form
from app.journal.models import Fact
from tests.applications.afterwards import Afterwards
from tests.applications.resident import CLUB, SECOND, Resident


@pytest.fixture
def before(resident):
    """A resident who has sent for two children and starts anew on the same phone."""
    return Afterwards(resident, resident.sent(children=2, children__1__name=SECOND))


def again(before, data=None) -> Resident:
    other = Resident(before.resident.browser, CLUB)
    other.start(data)
    return other


def test_an_earlier_answer_is_offered_with_its_source(before):
    page = again(before).get("guardian-1").text
    assert 'name="_reuse" value="g1_phone"' in page
    assert "の申請から" in page


def test_a_pressed_offer_fills_its_boxes_and_keeps_what_was_typed(before):
    other = again(before)
    data = {"g1_relation": "その他の続柄", "_reuse": "g1_phone"}
    assert other.post("guardian-1", data).status_code == 303
    page = other.get("guardian-1").text
    phone = before.resident.samples("guardian-1")["g1_phone"][0]
    assert f'value="{phone}"' in page
    assert 'name="_reuse" value="g1_phone"' not in page


def test_nothing_sensitive_is_offered(before):
    other = again(before)
    other.fill(until="situation")
    page = other.get("situation").text
    assert '_reuse" value="circumstances' not in page
    assert '_reuse" value="support_measures' not in page


def test_of_two_answers_of_a_kind_the_one_that_was_given_is_offered(office, resident):
    first, second = (
        Form.model_validate(
            {
                "slug": slug, "title": "見本の申込", "summary": "見本です。", "kind": "report",
                "legal_basis": "outline", "source": {"title": "見本"},
                "purpose_of_use": "見本です。", "purpose_version": "1",
                "steps": [{"slug": "only", "title": "連絡先", "fields": fields}],
            }
        )
        for slug, fields in (("first", [_phone("work", required=False), _phone("home")]),
                             ("second", [_phone("daytime")]))
    )  # fmt: skip
    phone = resident.browser
    for form in (first, second):
        office.publish(form)
    earlier = Resident(phone, first)
    earlier.start()
    assert earlier.post("only", {"work": "", "home": "024-000-0000"}).status_code == 303
    later = Resident(phone, second)
    later.start()
    assert 'name="_reuse" value="daytime"' in later.get("only").text


def _phone(key, **more):
    return {"key": key, "type": "phone", "label": key, "autofill": True} | more


def test_another_device_is_offered_nothing(before, new_resident):
    other = new_resident()
    other.start()
    assert "_reuse" not in other.get("guardian-1").text


def test_after_forgetting_nothing_is_offered(before):
    other = again(before)
    before.post("forget")
    assert "_reuse" not in other.get("guardian-1").text


def test_after_a_day_a_send_is_no_source_until_its_link_is_opened(before, clock):
    clock.advance(hours=25)
    assert "_reuse" not in again(before).get("guardian-1").text


def test_a_new_draft_begins_with_last_years_answers(before, office):
    other = again(before, {"from": before.number})
    answers = office.body(other)["answers"]
    assert len(answers["children"]) == 2
    assert "g1_reason" not in answers
    assert "前の申請の答えが入っています" in other.get("guardian-1").text


def test_the_start_page_offers_to_begin_with_an_earlier_send(before, new_resident):
    button = f'name="from" value="{before.number}"'
    assert button in before.resident.browser.get(f"/ja/apply/{CLUB}").text
    assert button not in new_resident().browser.get(f"/ja/apply/{CLUB}").text


def test_each_screen_of_a_continued_draft_is_still_to_be_looked_at(before):
    other = again(before, {"from": before.number})
    assert other.get("review").headers["location"].endswith("/guardian-1")


def test_a_foreign_number_begins_an_empty_draft(before, new_resident, office):
    other = new_resident()
    other.start({"from": before.number})
    assert "g1_name" not in office.body(other)["answers"]


@pytest.mark.parametrize("given", ["5", "1"])
def test_a_rating_is_a_fact_without_the_send_and_only_once(before, office, given):
    assert before.post("rating", {"rating": given}).status_code == 303
    assert before.post("rating", {"rating": "3"}).status_code == 303
    (fact,) = office.rows(Fact, Fact.event == "rated")
    assert fact.detail == given
    assert all(row.id not in str(fact.model_dump()) for row in office.rows(Application))


def test_a_rating_without_a_choice_is_asked_again(before):
    assert before.post("rating", {}).status_code == 422
