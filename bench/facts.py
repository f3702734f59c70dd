"""Owns millions of made-up facts: five years of a city, written by the database itself.

Two of ten are arrivals, the others what lies around them (started, steps done, decided). A few of
1,800 procedures are asked for most; weekday and hour decide the stamp, as the calendar would.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from app.journal.models import Fact

PER_DAY = 86_400
DAYS = 1_826
PROCEDURES = 1_800
SECTIONS = 40
FIRST = 1_609_426_800  # 2021-01-01T00:00 in Asia/Tokyo
FIRST_WEEKDAY = 4

_EVENTS = (
    "CASE n % 10 WHEN 0 THEN 'started' WHEN 6 THEN 'arrived' WHEN 7 THEN 'status_changed' "
    "WHEN 8 THEN 'decided' WHEN 9 THEN 'arrived' ELSE 'step_done' END"
)
_COLUMNS = (
    "id, event, occurred_at, recorded_at, procedure, section, intake, form, step, seconds, locale, "
    "preferred_locale, channel, device, in_hours, reason, calendar_version, detail, count, month, "
    "batch, kind"
)
# t: seconds since FIRST on the clock of Asia/Tokyo; x: 0 to 1, another for each fact.
_VALUES = """
  {ident}, event, moment, moment, 'bench-' || place, 'section-' || (place % {sections}),
  CASE WHEN place < 3 THEN 'intake-' || (t / 31536000) END,
  '0123456789abcdef', CASE WHEN n % 10 BETWEEN 1 AND 5 THEN 'step-' || (n % 10) END, 240,
  CASE WHEN n % 29 = 0 THEN 'en' WHEN n % 31 = 0 THEN 'vi' ELSE 'ja' END, 'ja',
  CASE WHEN n % 41 = 0 THEN 'national_portal' WHEN n % 59 = 0 THEN 'counter' ELSE 'own' END,
  CASE WHEN n % 4 = 1 THEN 'desktop' WHEN n % 23 = 0 THEN 'tablet' ELSE 'phone' END,
  CASE WHEN event = 'arrived' THEN {inside} END,
  CASE WHEN event <> 'arrived' THEN NULL WHEN wd = 6 THEN 'sunday' WHEN wd = 5 THEN 'saturday'
       WHEN {inside} THEN 'in_hours' WHEN s < 30600 THEN 'before_opening' ELSE 'after_closing' END,
  CASE WHEN event = 'arrived' THEN 'bench' END, NULL, 1, NULL, NULL, 'live'
"""
# The same facts on every run and both databases; random() would be asked anew at each mention.
_CHANCE = "(n * 611953 % 1000003) / 1000003.0"
_INSIDE = "(wd < 5 AND s >= 30600 AND s < 62100)"


def fill(connection: Connection, number: int, *, start: int = 0, whole: int = 0) -> None:
    """Append facts `start` to `number` of a journal that will hold `whole`, in order of time."""
    is_sqlite = connection.dialect.name == "sqlite"
    seconds = f"(n * {DAYS * PER_DAY / (whole or number):.9f})"
    parts = _sqlite(seconds) if is_sqlite else _postgresql(seconds)
    values = _VALUES.format(inside=_INSIDE, ident=parts["ident"], sections=SECTIONS)
    clock = (
        f"SELECT n, t, {_EVENTS} AS event, {parts['moment']} AS moment, {parts['place']} AS place, "
        f"t % {PER_DAY} AS s, (t / {PER_DAY} + {FIRST_WEEKDAY}) % 7 AS wd "
        f"FROM ({parts['source']}) AS made"
    )
    statement = f"INSERT INTO journal_facts ({_COLUMNS}) SELECT {values} FROM ({clock}) AS clocked"
    if start:
        connection.execute(text(statement), {"start": start, "number": number})
        return
    with _indexes_made_after(connection):
        connection.execute(text(statement), {"start": start, "number": number})


@contextmanager
def _indexes_made_after(connection: Connection) -> Iterator[None]:
    """Sorting millions of keys once takes a tenth of putting each in its place."""
    indexes = list(Fact.__table__.indexes)  # type: ignore[attr-defined]
    for index in indexes:
        index.drop(connection)
    yield
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    for index in indexes:
        index.create(connection)


def _sqlite(seconds: str) -> dict[str, str]:
    return {
        "source": "WITH RECURSIVE many(n) AS (SELECT :start UNION ALL SELECT n + 1 FROM many "
        f"WHERE n + 1 < :number) SELECT n, CAST({seconds} AS INTEGER) AS t, "
        f"{_CHANCE} AS x FROM many",
        "moment": f"strftime('%Y-%m-%d %H:%M:%S.000000', t + {FIRST}, 'unixepoch')",
        "place": f"CAST(x * x * x * {PROCEDURES} AS INTEGER)",
        "ident": f"printf('%012x%020x', (t + {FIRST}) * 1000, n)",
    }


def _postgresql(seconds: str) -> dict[str, str]:
    return {
        "source": f"SELECT n, CAST(floor({seconds}) AS BIGINT) AS t, CAST({_CHANCE} AS REAL) AS x "
        "FROM generate_series(CAST(:start AS BIGINT), :number - 1) AS n",
        "moment": f"to_timestamp(t + {FIRST})",
        "place": f"CAST(floor(x * x * x * {PROCEDURES}) AS INTEGER)",
        "ident": f"lpad(to_hex((t + {FIRST}) * 1000), 12, '0') || lpad(to_hex(n), 20, '0')",
    }
