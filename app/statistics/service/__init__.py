"""Owns the verbs of statistics: import arrivals, read numbers, publish open data."""

from app.statistics.service.arrivals import (
    ImportProblem,
    import_arrivals,
    list_batches,
    withdraw_batch,
)
from app.statistics.service.files import as_csv, as_json, as_xlsx, metric_drawing, metric_export
from app.statistics.service.narrowing import narrowed
from app.statistics.service.numbers import (
    Dashboard,
    OffHours,
    compared,
    dashboard,
    off_hours,
    page_problems,
    problems,
    select,
)
from app.statistics.service.open_data import arrivals_csv, procedures_csv, procedures_json

__all__ = [
    "Dashboard",
    "ImportProblem",
    "OffHours",
    "arrivals_csv",
    "as_csv",
    "as_json",
    "as_xlsx",
    "compared",
    "dashboard",
    "import_arrivals",
    "list_batches",
    "metric_drawing",
    "metric_export",
    "narrowed",
    "off_hours",
    "page_problems",
    "problems",
    "procedures_csv",
    "procedures_json",
    "select",
    "withdraw_batch",
]
