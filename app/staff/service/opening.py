"""Owns the pass to closed answers: signed, for one clerk and one application, five minutes long."""

import hmac
from datetime import datetime, timedelta

from app.crypto import Keys

LASTS = timedelta(minutes=5)


def make_pass(keys: Keys, now: datetime, *, staff: str, application: str) -> str:
    """A pass for this clerk and this application; given only after the opening was recorded."""
    until = int((now + LASTS).timestamp())
    return f"{until}.{_sign(keys, staff, application, until)}"


def is_valid(keys: Keys, now: datetime, given: str, *, staff: str, application: str) -> bool:
    """Whether a pass of the address still opens this application for this clerk."""
    until, _, signature = given.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) < 12):
        return False
    expected = _sign(keys, staff, application, int(until))
    return hmac.compare_digest(expected.encode(), signature.encode()) and (
        now.timestamp() < int(until)
    )


def _sign(keys: Keys, staff: str, application: str, until: int) -> str:
    return keys.sign("opening", f"{staff}:{application}:{until}")
