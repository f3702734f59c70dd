"""Owns erasing what is past its time: drafts and their files, in short transactions.

Bytes are stored before the transaction that names them; where it never came to that (the machine
stopped between the two), nobody would ever erase them: they are swept a day later.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import PurePosixPath

from app.applications.service import drafts, files
from app.applications.store import blobs as store
from app.clock import Clock
from app.database import Database
from app.storage import Storage

UNNAMED_FOR = timedelta(hours=24)
TOGETHER = 200
# Names that `files` gives, and what a write that broke off leaves: nothing else is ever touched.
_OURS = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{38}(\.part)?")


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


def sweep(database: Database, storage: Storage, clock: Clock) -> int:
    """Delete sealed bytes that are a day old and that no row names; returns how many."""
    old, swept = _older(storage, clock.now() - UNNAMED_FOR), 0
    while some := list(islice(old, TOGETHER)):
        with database.reading() as session:
            kept = store.named(session, [PurePosixPath(each).name for each in some])
        for each in some:
            if PurePosixPath(each).name not in kept:
                storage.delete(each)
                swept += 1
    return swept


def _older(storage: Storage, moment: datetime) -> Iterator[str]:
    return (name for name, at in storage.names() if at < moment and _OURS.fullmatch(name))
