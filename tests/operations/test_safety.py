"""Owns the claims about settings that may not be run together."""

import socket

import pytest

from app.crypto import KeysUnusable, make_trial_keys
from app.operations import Refused, check_port, check_safe, config_check
from app.settings import Settings

HTTPS = "https://city.example"
OPENID = {
    "oidc_staff_issuer": "https://login.example/city", "oidc_staff_client_id": "city",
    "oidc_staff_client_secret": "kumquat",
}  # fmt: skip


@pytest.fixture
def keys_file(tmp_path):
    make_trial_keys(tmp_path / "city.keys")
    return str(tmp_path / "city.keys")


def refusal(host="127.0.0.1", **given):
    with pytest.raises(Refused) as caught:
        check_safe(Settings(**given), host)
    return str(caught.value)


@pytest.mark.parametrize(
    ("host", "base"), [("0.0.0.0", "http://127.0.0.1:8000"), ("127.0.0.1", HTTPS)]
)
def test_trial_keys_serve_on_loopback_over_http_only(host, base):
    assert refusal(host, base_url=base).startswith("TENOHIRA_SECRET_KEYS: trial keys")


def test_own_keys_serve_anybody(keys_file):
    check_safe(Settings(base_url=HTTPS, secret_keys=keys_file), "0.0.0.0")


def test_a_key_file_that_is_none_is_refused(tmp_path):
    (tmp_path / "keys").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(KeysUnusable, match="keys:1: "):
        check_safe(Settings(secret_keys=str(tmp_path / "keys")), "127.0.0.1")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"secret_keys": "/nowhere/keys"}, "TENOHIRA_SECRET_KEYS"),
        ({"base_url": "city.example"}, "TENOHIRA_BASE_URL"),
        ({"base_url": "http://city.example"}, "TENOHIRA_BASE_URL"),
        ({"smtp_url": "http://mail.example"}, "TENOHIRA_SMTP_URL"),
        ({"database_url": "mysql://city:kumquat@db/city"}, "TENOHIRA_DATABASE_URL"),
        ({"workers": 0}, "TENOHIRA_WORKERS"),
        ({"oidc_staff_issuer": HTTPS}, "TENOHIRA_OIDC_STAFF_CLIENT_ID"),
        ({"oidc_staff_client_id": "city"}, "TENOHIRA_OIDC_STAFF_ISSUER"),
        (OPENID | {"oidc_staff_client_secret": ""}, "TENOHIRA_OIDC_STAFF_CLIENT_SECRET"),
        (OPENID | {"oidc_staff_issuer": "http://e.example"}, "TENOHIRA_OIDC_STAFF_ISSUER"),
        (OPENID | {"oidc_staff_issuer": "e.example"}, "TENOHIRA_OIDC_STAFF_ISSUER"),
        (OPENID | {"oidc_staff_issuer": f"{HTTPS}?a=b"}, "TENOHIRA_OIDC_STAFF_ISSUER"),
        (OPENID | {"demo": True}, "TENOHIRA_OIDC_STAFF_ISSUER"),
        (OPENID | {"base_url": "http://city.example"}, "TENOHIRA_BASE_URL"),
        ({"clamd_url": "http://127.0.0.1:3310"}, "TENOHIRA_CLAMD_URL"),
        ({"map_tiles": "http://tiles.example/{z}/{x}/{y}.png"}, "TENOHIRA_MAP_TILES"),
        ({"map_tiles": "https://tiles.example/{z}/{x}/{y}.png"}, "TENOHIRA_MAP_CREDIT"),
        ({"oidc_resident_issuer": HTTPS}, "TENOHIRA_OIDC_RESIDENT_ISSUER"),
    ],
)
def test_an_unsafe_setting_is_refused_by_its_name(given, name):
    assert refusal(**given).startswith(f"{name}: ")


@pytest.mark.parametrize("issuer", ["https://login.example/city", "http://127.0.0.1:8080"])
def test_the_staff_of_a_city_may_sign_in_by_its_provider(keys_file, issuer):
    given = OPENID | {"base_url": HTTPS, "secret_keys": keys_file, "oidc_staff_issuer": issuer}
    check_safe(Settings(**given), "0.0.0.0")


def test_a_city_on_https_does_not_send_its_mail_readable(keys_file):
    given = {"base_url": HTTPS, "secret_keys": keys_file, "smtp_url": "smtp://mail.example"}
    assert refusal(**given).startswith("TENOHIRA_SMTP_URL: ")


def test_a_demonstration_may_be_shown_in_the_building_without_https():
    check_safe(Settings(base_url="http://192.0.2.7:8000", demo=True), "127.0.0.1")


def test_each_setting_is_printed_with_its_source():
    lines = config_check(Settings(workers=2))
    assert "TENOHIRA_WORKERS=2  (environment)" in lines
    assert "TENOHIRA_CITY=koriyama  (default)" in lines


def test_the_database_is_printed_as_it_is_used(tmp_path):
    lines = config_check(Settings(data_dir=tmp_path))
    assert f"TENOHIRA_DATABASE_URL=sqlite:///{tmp_path}/tenohira.db  (default)" in lines


def test_no_password_is_printed():
    given = {
        "database_url": "postgresql+psycopg://city:kumquat@db/city",
        "smtp_url": "smtps://city:kumquat@mail.example",
        "storage_url": "s3://city:kumquat@bucket/files?secret=kumquat",
    }  # fmt: skip
    assert "kumquat" not in "\n".join(config_check(Settings(**given, **OPENID)))


def test_a_port_in_use_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refused, match=f"--host 127.0.0.1 --port {port}: "):
            check_port("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, 99999])
def test_a_number_that_is_no_port_is_refused(port):
    with pytest.raises(Refused, match=f"--port {port}: must be 1 to 65535"):
        check_port("127.0.0.1", port)
