"""Owns the verbs of a demonstration: its data set in, and out again."""

from app.operations.house import house
from app.operations.safety import Refused
from app.settings import Settings
from app.statistics.service import demo


def demo_load(settings: Settings) -> list[str]:
    """Put the data set in; Refused in a house that is not a demonstration."""
    if not settings.demo:
        raise Refused("TENOHIRA_DEMO: the sample data only go into a demonstration (set it to 1)")
    with house(settings) as opened:
        total = demo.load(opened.database, opened.city, opened.clock)
    return [f"loaded {total} sample applications of {opened.city.name}",
            "read them at /staff/statistics"]  # fmt: skip


def demo_remove(settings: Settings) -> list[str]:
    """Take the data set out; allowed anywhere, for it has no business in a real house."""
    with house(settings) as opened:
        gone = demo.remove(opened.database, opened.clock)
    return [f"removed {gone} sample facts" if gone else "no sample data"]
