"""Owns the queries of statistics; every number is read from the journal's facts alone.

`tallies` and `sums` read what is folded together with what is not yet, so that numbers are of this
moment; `folding` and `bulk` keep the sums; `rows` reads the rest.
"""

from app.statistics.store.rows import (
    calendar_versions,
    catalogue_changed_at,
    counts_by_name,
    is_procedure,
    procedure_forms,
    procedure_names,
    published,
    published_names,
    sections_by_procedure,
)
from app.statistics.store.sums import (
    by_month,
    by_reason,
    by_weekday_and_hour,
    first_day,
    procedures_seen,
    without_time,
)
from app.statistics.store.tallies import tally

__all__ = [
    "by_month",
    "by_reason",
    "by_weekday_and_hour",
    "calendar_versions",
    "catalogue_changed_at",
    "counts_by_name",
    "first_day",
    "is_procedure",
    "procedure_forms",
    "procedure_names",
    "procedures_seen",
    "published",
    "published_names",
    "sections_by_procedure",
    "tally",
    "without_time",
]
