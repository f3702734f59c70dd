"""A provider that does not answer, or that there is none of, keeps nobody out."""

import pytest

from app.settings import Settings
from tests import provider
from tests.accounts.hanako import LOGIN
from tests.factories import PASSWORD, add_staff

START = "/staff/sign-in/openid"


@pytest.fixture
def engine():
    """The database has no part in it."""
    return "sqlite"


@pytest.fixture
def settings(request, settings):
    named = getattr(request, "param", "")
    return Settings(**settings.model_dump() | provider.of_settings(named)) if named else settings


NOBODY_THERE = pytest.mark.parametrize("settings", ["http://127.0.0.1:9"], indirect=True)


@NOBODY_THERE
def test_a_provider_that_does_not_answer_is_told_with_what_to_do(client):
    answer = client.get(START)
    assert answer.status_code == 503
    assert "LOGIN_PROVIDER" in answer.text
    assert "メールアドレスとパスワードでサインインできます" in answer.text
    assert 'href="/staff/sign-in"' in answer.text


@NOBODY_THERE
def test_the_password_opens_while_the_provider_is_away(client, app, clock):
    with app.state.database.writing() as session:
        add_staff(session, clock.now(), login=LOGIN)
    assert "組織のアカウントでサインイン" in client.get("/staff/sign-in").text
    answer = client.post("/staff/sign-in", {"login": LOGIN, "password": PASSWORD})
    assert answer.headers["location"] == "/staff/"


@NOBODY_THERE
def test_signing_out_waits_for_no_provider(client):
    page = client.get("/staff/sign-in/openid/out")
    assert page.status_code == 200
    assert "ブラウザを閉じてください" in page.text


def test_a_house_without_a_provider_names_none(client):
    assert "組織のアカウント" not in client.get("/staff/sign-in").text
    assert client.get(START).headers["location"].startswith("/staff/sign-in?")
