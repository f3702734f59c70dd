"""Owns the queries of searches that found nothing."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.catalogue.models import SearchMiss


def count_miss(session: Session, day: date, words: str, *, most: int) -> None:
    """Count words that found nothing; a day keeps `most` different ones."""
    row = session.get(SearchMiss, (day, words), with_for_update=True)
    if row is not None:
        row.count += 1
        session.add(row)
        return
    query = select(func.count()).select_from(SearchMiss).where(col(SearchMiss.day) == day)
    if session.exec(query).one() < most:
        session.add(SearchMiss(day=day, words=words))


def forget_rare_words(session: Session, before: date, *, least: int) -> int:
    """Put the count of old words that were found missing less often under no word at all."""
    words = col(SearchMiss.words)
    rare = select(SearchMiss.words).group_by(words).having(func.sum(SearchMiss.count) < least)
    old = select(SearchMiss).where(
        col(SearchMiss.day) < before, words != "", words.in_(rare)
    )  # fmt: skip
    rows = list(session.exec(old.order_by(col(SearchMiss.day), words)))
    for row in rows:
        nameless = session.get(SearchMiss, (row.day, "")) or SearchMiss(
            day=row.day, words="", count=0
        )
        nameless.count += row.count
        session.add(nameless)
        session.delete(row)
        session.flush()
    return len(rows)
