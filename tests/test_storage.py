"""Sealed bytes lie where they were put, whole or not at all."""

import os

import pytest
from obstore.store import MemoryStore

from app.storage import FolderStorage, ObjectStorage, StorageUnavailable, open_storage

NAME = "ab/0123456789abcdef"


@pytest.fixture(params=["folder", "object store"])
def storage(request, tmp_path):
    return (
        FolderStorage(tmp_path / "f") if request.param == "folder" else ObjectStorage(MemoryStore())
    )


def test_what_was_put_is_got(storage):
    storage.put(NAME, b"sealed")
    assert storage.get(NAME) == b"sealed"


def test_a_second_put_replaces(storage):
    storage.put(NAME, b"first")
    storage.put(NAME, b"second")
    assert storage.get(NAME) == b"second"


def test_every_name_is_listed_with_its_time(storage):
    storage.put(NAME, b"sealed")
    [(name, at)] = storage.names()
    assert name == NAME
    assert at.tzinfo is not None


def test_a_reader_is_not_told_where_the_bytes_should_lie():
    error = StorageUnavailable("/srv/files: no space left")
    assert (error.status, error.code) == (503, "STORAGE_FULL")
    assert "/srv" not in error.message


def test_an_absent_name_is_an_error_of_its_own_kind(storage):
    with pytest.raises(StorageUnavailable):
        storage.get(NAME)


def test_a_deleted_name_is_absent(storage):
    storage.put(NAME, b"sealed")
    storage.delete(NAME)
    with pytest.raises(StorageUnavailable):
        storage.get(NAME)


def test_deleting_what_is_absent_is_fine(storage):
    storage.delete(NAME)


def test_an_empty_body_is_a_body(storage):
    storage.put(NAME, b"")
    assert storage.get(NAME) == b""


def test_no_part_is_left_beside_a_file(tmp_path):
    FolderStorage(tmp_path).put(NAME, b"sealed")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["0123456789abcdef"]


def test_the_folder_is_for_its_owner_only(tmp_path):
    FolderStorage(tmp_path / "files")
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_an_error_of_its_own_kind(tmp_path):
    storage = FolderStorage(tmp_path)
    (tmp_path / "ab").write_text("a file where a folder should be")
    with pytest.raises(StorageUnavailable):
        storage.put(NAME, b"sealed")


@pytest.mark.parametrize("name", ["../outside", "/etc/outside"])
def test_a_name_never_leaves_the_folder(tmp_path, name):
    storage = FolderStorage(tmp_path / "files")
    with pytest.raises(StorageUnavailable):
        storage.put(name, b"sealed")
    assert os.listdir(tmp_path) == ["files"]


def test_a_path_opens_a_folder(tmp_path):
    assert isinstance(open_storage(str(tmp_path)), FolderStorage)


@pytest.mark.parametrize("address", ["foo://kumquat", "s3://"])
def test_an_address_that_is_none_is_refused_and_not_repeated(address):
    with pytest.raises(StorageUnavailable, match=r"^not an address of a file store$"):
        open_storage(address)
