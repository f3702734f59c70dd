"""Owns the claims about backup and restore, on both databases."""

import json
from shutil import copytree

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from app.catalogue import service as catalogue
from app.database import Database
from app.operations import Refused, backup, restore
from app.settings import Settings

SEALED = b"\x01sealed bytes of a file"


@pytest.fixture
def filed(settings):
    """The city hall with one file of a resident in its store."""
    path = settings.data_dir / "files" / "ab" / "abcdef"
    path.parent.mkdir(parents=True)
    path.write_bytes(SEALED)
    return settings


@pytest.fixture
def copy(filed, tmp_path):
    backup(filed, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def elsewhere(filed, engine, tmp_path):
    """An empty place with the same keys."""
    folder = tmp_path / "elsewhere"
    copytree(filed.data_dir / "keys", folder / "keys")
    address = make_url(filed.database)
    if engine == "sqlite":
        yield Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'city.db'}")
        return
    name = f"{address.database}_restored"
    admin = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = address.set(database=name).render_as_string(hide_password=False)
    yield Settings(data_dir=folder, database_url=url)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def procedures(settings):
    database = Database(settings.database)
    with database.reading() as session:
        found = len(catalogue.published(session))
    database.close()
    return found


def test_what_was_backed_up_comes_back_with_its_files(filed, copy, elsewhere):
    restore(elsewhere, copy)
    assert procedures(elsewhere) == procedures(filed)
    assert (elsewhere.data_dir / "files" / "ab" / "abcdef").read_bytes() == SEALED


def test_the_keys_are_left_out(filed, copy):
    secret = filed.keys_file.read_bytes().strip()
    files = [path for path in copy.rglob("*") if path.is_file()]
    assert files and not any(secret in path.read_bytes() for path in files)


def test_a_folder_that_holds_something_is_not_written_over(filed, copy):
    with pytest.raises(Refused, match="not empty"):
        backup(filed, copy)


def test_a_changed_copy_is_refused_before_anything_is_written(copy, elsewhere):
    (copy / "files" / "ab" / "abcdef").write_bytes(b"other")
    with pytest.raises(Refused, match="abcdef: missing or changed"):
        restore(elsewhere, copy)
    assert not (elsewhere.data_dir / "files").exists()


def test_keys_that_would_not_open_it_are_refused_by_their_id(copy, elsewhere):
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"key_ids": ["lost-1"]}))
    with pytest.raises(Refused, match="TENOHIRA_SECRET_KEYS: lacks key lost-1"):
        restore(elsewhere, copy)


def test_without_the_key_file_the_keys_that_are_needed_are_named(filed, copy, elsewhere):
    ident = filed.keys_file.read_text().partition(":")[0]
    elsewhere.keys_file.unlink()
    with pytest.raises(Refused, match=f"put the key file back first; needed: {ident}"):
        restore(elsewhere, copy)


def test_a_place_in_use_is_not_written_over(filed, copy):
    with pytest.raises(Refused, match="restore into an empty place"):
        restore(filed, copy)


@pytest.mark.parametrize("text", ["", "[]", '{"files": 1}'])
def test_half_a_copy_is_none(copy, elsewhere, text):
    (copy / "manifest.json").write_text(text)
    with pytest.raises(Refused, match=r"manifest\.json: is no manifest"):
        restore(elsewhere, copy)


def test_a_database_that_is_not_there_is_not_made_by_a_backup(filed, tmp_path):
    lost = tmp_path / "lost.db"
    settings = filed.model_copy(update={"database_url": f"sqlite:///{lost}"})
    with pytest.raises(Refused, match=r"lost\.db: no such database"):
        backup(settings, tmp_path / "copy")
    assert not lost.exists()
