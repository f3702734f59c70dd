"""Owns where sealed file bytes lie: a local folder by default, S3 through obstore.

`storage` never sees a plain byte: rooms seal before they put and open after they get.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from app.errors import NoRoom


class StorageUnavailable(NoRoom):
    """The file store could not be reached or written."""

    message = "ただいま受け付けできません。まだ受け付けていません"
    advice = "入力した内容は残っています。時間をおいて、もう一度お試しください。"
    kept = True


class Storage(Protocol):
    """Sealed bytes under random names."""

    def put(self, name: str, body: bytes) -> None:
        """Store durably; returns only when the bytes are safe."""

    def get(self, name: str) -> bytes:
        """The bytes; raises StorageUnavailable when absent."""

    def delete(self, name: str) -> None:
        """Remove; absent is fine."""

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every name there is, and when its bytes came."""


class ObjectStorage:
    """Storage on any obstore backend."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def put(self, name: str, body: bytes) -> None:
        """Store durably."""
        try:
            obstore.put(self._store, name, body)
        except Exception as error:
            raise StorageUnavailable(str(error)) from error

    def get(self, name: str) -> bytes:
        """The bytes."""
        try:
            return bytes(obstore.get(self._store, name).bytes())
        except Exception as error:
            raise StorageUnavailable(name) from error

    def delete(self, name: str) -> None:
        """Remove; absent is fine."""
        try:
            obstore.delete(self._store, name)
        except FileNotFoundError:
            return

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every name there is, and when its bytes came."""
        for some in obstore.list(self._store):
            for each in some:
                yield each["path"], each["last_modified"]


class FolderStorage(ObjectStorage):
    """Storage in a local folder, with an fsync of file and folder before `put` returns."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        super().__init__(LocalStore(folder))

    def put(self, name: str, body: bytes) -> None:
        """Write, flush to disk, rename, flush the folder: obstore alone does not flush."""
        path = self._folder / name
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise StorageUnavailable(f"{name}: outside the folder")
        part = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            part.rename(path)
            handle = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise StorageUnavailable(str(error)) from error


def open_storage(url: str) -> Storage:
    """The store behind an address: a folder path or `s3://bucket/prefix`.

    Raises StorageUnavailable for an address that is none.
    """
    if "://" not in url:
        return FolderStorage(Path(url))
    try:
        return ObjectStorage(from_url(url))
    except Exception as error:
        # The library's text repeats the address, and with it what may be secret.
        raise StorageUnavailable("not an address of a file store") from error
