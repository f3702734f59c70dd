"""Owns what statistics are made of: the values of a question and its answer, and the tables."""

from app.statistics.models.tables import ArrivalCell, DaySum, Factor, Folded
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
    "ArrivalCell",
    "Cell",
    "DaySum",
    "Factor",
    "Folded",
    "Metric",
    "Selection",
    "Table",
    "Wish",
    "percent",
    "share",
]
