"""Owns the way of a browser to the provider and back, and what the house knows afterwards."""

from urllib.parse import urlsplit

from sqlmodel import select

from app.accounts.models import StaffSession
from app.audit.models import Entry
from tests.provider import changed, signed_in

START = "/staff/sign-in/openid"
HANAKO = "hanako-at-the-provider"


def rows(app, table):
    with app.state.database.reading() as session:
        return list(session.exec(select(table)))


def audited(app, action):
    return [entry for entry in rows(app, Entry) if entry.action == action]


def leave(client, goal=""):
    """The address at the provider to which the sign-in page sends."""
    answer = client.get(changed(START, next=goal or None))
    assert answer.status_code == 303
    return answer.headers["location"]


def come_back(client, address, **other):
    """Follow the provider's answer home, with other values in it than it gave."""
    parts = urlsplit(changed(address, **other))
    return client.get(f"{parts.path}?{parts.query}")


def enter(client, subject=HANAKO, goal=""):
    return come_back(client, signed_in(leave(client, goal), subject))


def is_signed_in(client):
    return client.get("/staff/").status_code == 200


def assert_lost(answer):
    assert answer.status_code == 400
    assert "LOGIN_STATE" in answer.text


def assert_refused(app, answer, why):
    """Refused, the reason written down, and nobody is in."""
    assert answer.status_code == 403
    assert "LOGIN_REFUSED" in answer.text
    assert [entry.detail for entry in audited(app, "sign_in_refused")] == [f"openid {why}"]
    assert rows(app, StaffSession) == []
