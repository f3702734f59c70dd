"""A mail address of statistics that was proven, and the codes that were mailed."""

import re

from sqlmodel import select

from app.applications.service.mail_codes import Letterhead
from app.notifications.models import OutboxRow
from app.notifications.service import SECRET
from app.statistics.service import contacts
from tests import languages


def head(keys):
    """The letterhead of a Japanese page."""
    return Letterhead(keys, languages.shipped().by_address["ja"], "郡山市", "https://city.example")


def last_code(session):
    """The code of the mail that was written last."""
    query = select(OutboxRow).where(OutboxRow.topic == SECRET).order_by(OutboxRow.id.desc())
    return re.search(r"\d{6}", session.exec(query).first().body)[0]


def give(session, keys, now, subject, address):
    """Let a subject have an address, proven by the code that was mailed to it."""
    assert contacts.ask(session, head(keys), now, subject=subject, address=address) is None
    fault = contacts.prove(
        session, keys, now, subject=subject, typed=last_code(session), actor="dx-1"
    )
    assert fault is None
