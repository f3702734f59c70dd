"""Owns the shelf of statistics: each module here with a `METRIC` is one; a file is all it takes."""

from importlib import import_module
from pkgutil import iter_modules

from app.statistics.models import Metric


def _shelf() -> dict[str, Metric]:
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    metrics: list[Metric] = [module.METRIC for module in modules]
    return {metric.slug: metric for metric in sorted(metrics, key=lambda m: (m.order, m.slug))}


METRICS = _shelf()
