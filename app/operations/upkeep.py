"""Owns the upkeep: delivering what is due, purging what is past, checking the audit chain."""

from app.applications.service.deciding import Office
from app.applications.service.reminding import remind_all
from app.applications.service.tidy import erase_all_expired, sweep
from app.audit import service as audit
from app.catalogue import service as catalogue
from app.i18n.messages import load_languages
from app.notifications import channels
from app.notifications.service import deliver
from app.operations.house import house
from app.operations.safety import Refused
from app.settings import Settings
from app.statistics.service import contacts, reports, section_mails
from app.storage import open_storage


def deliver_once(settings: Settings) -> list[str]:
    """Remind of what is due soon, write the mails of the month, then send what is due."""
    with house(settings) as opened:
        office = Office(opened.keys, load_languages(), opened.city.name, settings.base_url)
        remind_all(opened.database, office, opened.clock)
        sender = reports.Sender(opened.city, opened.keys, settings.base_url)
        reports.send_due(opened.database, sender, opened.clock)
        section_mails.send_due(opened.database, sender, opened.clock)
        contacts.forget_lapsed(opened.database, opened.clock)
        ways, sent = channels.from_settings(settings), 0
        while left := deliver(opened.database, opened.keys, ways, opened.clock, limit=500):
            sent += left
    return [f"delivered {sent}"]


def purge(settings: Settings) -> list[str]:
    """Erase drafts past their time, batch by batch; bytes go after each commit; forget words."""
    with house(settings) as opened:
        storage = open_storage(settings.storage)
        total = erase_all_expired(opened.database, storage, opened.clock)
        swept = sweep(opened.database, storage, opened.clock)
        with opened.database.writing() as session:
            words = catalogue.forget_rare_words(session, opened.clock.now())
    return [
        f"erased {total} drafts",
        *([f"swept {swept} files nobody names"] if swept else []),
        *([f"forgot {words} words nothing was found for"] if words else []),
    ]


def audit_verify(settings: Settings) -> list[str]:
    """Walk the chain; Refused where it is broken."""
    with house(settings) as opened, opened.database.reading() as session:
        count, broken = audit.verify(session)
    if broken is not None:
        raise Refused(f"audit: entry {broken} does not hold ({count} before it do)")
    return [f"audit: {count} entries hold"]
