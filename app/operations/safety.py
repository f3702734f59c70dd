"""Owns what may not be run: unsafe combinations of settings, named by the setting."""

from pathlib import Path

from app.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRET = ("secret", "password", "smtp_url", "database_url", "storage_url")


class Refused(Exception):
    """The house does not run like this; the message names the setting and what to do."""


def check_safe(settings: Settings, host: str) -> None:
    """Raise Refused when trial keys would protect a public city hall, or the demo shows on one."""
    is_public = host not in LOOPBACK or settings.is_https
    if is_public and not settings.secret_keys:
        raise Refused(
            "TENOHIRA_SECRET_KEYS: trial keys only serve on loopback over http; name a key file"
        )
    if settings.secret_keys and not Path(settings.secret_keys).exists():
        raise Refused(f"TENOHIRA_SECRET_KEYS: no such file {settings.secret_keys}")
    if settings.workers < 1:
        raise Refused("TENOHIRA_WORKERS: must be 1 or more")


def config_check(settings: Settings) -> list[str]:
    """Each setting with its value (secrets hidden) and where it comes from."""
    lines = []
    for name in type(settings).model_fields:
        variable = f"TENOHIRA_{name.upper()}"
        source = "environment" if name in settings.model_fields_set else "default"
        value = getattr(settings, name)
        hidden = any(mark in name for mark in SECRET) and str(value)
        lines.append(f"{variable}={'***' if hidden else value}  ({source})")
    if not settings.secret_keys:
        lines.append(f"keys: trial key {settings.keys_file} (loopback only)")
    check_safe(settings, "127.0.0.1")
    return lines
