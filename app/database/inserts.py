"""Owns inserting what is written once: past the unit of work, by statements built once."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby

from sqlalchemy import BindParameter, Insert, Table, bindparam, inspect
from sqlmodel import Session, SQLModel

# psycopg reads a longer statement anew each time (MAX_CACHED_STATEMENT_PARAMS).
MOST_VALUES = 50
MOST_ROWS = 24
KINDS_OF_DEED = 256


def insert_new(session: Session, *rows: SQLModel) -> None:
    """Insert finished rows at once and in this order, past the unit of work.

    For what is written once with the deed and not changed again in its transaction: a third of
    the time. The session does not know these rows; a query finds them. PostgreSQL, where a network
    lies between, is told the rows of a deed in a word or two. Many rows, and rows of one table, go
    by tables, neighbours together.
    """
    session.flush()
    connection = session.connection()
    is_deed = len(rows) <= MOST_ROWS and len({type(row) for row in rows}) > 1
    if is_deed and connection.dialect.name == "postgresql":
        for some in _by_statement(rows):
            statement, names = _insert_all(tuple(type(row) for row in some))
            given = (row.__dict__[each] for row, of in zip(some, names, strict=True) for each in of)
            connection.execute(statement, {f"v{at}": value for at, value in enumerate(given)})
        return
    for model, same in groupby(rows, type):
        insert, columns = _insert_into(model)
        values = [{name: row.__dict__[name] for name in columns} for row in same]
        connection.execute(insert, values if len(values) > 1 else values[0])


def _by_statement(rows: Sequence[SQLModel]) -> Iterator[list[SQLModel]]:
    """The rows in order, as many together as one statement takes."""
    some: list[SQLModel] = []
    values = 0
    for row in rows:
        width = len(_insert_into(type(row))[1])
        if some and values + width > MOST_VALUES:
            yield some
            some, values = [], 0
        some.append(row)
        values += width
    yield some


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
