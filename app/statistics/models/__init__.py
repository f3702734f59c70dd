"""Owns what statistics are made of: the values of a question and its answer, and the tables."""

from app.statistics.models.indicators import IndicatorRow, IndicatorSnapshot, IndicatorValue
from app.statistics.models.registry import Answer, Definition, Figure, Kpi, Span
from app.statistics.models.reports import (
    Contact,
    IndicatorOwner,
    ReportSubscription,
    SectionReminder,
)
from app.statistics.models.tables import (
    ArrivalCell,
    DaySum,
    DemonstrationSum,
    Factor,
    Folded,
)
from app.statistics.models.values import (
    APPLICATIONS,
    CHANNEL_NAMES,
    DEFAULT_CHANNELS,
    NOTHING,
    Cell,
    Metric,
    Selection,
    Table,
    Wish,
    percent,
    share,
)

__all__ = [
    "APPLICATIONS",
    "CHANNEL_NAMES",
    "DEFAULT_CHANNELS",
    "NOTHING",
    "Answer",
    "ArrivalCell",
    "Cell",
    "Contact",
    "DaySum",
    "Definition",
    "DemonstrationSum",
    "Factor",
    "Figure",
    "Folded",
    "IndicatorOwner",
    "IndicatorRow",
    "IndicatorSnapshot",
    "IndicatorValue",
    "Kpi",
    "Metric",
    "ReportSubscription",
    "SectionReminder",
    "Selection",
    "Span",
    "Table",
    "Wish",
    "percent",
    "share",
]
