"""Owns erasing what is past its time: drafts and their files, in short transactions."""

from app.applications.service import drafts, files
from app.clock import Clock
from app.database import Database
from app.storage import Storage


def erase_all_expired(database: Database, storage: Storage, clock: Clock) -> int:
    """Erase expired drafts batch by batch; bytes go after the commit that forgets them."""
    total = 0
    while True:
        with database.writing() as session:
            count, blobs = drafts.erase_expired(session, clock.now())
        files.drop(storage, blobs)
        total += count
        if not count:
            return total
