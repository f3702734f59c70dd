"""Owns writing what is known already: past the unit of work, by statements built once."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import BindParameter, Insert, Table, Update, bindparam, inspect
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

# psycopg reads a longer statement anew each time (MAX_CACHED_STATEMENT_PARAMS).
MOST_VALUES = 50
MOST_ROWS = 24
KINDS_OF_DEED = 256
_KEY = "key_"


class Change(NamedTuple):
    """New values of a row whose lock this transaction holds; written, the row has them."""

    row: SQLModel
    values: Mapping[str, object]


class _Kind(NamedTuple):
    """Rows of one kind are written by one statement; `changed` is None for new ones."""

    model: type[SQLModel]
    changed: tuple[str, ...] | None


def write_at_once(session: Session, *rows: SQLModel | Change) -> None:
    """Write finished new rows and changes at once and in this order, past the unit of work.

    For what is written once with the deed and not changed again in its transaction: a third of
    the time. The session does not know the new rows; a query finds them. PostgreSQL, where a
    network lies between, is told the rows of a deed in a word or two. Many rows, and rows of one
    table, go by tables, neighbours together.
    """
    session.flush()
    connection = session.connection()
    is_deed = len(rows) <= MOST_ROWS and len({_kind(row) for row in rows}) > 1
    if is_deed and connection.dialect.name == "postgresql":
        for some in _by_statement(rows):
            given = [value for row in some for value in _values(row)]
            statement = _one_for_all(tuple(_kind(row) for row in some))
            connection.execute(statement, {f"v{at}": value for at, value in enumerate(given)})
    else:
        for kind, same in groupby(rows, _kind):
            names = _names(kind)
            values = [dict(zip(names, _values(row), strict=True)) for row in same]
            connection.execute(_statement(kind), values if len(values) > 1 else values[0])
    for row in rows:
        if isinstance(row, Change):
            for name, value in row.values.items():
                set_committed_value(row.row, name, value)


def _kind(row: SQLModel | Change) -> _Kind:
    if isinstance(row, Change):
        return _Kind(type(row.row), tuple(row.values))
    return _Kind(type(row), None)


def _values(row: SQLModel | Change) -> list[object]:
    """What is written of a row, as `_names` calls it; the key of a changed one is the last."""
    if isinstance(row, Change):
        return [*row.values.values(), row.row.__dict__[_key(type(row.row))]]
    return [row.__dict__[name] for name in _names(_kind(row))]


def _by_statement(rows: Sequence[SQLModel | Change]) -> Iterator[list[SQLModel | Change]]:
    """The rows in order, as many together as one statement takes."""
    some: list[SQLModel | Change] = []
    values = 0
    for row in rows:
        width = len(_names(_kind(row)))
        if some and values + width > MOST_VALUES:
            yield some
            some, values = [], 0
        some.append(row)
        values += width
    yield some


@cache
def _names(kind: _Kind) -> tuple[str, ...]:
    if kind.changed is None:
        return tuple(column.name for column in _table(kind.model).columns)
    return (*kind.changed, _KEY)


@cache
def _statement(kind: _Kind) -> Insert | Update:
    table = _table(kind.model)
    if kind.changed is None:
        return table.insert()
    return table.update().where(table.c[_key(kind.model)] == bindparam(_KEY))


@lru_cache(KINDS_OF_DEED)
def _one_for_all(kinds: tuple[_Kind, ...]) -> Insert | Update:
    """One statement for a row of each kind: the last is written WITH those before it."""
    parts: list[Insert | Update] = []
    place = 0
    for kind in kinds:
        values: dict[str, BindParameter[object]] = {
            name: bindparam(f"v{place + at}") for at, name in enumerate(_names(kind))
        }
        place += len(values)
        table = _table(kind.model)
        if kind.changed is None:
            parts.append(table.insert().values(values))
        else:
            key = table.c[_key(kind.model)] == values.pop(_KEY)
            parts.append(table.update().where(key).values(values))
    *before, last = parts
    return last.add_cte(*(each.cte(f"row_{at}") for at, each in enumerate(before)))


@cache
def _key(model: type[SQLModel]) -> str:
    (column,) = _table(model).primary_key
    return column.name


def _table(model: type[SQLModel]) -> Table:
    table = inspect(model).local_table
    assert isinstance(table, Table)
    return table
