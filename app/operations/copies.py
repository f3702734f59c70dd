"""Owns copies of the database and the files: taking one, and bringing one back whole."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import BaseModel, ValidationError
from sqlalchemy import URL, make_url

from app.crypto import load_keys
from app.operations.progress import shown
from app.operations.safety import Refused
from app.settings import Settings

MANIFEST = "manifest.json"
_SQLITE, _DUMP = "database.sqlite", "database.dump"


class Manifest(BaseModel):
    """What a copy holds; written last, so that half a copy is none."""

    version: int
    key_ids: list[str]
    files: dict[str, str]


def backup(settings: Settings, folder: Path) -> list[str]:
    """A consistent copy of the database first, then the files; never the keys."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder}: not empty")
    stored = _files_folder(settings)
    key_ids = sorted(load_keys(settings.keys_file).masters)
    address = make_url(settings.database)
    source = Path(address.database or "")
    is_sqlite = address.get_backend_name() == "sqlite"
    if is_sqlite and not source.exists():
        raise Refused(f"{source}: no such database; nothing to back up")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if is_sqlite:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(folder / _SQLITE),))
    else:
        _postgres(address, "pg_dump", "-Fc", "-f", str(folder / _DUMP))
    _copy_files(stored, folder / "files", "files copied")
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    listed = {str(path.relative_to(folder)): _hash(path) for path in shown(found, "files summed")}
    manifest = Manifest(version=1, key_ids=key_ids, files=listed)
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    return [f"backed up {len(listed)} files to {folder}; keys needed: {', '.join(key_ids)}"]


def restore(settings: Settings, folder: Path) -> list[str]:
    """Bring a backup into an empty place; every byte is checked against the manifest first."""
    manifest = _manifest(folder)
    for name, expected in shown(list(manifest.files.items()), "files checked"):
        path = folder / name
        if not path.is_file() or _hash(path) != expected:
            raise Refused(f"{path}: missing or changed")
    if not settings.keys_file.exists():
        needed = ", ".join(manifest.key_ids)
        raise Refused(f"{settings.keys_file}: put the key file back first; needed: {needed}")
    have = load_keys(settings.keys_file).masters
    lacking = [ident for ident in manifest.key_ids if ident not in have]
    if lacking:
        raise Refused(f"TENOHIRA_SECRET_KEYS: lacks key {', '.join(lacking)}")
    target = _files_folder(settings)
    if target.exists() and any(path.is_file() for path in target.rglob("*")):
        raise Refused(f"{target}: holds files; restore into an empty place")
    _restore_database(make_url(settings.database), folder)
    _copy_files(folder / "files", target, "files restored")
    return [f"restored {len(manifest.files)} files"]


def _manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        return Manifest.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, ValidationError) as error:
        raise Refused(f"{path}: is no manifest of a backup") from error


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files_folder(settings: Settings) -> Path:
    if "://" in settings.storage:
        raise Refused("TENOHIRA_STORAGE_URL: back the bucket up with its own means")
    return Path(settings.storage)


def _copy_files(source: Path, target: Path, what: str) -> None:
    whole = [path for path in source.rglob("*") if path.is_file() and path.suffix != ".part"]
    for path in shown(whole, what):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            shutil.copyfile(path, copy)
        except FileNotFoundError:
            # Erased since it was listed: its draft is past its time.
            copy.unlink(missing_ok=True)


def _restore_database(address: URL, folder: Path) -> None:
    is_sqlite = address.get_backend_name() == "sqlite"
    if is_sqlite != (folder / _SQLITE).exists():
        raise Refused("TENOHIRA_DATABASE_URL: the backup is of the other kind of database")
    if not is_sqlite:
        _postgres(
            address, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction",
            str(folder / _DUMP),
        )  # fmt: skip
        return
    target = Path(address.database or "")
    if target.exists():
        raise Refused(f"{target}: exists; restore into an empty place")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / _SQLITE, target)


def _postgres(address: URL, program: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        raise Refused(f"{program}: not installed")
    with _without_password(address) as target:
        subprocess.run(
            [program, *arguments, "-d", target], check=True, text=True,
            stdin=subprocess.DEVNULL, capture_output=True,
        )  # fmt: skip


@contextmanager
def _without_password(address: URL) -> Iterator[str]:
    """The address for a program of PostgreSQL; every user of the machine reads its arguments."""
    plain = address.set(drivername="postgresql", password=None)
    with NamedTemporaryFile("w", encoding="utf-8") as file:
        if address.password:
            escaped = str(address.password).replace("\\", r"\\").replace(":", r"\:")
            file.write(f"*:*:*:*:{escaped}\n")
            file.flush()
            plain = plain.update_query_dict({"passfile": file.name})
        yield plain.render_as_string(hide_password=False)
