"""The two engines of one database: what is written is read, on another connection."""

from sqlalchemy import text


def test_the_database_is_migrated(database):
    with database.reading() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar()
