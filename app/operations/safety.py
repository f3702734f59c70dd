"""Owns what may not be run: unsafe combinations of settings, named by the setting."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy import make_url

from app import city
from app.crypto import load_keys
from app.openid import is_safe
from app.settings import Settings
from app.web.maps import Maps

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SMTP_SCHEMES = ("smtp", "smtps", "smtp+starttls")
CLAMD_SCHEMES = ("tcp", "unix")


class Refused(Exception):
    """The house does not run like this; the message names the setting and what to do."""


def check_safe(settings: Settings, host: str) -> None:
    """Raise Refused for what would put residents at risk, or cannot work at all."""
    _check_keys(settings, host)
    _check_addresses(settings)
    check_database(settings)
    if settings.workers < 1:
        raise Refused("TENOHIRA_WORKERS: must be 1 or more")
    _check_openid(settings)


def check_database(settings: Settings) -> None:
    """Raise Refused for a kind of database the house does not know."""
    if make_url(settings.database).get_backend_name() not in ("sqlite", "postgresql"):
        raise Refused("TENOHIRA_DATABASE_URL: neither sqlite:// nor postgresql+psycopg://")


def check_port(host: str, port: int) -> None:
    """Raise Refused when nobody can be served there, before anything is announced."""
    if not 0 < port < 65536:
        raise Refused(f"--port {port}: must be 1 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise Refused(f"--host {host} --port {port}: {error.strerror or error}") from error


def _check_keys(settings: Settings, host: str) -> None:
    is_public = host not in LOOPBACK or settings.is_https
    if is_public and not settings.secret_keys:
        raise Refused(
            "TENOHIRA_SECRET_KEYS: trial keys only serve on loopback over http; name a key file"
        )
    if settings.secret_keys and not Path(settings.secret_keys).exists():
        raise Refused(f"TENOHIRA_SECRET_KEYS: no such file {settings.secret_keys}")
    if settings.keys_file.exists():
        load_keys(settings.keys_file)


def _check_addresses(settings: Settings) -> None:
    base = urlsplit(settings.base_url)
    if base.scheme not in ("http", "https") or not base.hostname:
        raise Refused("TENOHIRA_BASE_URL: not an address like https://city.example")
    if base.scheme == "http" and base.hostname not in LOOPBACK and not settings.demo:
        raise Refused(
            f"TENOHIRA_BASE_URL: answers and cookies would travel readable to {base.hostname};"
            " use https (or TENOHIRA_DEMO=1 for a demonstration)"
        )
    if settings.clamd_url and urlsplit(settings.clamd_url).scheme not in CLAMD_SCHEMES:
        raise Refused("TENOHIRA_CLAMD_URL: write tcp://host:3310 or unix:///path/of/clamd.sock")
    if fault := Maps(settings.map_tiles).fault:
        example = "https://tiles.example/{z}/{x}/{y}.png"
        raise Refused(f"TENOHIRA_MAP_TILES: {fault}, as in {example}")
    if settings.map_tiles and not settings.map_credit:
        raise Refused("TENOHIRA_MAP_CREDIT: say whose map it is (出典), as its owner asks")
    smtp = settings.smtp_url.get_secret_value()
    if smtp and urlsplit(smtp).scheme not in SMTP_SCHEMES:
        raise Refused(f"TENOHIRA_SMTP_URL: begins with none of {', '.join(SMTP_SCHEMES)}")
    is_remote = urlsplit(smtp).hostname not in (None, *LOOPBACK)
    if urlsplit(smtp).scheme == "smtp" and is_remote and settings.is_https:
        raise Refused("TENOHIRA_SMTP_URL: mail would travel readable; use smtps or smtp+starttls")


def _check_openid(settings: Settings) -> None:
    """Half of it locks the staff out; in the open, or in a trial, it would let others in."""
    given = {
        "ISSUER": settings.oidc_staff_issuer,
        "CLIENT_ID": settings.oidc_staff_client_id,
        "CLIENT_SECRET": settings.oidc_staff_client_secret.get_secret_value(),
    }
    missing = [name for name, value in given.items() if not value]
    if missing and len(missing) < len(given):
        raise Refused(f"TENOHIRA_OIDC_STAFF_{missing[0]}: is empty, where others of these are not")
    issuer = urlsplit(given["ISSUER"])
    if given["ISSUER"] and (not is_safe(given["ISSUER"]) or issuer.query or issuer.fragment):
        raise Refused("TENOHIRA_OIDC_STAFF_ISSUER: not an address like https://login.example/city")
    if given["ISSUER"] and settings.demo:
        raise Refused("TENOHIRA_OIDC_STAFF_ISSUER: a demonstration takes nobody's real account")
    if settings.oidc_resident_issuer:
        raise Refused(
            "TENOHIRA_OIDC_RESIDENT_ISSUER: residents need no account, and cannot have one yet;"
            " leave it empty"
        )


def config_check(settings: Settings) -> list[str]:
    """Each setting with its value (secrets hidden) and where it comes from; Refused if unsafe."""
    check_safe(settings, "127.0.0.1")
    city.load(settings.city)
    lines = []
    for name in type(settings).model_fields:
        source = "environment" if name in settings.model_fields_set else "default"
        lines.append(f"TENOHIRA_{name.upper()}={_shown(settings, name)}  ({source})")
    if not settings.secret_keys:
        lines.append(f"keys: trial key {settings.keys_file} (loopback only)")
    return lines


def _shown(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    if name == "database_url":
        return make_url(settings.database).render_as_string(hide_password=True)
    if name == "storage_url":
        address = urlsplit(settings.storage)
        return address._replace(netloc=address.netloc.rpartition("@")[2], query="").geturl()
    if isinstance(value, SecretStr):
        return "***" if value.get_secret_value() else ""
    return str(value)
