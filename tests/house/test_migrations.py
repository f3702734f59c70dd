"""The migrations build exactly the tables that the rooms name, on both databases."""

import ast

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlmodel import SQLModel

from app import tables
from app.operations import upgrade_tables


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request):
    return request.param


def test_the_tables_are_those_of_the_models(database):
    assert tables.ALL
    with database.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_again_changes_nothing(database):
    before = inspect(database.writer).get_table_names()
    upgrade_tables(database.writer.url.render_as_string(hide_password=False))
    assert inspect(database.writer).get_table_names() == before


def test_the_revisions_are_one_line(root):
    assert len(ScriptDirectory(str(root / "migrations")).get_heads()) == 1


def test_every_foreign_key_is_named(database):
    inspector = inspect(database.writer)
    unnamed = [
        (table, key["constrained_columns"])
        for table in inspector.get_table_names()
        for key in inspector.get_foreign_keys(table)
        if not key["name"]
    ]
    assert unnamed == []


def test_no_migration_reads_the_models(root):
    # A model changes; a migration that was run never does.
    importing = [
        path.name
        for path in (root / "migrations" / "versions").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app")
    ]
    assert importing == []
