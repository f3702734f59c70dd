"""Owns the city profiles: a shelf of YAML files and the model that checks them."""

from app.city.hours import statistics_hours
from app.city.model import City, Office, Section, System
from app.city.plan import Indicator, IndicatorFigure
from app.city.shelf import CityError, load, shipped

__all__ = [
    "City",
    "CityError",
    "Indicator",
    "IndicatorFigure",
    "Office",
    "Section",
    "System",
    "load",
    "shipped",
    "statistics_hours",
]
