"""Owns counting words that found nothing, by day and without anybody's name."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.catalogue import missed, store
from app.catalogue.service.finding import Wish
from app.clock import jst_date

MOST_WORDS: Final = 1_000
"""Different words of one day; a machine that tries more fills no table."""


def words_missed(wish: Wish) -> str:
    """What is counted of a search that found nothing: of words alone, not of filters."""
    is_filtered = wish.online is not None or wish.life_event or wish.section or wish.audience
    return "" if is_filtered else missed.countable(wish.text)


def count_miss(session: Session, now: datetime, words: str) -> None:
    """Count words once more today."""
    store.count_miss(session, jst_date(now), words, most=MOST_WORDS)
