"""Owns inserting what is written once: past the unit of work, by statements built once."""

from functools import cache, lru_cache
from itertools import groupby

from sqlalchemy import BindParameter, Insert, Table, bindparam, inspect
from sqlmodel import Session, SQLModel

MOST_AT_ONCE = 24
KINDS_OF_DEED = 256


def insert_new(session: Session, *rows: SQLModel) -> None:
    """Insert finished rows at once and in this order, past the unit of work.

    For what is written once with the deed and not changed again in its transaction: a third of
    the time. The session does not know these rows; a query finds them. PostgreSQL, where a network
    lies between, is told the rows of a deed in one word; many rows, and rows of one table, go by
    tables, neighbours together.
    """
    session.flush()
    connection = session.connection()
    models = tuple(type(row) for row in rows)
    is_deed = len(rows) <= MOST_AT_ONCE and len(set(models)) > 1
    if is_deed and connection.dialect.name == "postgresql":
        statement, names = _insert_all(models)
        values = [row.__dict__[each] for row, of in zip(rows, names, strict=True) for each in of]
        connection.execute(statement, {f"v{place}": value for place, value in enumerate(values)})
        return
    for model, same in groupby(rows, type):
        statement, columns = _insert_into(model)
        given = [{name: row.__dict__[name] for name in columns} for row in same]
        connection.execute(statement, given if len(given) > 1 else given[0])


@cache
def _insert_into(model: type[SQLModel]) -> tuple[Insert, tuple[str, ...]]:
    table = _table(model)
    return table.insert(), tuple(column.name for column in table.columns)


@lru_cache(KINDS_OF_DEED)
def _insert_all(models: tuple[type[SQLModel], ...]) -> tuple[Insert, tuple[tuple[str, ...], ...]]:
    """One statement for a row of each: the last is inserted WITH those before it."""
    names = tuple(_insert_into(model)[1] for model in models)
    inserts, place = [], 0
    for model, columns in zip(models, names, strict=True):
        values: dict[str, BindParameter[object]] = {
            name: bindparam(f"v{place + at}") for at, name in enumerate(columns)
        }
        inserts.append(_table(model).insert().values(values))
        place += len(columns)
    *before, last = inserts
    return last.add_cte(*(each.cte(f"row_{at}") for at, each in enumerate(before))), names


def _table(model: type[SQLModel]) -> Table:
    table = inspect(model).local_table
    assert isinstance(table, Table)
    return table
