"""Owns inserting what is written once: past the unit of work, by statements built once a table."""

from functools import cache
from itertools import groupby

from sqlalchemy import Insert, inspect
from sqlmodel import Session, SQLModel


def insert_new(session: Session, *rows: SQLModel) -> None:
    """Insert finished rows at once and in this order, past the unit of work.

    For what is written once with the deed and not changed again in its transaction: a third of
    the time. The session does not know these rows; a query finds them. Neighbours of one table
    go in one round to the database.
    """
    session.flush()
    connection = session.connection()
    for model, same in groupby(rows, type):
        statement, names = _insert_into(model)
        values = [{name: row.__dict__[name] for name in names} for row in same]
        connection.execute(statement, values if len(values) > 1 else values[0])


@cache
def _insert_into(model: type[SQLModel]) -> tuple[Insert, tuple[str, ...]]:
    table = inspect(model).local_table
    return table.insert(), tuple(column.name for column in table.columns)
