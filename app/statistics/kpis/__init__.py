"""Owns the shelf of figures the product works out: each module with a `KPI` is one of them."""

from importlib import import_module
from pkgutil import iter_modules

from app.statistics.models import Kpi


def _shelf() -> dict[str, Kpi]:
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    kpis: list[Kpi] = [module.KPI for module in modules]
    return {kpi.slug: kpi for kpi in sorted(kpis, key=lambda each: (each.order, each.slug))}


KPIS = _shelf()
