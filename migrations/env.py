"""Owns how Alembic meets the database: the address comes from the caller or from Settings."""

from alembic import context
from sqlmodel import SQLModel

from app import tables
from app.database import migration_engine
from app.settings import Settings

assert tables.ALL, "every room's tables must be known before the models are compared"


def run() -> None:
    """Migrate over one connection; SQLite rebuilds tables in batches."""
    given = context.config.attributes.get("url")
    engine = migration_engine(given or Settings().database)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=True,
            compare_type=True,
            user_module_prefix="sqlmodel.",
        )
        with context.begin_transaction():
            context.run_migrations()


run()
