"""Scripts and residents' browsers are known by random secrets, kept as their hash."""

import pytest

from app.accounts import service
from app.accounts.models import ApiToken, Device, Role, StaffMember, StaffSession
from app.crypto import digest
from tests.clock import NOW


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
