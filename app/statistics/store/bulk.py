"""Owns adding a range of facts to the sums by four statements of the database itself.

What it writes is what `keys` reads of the same facts in Python, held together by the property test
of the sums. The statements are the same on both databases but for how a day is worked out.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from app.statistics.store.keys import (
    IN_HOURS,
    INSIDE,
    MINUTES,
    OUTSIDE,
    SLOT_MINUTES,
    UNTIMED,
    WISH_MARK,
    WISHED,
)
from app.statistics.store.tail import Part

_TOKYO: Final = 9 * 3600
# Whole weeks before 1970 that are added, so that no division meets a number below zero.
_WEEKS: Final = 7 * 86_400 * 10_000
_MONDAY: Final = 3  # 1970-01-01 was a Thursday
_WORK_MEMORY: Final = "SET LOCAL work_mem = '16MB'"
_THINGS: Final = {
    "procedure": "procedure", "section": "section", "intake": "intake", "locale": "locale",
    "device": "device", "origin": "origin", "slot": "{four_digits}",
}  # fmt: skip
_EVENT_THINGS: Final = {
    "procedure": "procedure", "locale": "locale", "device": "device",
    "step": "procedure || '/' || step", "detail": "procedure || '/' || detail",
}  # fmt: skip
# Months and years of a procedure tell the side, and no calendar.
_INSIDE: Final = ", ".join(f"'{reason}'" for reason in INSIDE)
_SIDE: Final = (
    f"CASE WHEN about <> 'procedure' THEN reason WHEN reason IN ({_INSIDE}) THEN '{IN_HOURS}' "
    f"ELSE '{OUTSIDE}' END"
)
_CALENDAR: Final = "CASE WHEN about <> 'procedure' THEN calendar ELSE '' END"
_CELL: Final = (
    "procedure, day, slot, channel, reason, section, intake, locale, device, origin, calendar, kind"
)
_SUM: Final = "about, event, kind, grain, start, value, channel, reason, calendar"


@dataclass(frozen=True)
class _Dialect:
    """How a database tells days: `{}` stands for a column, days are numbers since 1970.

    SQLite is kept from looking for the arrivals of all time by `+event`, which no index is of:
    each fold reads its range of ids.
    """

    seconds: str
    day: str
    month: str
    year: str
    first: str
    four_digits: str
    event: str


_SQLITE: Final = _Dialect(
    seconds="unixepoch({})",
    day="date({} * 86400, 'unixepoch')",
    month="date({}, 'start of month')",
    # The first of April before or on it (会計年度：地方自治法208条).
    year="date({}, 'start of month', '-3 months', 'start of year', '+3 months')",
    first="({} || '-01')",
    four_digits="printf('%04d', slot)",
    event="+event",
)
_POSTGRESQL: Final = _Dialect(
    seconds="CAST(floor(date_part('epoch', {})) AS BIGINT)",
    day="(DATE '1970-01-01' + CAST({} AS INTEGER))",
    month="CAST(date_trunc('month', {}) AS DATE)",
    year="CAST(date_trunc('year', {} - INTERVAL '3 months') + INTERVAL '3 months' AS DATE)",
    first="CAST({} || '-01' AS DATE)",
    four_digits="lpad(CAST(slot AS TEXT), 4, '0')",
    event="event",
)


def add(session: Session, part: Part, last: str) -> None:
    """Add the facts of a part after its mark up to `last`, or take a withdrawn batch out."""
    is_sqlite = session.connection().dialect.name == "sqlite"
    told = _SQLITE if is_sqlite else _POSTGRESQL
    if not is_sqlite:
        session.execute(text(_WORK_MEMORY))
    values = {"sign": part.sign, "mark": part.mark if part.sign > 0 else "", "last": last}
    if part.batch:
        values["batch"] = part.batch
    facts = _facts(told, part)
    for statement in (_cells, _arrivals, _sendings, _events):
        session.execute(text(statement(told, facts)), values)


def _facts(told: _Dialect, part: Part) -> str:
    """The facts of the range with the second and the day they are of in Asia/Tokyo."""
    seconds = f"{told.seconds.format('occurred_at')} + {_TOKYO}"
    recorded = f"{told.seconds.format('recorded_at')} + {_TOKYO}"
    batch = "batch = :batch" if part.batch else "batch IS NULL"
    return f"""
      SELECT {told.event} AS event, kind, procedure, section, coalesce(intake, '') AS intake,
        step, detail, coalesce(locale, '') AS locale, device, channel, reason, batch, month,
        seconds, coalesce(nullif(preferred_locale, ''), locale, '') AS wished, :sign AS sign,
        coalesce(calendar_version, '') AS calendar, "count" * :sign AS applications,
        {seconds} AS t, ({seconds} + {_WEEKS}) / 86400 - {_WEEKS // 86_400} AS day_number,
        ({recorded} + {_WEEKS}) / 86400 - {_WEEKS // 86_400} AS recorded_number
      FROM journal_facts WHERE {batch} AND id > :mark AND id <= :last"""


def _select_cells(told: _Dialect, facts: str) -> str:
    slot = (
        f"CAST((t + {_WEEKS} + {_MONDAY} * 86400) % (7 * 86400) / ({SLOT_MINUTES} * 60) AS INTEGER)"
    )
    origin = (
        "CASE WHEN batch IS NOT NULL AND kind <> 'demo' THEN 'import' "
        "WHEN recorded_number = day_number THEN 'live' ELSE 'late' END"
    )
    return f"""
      SELECT procedure, {told.day.format("day_number")} AS day, slot, channel, reason, section,
        intake, locale, device, origin, calendar, kind, sum(applications) AS applications
      FROM (SELECT facts.*, {slot} AS slot, {origin} AS origin FROM ({facts}) AS facts
            WHERE event = 'arrived' AND t IS NOT NULL AND reason IS NOT NULL) AS arrivals
      GROUP BY procedure, day_number, slot, channel, reason, section, intake, locale, device,
        origin, calendar, kind"""


def _cells(told: _Dialect, facts: str) -> str:
    """The statement of the cells of arrivals."""
    return f"""
      INSERT INTO statistics_arrivals ({_CELL}, "count")
      SELECT {_CELL}, applications FROM ({_select_cells(told, facts)}) AS cells
      WHERE true ORDER BY {_CELL}
      {_or_add("statistics_arrivals", _CELL)}"""


def _arrivals(told: _Dialect, facts: str) -> str:
    """The statement of the sums of arrivals, at three grains for each thing they can be about."""
    days = " UNION ALL ".join(
        f"""
        SELECT '{about}' AS about, kind, day, {value} AS value, channel, reason, calendar,
          sum(applications) AS applications
        FROM cells GROUP BY kind, day, {by} channel, reason, calendar"""
        for about, value, by in (
            ("total", "''", ""),
            *((each, _value(each, told), f"{each},") for each in _THINGS),
        )
    )
    return f"""
      INSERT INTO statistics_sums ({_SUM}, "count")
      WITH cells AS MATERIALIZED ({_select_cells(told, facts)}),
        days AS MATERIALIZED ({days}),
        months AS MATERIALIZED (
          SELECT about, kind, {told.month.format("day")} AS month, value, channel,
            {_SIDE} AS reason, {_CALENDAR} AS calendar, sum(applications) AS applications
          FROM days
          GROUP BY about, kind, {told.month.format("day")}, value, channel, {_SIDE}, {_CALENDAR}),
        sums AS (
          SELECT about, kind, 'd' AS grain, day AS start, value, channel, reason, calendar,
            applications FROM days
          UNION ALL
          SELECT about, kind, 'm', month, value, channel, reason, calendar, applications
          FROM months
          UNION ALL
          SELECT about, kind, 'y', {told.year.format("month")}, value, channel, reason, calendar,
            sum(applications)
          FROM months
          GROUP BY about, kind, {told.year.format("month")}, value, channel, reason, calendar)
      SELECT about, 'arrived', kind, grain, start, value, channel, reason, calendar, applications
      FROM sums WHERE true ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
      {_or_add("statistics_sums", _SUM)}"""


def _sendings(told: _Dialect, facts: str) -> str:
    """The statement of how long sends took, and of languages wished beside those used."""
    month = told.month.format(told.day.format("day_number"))
    return f"""
      INSERT INTO statistics_sums ({_SUM}, "count")
      WITH sent AS MATERIALIZED (
          SELECT facts.*, {month} AS of_month FROM ({facts}) AS facts
          WHERE event = 'arrived' AND t IS NOT NULL),
        months AS MATERIALIZED (
          SELECT '{MINUTES}' AS about, kind, of_month, CAST(seconds / 60 AS TEXT) AS value, channel,
            sum(sign) AS applications
          FROM sent WHERE seconds IS NOT NULL GROUP BY kind, of_month, seconds / 60, channel
          UNION ALL
          SELECT '{WISHED}', kind, of_month, wished || '{WISH_MARK}' || locale, channel,
            sum(applications)
          FROM sent WHERE wished <> '' AND (batch IS NULL OR kind = 'demo')
          GROUP BY kind, of_month, wished, locale, channel),
        sums AS (
          SELECT about, kind, 'm' AS grain, of_month AS start, value, channel, applications
          FROM months
          UNION ALL
          SELECT about, kind, 'y', {told.year.format("of_month")}, value, channel,
            sum(applications)
          FROM months GROUP BY about, kind, {told.year.format("of_month")}, value, channel)
      SELECT about, 'arrived', kind, grain, start, value, channel, '', '', applications
      FROM sums WHERE true ORDER BY 1, 2, 3, 4, 5, 6, 7
      {_or_add("statistics_sums", _SUM)}"""


def _events(told: _Dialect, facts: str) -> str:
    """The statement of all other sums; only the total of an event has days."""
    wider = " UNION ALL ".join(
        f"""
        SELECT '{about}' AS about, event, kind, month, {value} AS value, channel,
          sum(applications) AS applications
        FROM lines {where} GROUP BY event, kind, month, {by} channel"""
        for about, value, where, by in (
            ("total", "''", "", ""),
            *(
                (each, value, f"WHERE {each} <> ''", f"procedure, {each},")
                if each in ("step", "detail")
                else (each, value, "", f"{each},")
                for each, value in _EVENT_THINGS.items()
            ),
        )
    )
    month = told.month.format(told.day.format("day_number"))
    return f"""
      INSERT INTO statistics_sums ({_SUM}, "count")
      WITH facts AS MATERIALIZED ({facts} AND (event <> 'arrived' OR occurred_at IS NULL)),
        lines AS MATERIALIZED (
          SELECT event, kind, {month} AS month, procedure, step, detail, locale, device, channel,
            sum(applications) AS applications
          FROM facts WHERE t IS NOT NULL
          GROUP BY event, kind, {month}, procedure, step, detail, locale, device, channel),
        months AS MATERIALIZED ({wider}),
        sums AS (
          SELECT 'total' AS about, event, kind, 'd' AS grain,
            {told.day.format("day_number")} AS start, '' AS value, channel,
            sum(applications) AS applications
          FROM facts WHERE t IS NOT NULL GROUP BY event, kind, day_number, channel
          UNION ALL
          SELECT about, event, kind, 'm', month, value, channel, applications FROM months
          UNION ALL
          SELECT about, event, kind, 'y', {told.year.format("month")}, value, channel,
            sum(applications)
          FROM months GROUP BY about, event, kind, {told.year.format("month")}, value, channel
          UNION ALL
          SELECT '{UNTIMED}', event, kind, 'm', {told.first.format("month")}, procedure, channel,
            sum(applications)
          FROM facts WHERE t IS NULL AND month IS NOT NULL
          GROUP BY event, kind, month, procedure, channel)
      SELECT about, event, kind, grain, start, value, channel, '', '', applications
      FROM sums WHERE true ORDER BY 1, 2, 3, 4, 5, 6, 7
      {_or_add("statistics_sums", _SUM)}"""


def _value(about: str, told: _Dialect) -> str:
    return _THINGS[about].format(four_digits=told.four_digits)


def _or_add(table: str, key: str) -> str:
    return f'ON CONFLICT ({key}) DO UPDATE SET "count" = {table}."count" + excluded."count"'
