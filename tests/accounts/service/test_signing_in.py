"""A password opens a session, too many wrong ones close the door, and every session ends."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.accounts import service
from app.accounts.models import StaffSession
from app.crypto import digest
from app.errors import RateLimited
from tests.accounts.hanako import HERE, LOGIN
from tests.clock import NOW
from tests.factories import PASSWORD
from tests.passwords import OF_THE_PRODUCT


def sign_in(session, now=NOW, *, login=LOGIN, password=PASSWORD, address=HERE):
    return service.sign_in(session, now, login=login, password=password, address=address)


def fail(session, times, *, login=LOGIN, address=HERE):
    for _ in range(times):
        service.enter(session, NOW, login=login, address=address, proven="")


# Signing in


def test_login_and_password_open_a_session(session, hanako):
    found = service.member_of(session, NOW, sign_in(session))
    assert found is not None
    assert found[0].id == hanako.id


def test_a_login_is_written_in_any_case(session):
    assert sign_in(session, login=LOGIN.upper())


@pytest.mark.parametrize(
    ("login", "password"), [(LOGIN, "wrong"), ("nobody@city.example", PASSWORD), (LOGIN, "")]
)
def test_anything_else_opens_nothing(session, login, password):
    assert sign_in(session, login=login, password=password) is None


def test_a_deactivated_account_opens_nothing(session, hanako):
    hanako.is_active = False
    session.add(hanako)
    assert sign_in(session) is None


def test_failures_close_the_login_even_to_the_right_password(session):
    fail(session, service.signing_in.MOST_TRIES)
    with pytest.raises(RateLimited):
        sign_in(session, address="203.0.113.8")


def test_one_failure_less_does_not(session):
    fail(session, service.signing_in.MOST_TRIES - 1)
    assert sign_in(session)


def test_the_limit_holds_in_any_case_of_the_login(session):
    fail(session, service.signing_in.MOST_TRIES, login=LOGIN.upper())
    with pytest.raises(RateLimited):
        sign_in(session, address="203.0.113.8")


def test_failures_from_one_address_close_it_for_every_login(session):
    for number in range(service.signing_in.MOST_TRIES):
        fail(session, 1, login=f"guess{number}@city.example")
    with pytest.raises(RateLimited):
        sign_in(session)


def test_the_limit_ends_after_ten_minutes(session):
    fail(session, service.signing_in.MOST_TRIES)
    assert sign_in(session, NOW + service.TRY_WINDOW + timedelta(seconds=1))


def test_tries_are_kept_without_login_or_address(session):
    fail(session, 1)
    kept = session.execute(text("SELECT key FROM sign_in_tries")).scalars().all()
    assert not [key for key in kept if LOGIN in key or HERE in key]


def test_a_password_costs_64_megabytes_three_times_over():
    assert OF_THE_PRODUCT.hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,")


def test_a_password_is_kept_as_argon2_only(session, hanako):
    assert hanako.password_hash.startswith("$argon2id$")
    assert PASSWORD not in hanako.password_hash


def test_the_limit_is_ten():
    assert service.signing_in.MOST_TRIES == 10


# Sessions


@pytest.mark.parametrize(
    ("idle", "is_alive"),
    [(service.IDLE, True), (service.IDLE + timedelta(seconds=1), False)],
    ids=["15 minutes", "a second more"],
)
def test_an_idle_session_ends_after_15_minutes(session, idle, is_alive):
    secret = sign_in(session)
    assert (service.member_of(session, NOW + idle, secret) is not None) is is_alive


def test_a_used_session_goes_on(session):
    secret = sign_in(session)
    service.touch(session, NOW + timedelta(minutes=14), digest(secret))
    assert service.member_of(session, NOW + timedelta(minutes=28), secret)


def test_no_session_outlives_eight_hours(session):
    secret = sign_in(session)
    service.touch(session, NOW + service.LONGEST, digest(secret))
    assert service.member_of(session, NOW + service.LONGEST, secret)
    late = NOW + service.LONGEST + timedelta(seconds=1)
    assert service.member_of(session, late, secret) is None


def test_a_signed_out_session_is_dead(session):
    secret = sign_in(session)
    service.sign_out(session, secret)
    assert service.member_of(session, NOW, secret) is None


def test_signing_out_leaves_the_other_browser_signed_in(session):
    here, there = sign_in(session), sign_in(session)
    service.sign_out(session, here)
    assert service.member_of(session, NOW, there)


def test_a_deactivated_member_loses_the_running_session(session, hanako):
    secret = sign_in(session)
    hanako.is_active = False
    session.add(hanako)
    assert service.member_of(session, NOW, secret) is None


@pytest.mark.parametrize("secret", ["", "x", "0" * 43])
def test_an_invented_cookie_is_nobody(session, secret):
    assert service.member_of(session, NOW, secret) is None


def test_a_session_is_kept_as_its_hash_only(session):
    secret = sign_in(session)
    assert session.get(StaffSession, secret) is None
    assert session.get(StaffSession, digest(secret))


# Passwords


def change(session, member, current, new):
    prepared = service.prepare_password(session, NOW, member.id, current=current, new=new)
    return service.change_password(session, NOW, member.id, prepared)


def test_a_changed_password_is_the_one_that_opens(session, hanako):
    assert change(session, hanako, PASSWORD, "あたらしい見本のパスワード")
    assert sign_in(session) is None
    assert sign_in(session, password="あたらしい見本のパスワード")


@pytest.mark.parametrize("new", ["short", PASSWORD])
def test_a_weak_password_is_refused(session, hanako, new):
    with pytest.raises(service.WeakPassword):
        change(session, hanako, PASSWORD, new)


def test_a_password_is_not_changed_without_the_old(session, hanako):
    assert not change(session, hanako, "wrong", "a long new password")
    assert sign_in(session)


def test_the_old_password_is_not_guessed_for_long(session, hanako):
    for _ in range(service.MOST_TRIES):
        assert not change(session, hanako, "wrong", "a long new password")
    with pytest.raises(RateLimited):
        change(session, hanako, PASSWORD, "a long new password")


def test_a_password_that_changed_meanwhile_stays(session, hanako):
    late = service.prepare_password(
        session, NOW, hanako.id, current=PASSWORD, new="a long new password"
    )
    assert change(session, hanako, PASSWORD, "another new password")
    assert not service.change_password(session, NOW, hanako.id, late)
    assert sign_in(session, password="another new password")
