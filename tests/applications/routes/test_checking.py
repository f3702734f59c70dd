"""The check before the form: a few questions, an answer, and nothing kept unless wanted."""

import pytest

from app.applications.models import Draft
from tests.applications.resident import Resident, words
from tests.applications.routes.test_after_step import FORM

CHECK = "/ja/apply/entitled/check"


@pytest.fixture
def someone(office, phone) -> Resident:
    office.publish(FORM)
    return Resident(phone(), FORM)


def check(someone, here="yes", age="20", address=CHECK, **more):
    return someone.send_form(address, {"here": here, "age": age} | more)


def test_the_start_page_offers_the_check(someone):
    assert (
        f'href="{CHECK}?procedure=test-entitled"' in someone.browser.get("/ja/apply/entitled").text
    )


def test_a_form_without_a_check_offers_none(client):
    assert "先に確かめる" not in client.get("/ja/apply/citizen-proposal").text
    assert client.get("/ja/apply/citizen-proposal/check").status_code == 404


def test_only_what_the_check_rests_on_is_asked(someone):
    page = someone.browser.get(CHECK).text
    assert 'name="here"' in page and 'name="age"' in page and 'name="q"' not in page


def test_who_seems_entitled_is_told_so_and_may_begin(someone):
    page = words(check(someone).text)
    assert "対象になりそうです" in page and "申請を始める" in page


def test_reasons_against_are_told_and_beginning_stays_possible(someone):
    page = words(check(someone, age="17").text)
    assert "18歳以上の方が対象です。" in page and "それでも申請する" in page


def test_who_is_in_the_wrong_place_is_shown_the_way_out(someone):
    page = check(someone, here="no").text
    assert "お住まいの市に申請してください。" in page and "申請を始める" not in page


def test_a_missing_answer_is_named_and_the_other_kept(someone):
    answer = check(someone, age="")
    assert answer.status_code == 422 and "1か所を直してください" in answer.text
    assert 'value="yes" checked' in answer.text


def test_checking_keeps_nothing(someone, office):
    before = office.everything()
    check(someone)
    assert office.everything() == before


def test_answers_go_into_the_draft_only_if_the_person_says_so(someone, office):
    taken = {"check.here": "yes", "check.age": "20"}
    someone.start(taken)
    assert office.body(someone)["answers"] == {}
    someone.start(taken | {"carry": "1"})
    assert office.body(someone)["answers"] == {"here": True, "age": 20}
    assert someone.get("last").headers["location"].endswith("/first")


def test_unreadable_answers_begin_an_empty_draft(someone, office):
    someone.start({"check.nothing": "x", "carry": "1"})
    assert office.body(someone)["answers"] == {} and office.count(Draft) == 1


def test_another_language_keeps_what_was_typed(someone):
    turned = check(someone, age="", _language="en")
    assert (turned.status_code, turned.headers["location"]) == (
        307, "/en/apply/entitled/check?procedure=test-entitled",
    )  # fmt: skip
    page = check(someone, age="33", address="/en/apply/entitled/check", _language="en")
    assert page.status_code == 200 and 'value="33"' in page.text
