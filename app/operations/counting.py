"""Owns the verbs of statistics: folding facts into sums, checking them, reconciling."""

from app.operations.house import house
from app.operations.safety import Refused
from app.settings import Settings
from app.statistics.service import folding, reconciling

_LARGE = 250_000


def statistics_fold(settings: Settings) -> list[str]:
    """Fold what is new."""
    with house(settings) as opened:
        total = folding.fold(opened.database, opened.clock, at_once=_LARGE)
    return [f"folded {total} facts"]


def statistics_check(settings: Settings) -> list[str]:
    """Make the sums again where they are not those of the journal."""
    with house(settings) as opened:
        number = folding.repair(opened.database, opened.clock)
    return ["statistics: the sums hold" if not number else f"statistics: {number} parts repaired"]


def statistics_rebuild(settings: Settings) -> list[str]:
    """Throw the sums away and make them again."""
    with house(settings) as opened:
        total = folding.rebuild(opened.database, opened.clock, at_once=_LARGE)
    return [f"folded {total} facts anew"]


def statistics_reconcile(settings: Settings) -> list[str]:
    """Compare journal and applications; Refused, with what differs, where they do not agree."""
    with house(settings) as opened, opened.database.reading() as session:
        found = reconciling.reconcile(session)
    said = reconciling.lines(found)
    if not found.holds:
        raise Refused("; ".join(said))
    return said
