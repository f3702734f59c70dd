"""Sessions as a browser sees them: cookies, and limits that end them (more in tests/staff)."""

from datetime import timedelta

import pytest

from app.accounts import store
from app.accounts.models import Role
from app.accounts.service import IDLE, LONGEST
from tests.factories import PASSWORD, add_staff

LOGIN = "hanako@city.example"
SIGN_IN = "/staff/sign-in"
SIGN_OUT = "/staff/sign-out"
QUEUE = "/staff/"


@pytest.fixture
def hanako(app, clock):
    with app.state.database.writing() as session:
        return add_staff(session, clock.now(), login=LOGIN, sections=["citizen"], password=PASSWORD)


def enter(client, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": LOGIN, "password": password, **more})


def is_signed_in(client):
    return client.get(QUEUE).status_code == 200


def cookie(answer):
    return next(each for each in answer.headers.get_list("set-cookie") if each.startswith("staff="))


@pytest.fixture
def signed_in(client, hanako):
    assert enter(client).status_code == 303
    return client


def test_the_password_is_never_sent_back(client, hanako):
    assert "my wrong password" not in enter(client, "my wrong password").text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, hanako):
    words = cookie(enter(client)).lower()
    assert "httponly" in words
    assert "samesite=lax" in words
    assert "path=/" in words


def test_the_cookie_ends_with_the_browser(client, hanako):
    assert "max-age" not in cookie(enter(client)).lower()


def test_signing_out_kills_the_cookie_itself(signed_in, browser):
    kept = browser()
    kept.cookies.set("staff", signed_in.cookies["staff"])
    signed_in.post(SIGN_OUT)
    assert not is_signed_in(kept)


@pytest.mark.parametrize(("pause", "is_open"), [(IDLE, True), (IDLE + timedelta(seconds=1), False)])
def test_an_idle_browser_is_signed_out(signed_in, clock, pause, is_open):
    clock.set(clock.now() + pause)
    assert is_signed_in(signed_in) is is_open


def test_work_keeps_the_session_alive(signed_in, clock):
    for _ in range(4):
        clock.advance(minutes=10)
        assert is_signed_in(signed_in)


def test_even_work_ends_after_eight_hours(signed_in, clock):
    end = clock.now() + LONGEST
    while clock.now() < end:
        assert is_signed_in(signed_in)
        clock.advance(minutes=10)
    clock.advance(minutes=1)
    assert not is_signed_in(signed_in)


def test_rights_are_read_anew_at_every_request(sign_in, app):
    clerk = sign_in(Role.ADMIN, login=LOGIN)
    assert clerk.get("/staff/accounts").status_code == 200
    with app.state.database.writing() as session:
        member = store.staff_by_login(session, LOGIN)
        member.role = Role.CLERK
        session.add(member)
    assert clerk.get("/staff/accounts").status_code == 403


def test_a_clerk_sees_no_statistics_of_the_dx_office(sign_in):
    assert sign_in(Role.CLERK).get("/staff/statistics").status_code == 403
