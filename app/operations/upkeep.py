"""Owns the upkeep: delivering, purging, backup and restore, checking the audit chain."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from app.applications.service.tidy import erase_all_expired
from app.audit import service as audit
from app.crypto import load_keys
from app.notifications import channels
from app.notifications.service import deliver
from app.operations.house import house
from app.operations.safety import Refused
from app.settings import Settings
from app.storage import open_storage

MANIFEST = "manifest.json"


def deliver_once(settings: Settings) -> list[str]:
    """Send what is due."""
    with house(settings) as opened:
        sent = deliver(
            opened.database, opened.keys, channels.from_settings(settings), opened.clock, limit=500
        )
    return [f"delivered {sent}"]


def purge(settings: Settings) -> list[str]:
    """Erase drafts past their time, batch by batch; bytes go after each commit."""
    with house(settings) as opened:
        storage = open_storage(settings.storage)
        total = erase_all_expired(opened.database, storage, opened.clock)
    return [f"erased {total} drafts"]


def backup(settings: Settings, folder: Path) -> list[str]:
    """A consistent copy of the database first, then the files; never the keys."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder}: not empty")
    folder.mkdir(parents=True, exist_ok=True)
    with house(settings) as opened:
        if opened.database.is_sqlite:
            source = settings.database.removeprefix("sqlite:///")
            with closing(sqlite3.connect(source)) as connection:
                connection.execute("VACUUM INTO ?", (str(folder / "database.sqlite"),))
        else:
            _dump_postgres(settings, folder / "database.dump")
        key_ids = sorted(opened.keys.masters)
    stored = _files_folder(settings)
    if stored.exists():
        shutil.copytree(stored, folder / "files", ignore=shutil.ignore_patterns("*.part"))
    listed = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {"version": 1, "key_ids": key_ids, "files": listed}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return [f"backed up {len(listed)} files to {folder}; keys needed: {', '.join(key_ids)}"]


def restore(settings: Settings, folder: Path) -> list[str]:
    """Bring a backup into an empty place; every byte is checked against the manifest."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"{folder / MANIFEST}: cannot be read") from error
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise Refused(f"{path}: missing or changed")
    have = load_keys(settings.keys_file).masters
    lacking = [ident for ident in manifest["key_ids"] if ident not in have]
    if lacking:
        raise Refused(f"TENOHIRA_SECRET_KEYS: lacks key {', '.join(lacking)}")
    _restore_database(settings, folder)
    if (folder / "files").exists():
        shutil.copytree(folder / "files", _files_folder(settings), dirs_exist_ok=True)
    return [f"restored {len(manifest['files'])} files"]


def audit_verify(settings: Settings) -> list[str]:
    """Walk the chain; Refused where it is broken."""
    with house(settings) as opened, opened.database.reading() as session:
        count, broken = audit.verify(session)
    if broken is not None:
        raise Refused(f"audit: entry {broken} does not hold ({count} before it do)")
    return [f"audit: {count} entries hold"]


def _files_folder(settings: Settings) -> Path:
    if "://" in settings.storage:
        raise Refused("TENOHIRA_STORAGE_URL: back the bucket up with its own means")
    return Path(settings.storage)


def _dump_postgres(settings: Settings, target: Path) -> None:
    if shutil.which("pg_dump") is None:
        raise Refused("pg_dump: not installed")
    url = settings.database.replace("postgresql+psycopg://", "postgresql://")
    subprocess.run(["pg_dump", "-Fc", "-f", str(target), url], check=True)


def _restore_database(settings: Settings, folder: Path) -> None:
    if (folder / "database.sqlite").exists():
        target = Path(settings.database.removeprefix("sqlite:///"))
        if target.exists():
            raise Refused(f"{target}: exists; restore into an empty place")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / "database.sqlite", target)
        return
    url = settings.database.replace("postgresql+psycopg://", "postgresql://")
    subprocess.run(
        ["pg_restore", "--no-owner", "-d", url, str(folder / "database.dump")], check=True
    )
