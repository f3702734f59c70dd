"""An error is told in the reader's language, with its code, as page, fragment or JSON."""

import pytest

from tests.browser import Browser


def test_an_unknown_address_is_told_on_a_page(client):
    answer = client.get("/ja/no-such-page")
    assert answer.status_code == 404
    assert "NOT_FOUND" in answer.text
    assert '<html lang="ja">' in answer.text


def test_it_is_told_in_the_language_of_the_address(client):
    assert '<html lang="en">' in client.get("/en/no-such-page").text


def test_an_unknown_language_is_an_unknown_address(client):
    assert client.get("/xx/").status_code == 404


def test_a_wrong_method_is_told_on_a_page(client):
    answer = client.request("DELETE", "/ja/")
    assert answer.status_code in (403, 405)
    assert "<html" in answer.text


@pytest.mark.parametrize("path", ["/ja/procedures", "/api/v1/procedures"])
def test_a_wrong_method_is_told_what_is_allowed(client, path):
    answer = client.request("DELETE", path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_staff_are_not_told_about_sending_to_the_city(client):
    answer = client.post("/staff/sign-in", {f"x{number}": "1" for number in range(2000)})
    assert answer.status_code == 422
    assert "まだ市に届いていません" not in answer.text


def test_an_unexpected_fault_says_no_word_of_itself(app):
    with Browser(app, raises=False) as client:
        answer = client.get("/fault/unknown")
    assert answer.status_code == 500
    assert "SERVER_ERROR" in answer.text
    assert not [word for word in ("ZeroDivision", "Traceback", "見本 花子") if word in answer.text]


def test_a_full_house_says_when_to_come_again(client):
    answer = client.get("/fault/busy")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "まだ受け付けていません" in answer.text
    assert "入力は残っています" in answer.text


def test_htmx_gets_the_fragment_only(client):
    answer = client.get("/ja/no-such-page", headers={"hx-request": "true"})
    assert answer.status_code == 404
    assert "NOT_FOUND" in answer.text
    assert "<html" not in answer.text


def test_a_history_restore_gets_the_page(client):
    headers = {"hx-request": "true", "hx-history-restore-request": "true"}
    assert "<html" in client.get("/ja/no-such-page", headers=headers).text


def test_the_api_answers_in_json(client):
    answer = client.get("/api/v1/no-such-thing")
    assert answer.status_code == 404
    assert answer.json()["code"] == "NOT_FOUND"


def test_a_wrong_parameter_of_the_api_is_named(client):
    answer = client.get("/api/v1/procedures?limit=0")
    assert answer.status_code == 422
    assert "limit" in str(answer.json())


@pytest.mark.parametrize("path", ["/staff/", "/staff/no-such-page"])
def test_a_stranger_on_the_staff_side_learns_nothing(client, path):
    assert client.get(path).status_code in (303, 401, 404)
