"""Words that found nothing: what few used is forgotten, how often nothing was found is not."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from app.catalogue import service as catalogue
from app.catalogue.models import SearchMiss

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
LAST_KEPT = date(2025, 10, 21)
OLD = date(2025, 10, 20)


@pytest.fixture
def after_purge(database):
    """What is left of some days' words, as (day, words): count."""

    def left(*rows):
        with database.writing() as session:
            session.add_all(SearchMiss(day=day, words=words, count=n) for day, words, n in rows)
            session.flush()
            catalogue.forget_rare_words(session, NOW)
        with database.reading() as session:
            return {(row.day, row.words): row.count for row in session.exec(select(SearchMiss))}

    return left


def test_old_words_that_few_used_go_and_leave_their_count(after_purge):
    assert after_purge((OLD, "まれ", 3), (OLD, "これも", 1)) == {(OLD, ""): 4}


def test_words_of_the_last_thirteen_months_stay(after_purge):
    assert after_purge((LAST_KEPT, "まれ", 1)) == {(LAST_KEPT, "まれ"): 1}


def test_words_that_many_used_stay_on_whatever_days(after_purge):
    rows = ((OLD, "よく", 1), (date(2026, 11, 1), "よく", 4))
    assert after_purge(*rows) == {(day, words): n for day, words, n in rows}


def test_forgetting_again_forgets_nothing_more(after_purge, database):
    after_purge((OLD, "まれ", 3))
    with database.writing() as session:
        assert catalogue.forget_rare_words(session, NOW) == 0
