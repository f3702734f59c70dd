"""Owns counting words that found nothing, by day and without anybody's name."""

from calendar import monthrange
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from app.catalogue import missed, store
from app.catalogue.service.finding import Wish
from app.clock import jst_date

MOST_WORDS: Final = 1_000
"""Different words of one day; a machine that tries more fills no table."""

KEPT_MONTHS: Final = 13
"""A month can be compared with the same one a year ago; then words that few used are forgotten."""
FEW_USES: Final = 5
"""Words used less often are shown nowhere: they could tell of one person."""


def words_missed(wish: Wish) -> str:
    """What is counted of a search that found nothing: of words alone, not of filters."""
    is_filtered = wish.online is not None or wish.life_event or wish.section or wish.audience
    return "" if is_filtered else missed.countable(wish.text)


def count_miss(session: Session, now: datetime, words: str) -> None:
    """Count words once more today."""
    store.count_miss(session, jst_date(now), words, most=MOST_WORDS)


def forget_rare_words(session: Session, now: datetime) -> int:
    """Forget old words that few used, but not how often nothing was found; returns how many."""
    return store.forget_rare_words(
        session, _months_before(jst_date(now), KEPT_MONTHS), least=FEW_USES
    )


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
