"""Who somebody is: passwords, sessions that end, sections, tokens and residents' devices."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.accounts import service, store
from app.accounts.models import ApiToken, Device, Role, Section, StaffMember, StaffSession
from app.crypto import digest
from app.errors import RateLimited, Unprocessable
from tests.clock import NOW
from tests.factories import PASSWORD, add_staff

LOGIN = "hanako@city.example"
HERE = "203.0.113.7"


@pytest.fixture
def session(database):
    """One write transaction, with two sections and Hanako of the first."""
    with database.writing() as session:
        for code, successor in (("school", None), ("citizen", None), ("old-school", "school")):
            session.add(Section(code=code, name=code, valid_from=NOW.date(), successor=successor))
        session.flush()
        add_staff(session, NOW, login=LOGIN, sections=["school"], password=PASSWORD)
        yield session


@pytest.fixture
def hanako(session):
    return store.staff_by_login(session, LOGIN)


def sign_in(session, now=NOW, *, login=LOGIN, password=PASSWORD, address=HERE):
    return service.sign_in(session, now, login=login, password=password, address=address)


def fail(session, times, **who):
    for _ in range(times):
        sign_in(session, password="wrong", **who)


@pytest.fixture
def two_tries(monkeypatch):
    """A limit of two failures: a try costs time by design."""
    monkeypatch.setattr(service, "MOST_TRIES", 2)


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


def test_failures_close_the_login_even_to_the_right_password(session, two_tries):
    fail(session, service.MOST_TRIES)
    with pytest.raises(RateLimited):
        sign_in(session, address="203.0.113.8")


def test_one_failure_less_does_not(session, two_tries):
    fail(session, service.MOST_TRIES - 1)
    assert sign_in(session)


def test_the_limit_holds_in_any_case_of_the_login(session, two_tries):
    fail(session, service.MOST_TRIES, login=LOGIN.upper())
    with pytest.raises(RateLimited):
        sign_in(session, address="203.0.113.8")


def test_failures_from_one_address_close_it_for_every_login(session, two_tries):
    for number in range(service.MOST_TRIES):
        fail(session, 1, login=f"guess{number}@city.example")
    with pytest.raises(RateLimited):
        sign_in(session)


def test_the_limit_ends_after_ten_minutes(session, two_tries):
    fail(session, service.MOST_TRIES)
    assert sign_in(session, NOW + service.TRY_WINDOW + timedelta(seconds=1))


def test_tries_are_kept_without_login_or_address(session):
    fail(session, 1)
    kept = session.execute(text("SELECT key FROM sign_in_tries")).scalars().all()
    assert not [key for key in kept if LOGIN in key or HERE in key]


def test_a_password_is_kept_as_argon2_only(session, hanako):
    assert hanako.password_hash.startswith("$argon2id$")
    assert PASSWORD not in hanako.password_hash


def test_the_limit_is_ten():
    assert service.MOST_TRIES == 10


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


# Accounts and sections


def test_a_clerk_works_for_the_own_sections_and_what_they_succeed(session, hanako):
    assert service.sections_of(session, hanako) == {"school", "old-school"}


def test_an_administrator_works_for_all_sections(session):
    admin = add_staff(session, NOW, role=Role.ADMIN)
    assert service.sections_of(session, admin) == {"school", "old-school", "citizen"}


def test_the_first_password_must_be_changed(session):
    service.add_staff(
        session, NOW, login="t@city.example", name="郡山 太郎", role=Role.CLERK, sections=[]
    )
    assert store.staff_by_login(session, "t@city.example").must_change


def test_a_login_is_given_once(session):
    with pytest.raises(Unprocessable):
        service.add_staff(
            session, NOW, login=LOGIN.upper(), name="郡山 太郎", role=Role.CLERK, sections=[]
        )


def test_an_unknown_section_is_refused_by_its_code(session):
    with pytest.raises(service.UnknownSection) as refused:
        service.add_staff(
            session, NOW, login="t@city.example", name="郡山 太郎", role=Role.CLERK,
            sections=["attic"],
        )  # fmt: skip
    assert refused.value.params == {"code": "attic"}


def test_a_changed_password_is_the_one_that_opens(session, hanako):
    service.change_password(session, hanako.id, current=PASSWORD, new="あたらしい見本のパスワード")
    assert sign_in(session) is None
    assert sign_in(session, password="あたらしい見本のパスワード")


@pytest.mark.parametrize(
    ("current", "new", "error"),
    [
        ("wrong", "a long new password", service.SignInRefused),
        (PASSWORD, "short", service.WeakPassword),
        (PASSWORD, PASSWORD, service.WeakPassword),
    ],
)
def test_a_password_is_not_changed_without_the_old_or_to_a_weak_one(
    session, hanako, current, new, error
):
    with pytest.raises(error):
        service.change_password(session, hanako.id, current=current, new=new)


# Tokens


def test_a_token_carries_its_role(session):
    secret = service.make_token(session, NOW, role=Role.DX_OFFICE, label="BI", actor="cli")
    assert service.role_of_token(session, secret) == Role.DX_OFFICE


def test_a_revoked_token_is_nothing(session):
    secret = service.make_token(session, NOW, role=Role.DX_OFFICE, label="BI", actor="cli")
    session.get_one(ApiToken, digest(secret)).revoked_at = NOW
    session.flush()
    assert service.role_of_token(session, secret) is None


@pytest.mark.parametrize("secret", ["", "tnh_x", "Bearer"])
def test_an_invented_token_is_nothing(session, secret):
    assert service.role_of_token(session, secret) is None


def test_a_token_is_kept_as_its_hash_only(session):
    secret = service.make_token(session, NOW, role=Role.DX_OFFICE, label="BI", actor="cli")
    assert session.get(ApiToken, secret) is None


# Devices


def test_a_device_is_known_by_its_cookie(session):
    device, secret = service.new_device(session, NOW)
    assert service.device_of(session, secret).id == device.id


@pytest.mark.parametrize("secret", ["", "x", "0" * 43])
def test_an_invented_device_is_unknown(session, secret):
    service.new_device(session, NOW)
    assert service.device_of(session, secret) is None


def test_a_device_is_kept_as_the_hash_of_256_random_bits(session):
    device, secret = service.new_device(session, NOW)
    assert len(secret) >= 43
    assert session.get_one(Device, device.id).token_hash == digest(secret)


def test_a_table_of_people_holds_no_plain_secret():
    names = {*StaffMember.model_fields, *StaffSession.model_fields, *Device.model_fields}
    assert not names & {"password", "token", "secret", "cookie"}
