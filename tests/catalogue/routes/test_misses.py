"""A search that finds nothing is counted once, and one that finds something is not."""

import pytest
from sqlmodel import select

from app.catalogue import service
from app.catalogue.models import SearchMiss


def counted(app):
    with app.state.database.reading() as session:
        return {row.words: row.count for row in session.exec(select(SearchMiss))}


@pytest.mark.parametrize("words", ["qzxwvkjqzx"])
def test_what_is_not_found_is_counted_each_time(client, app, words):
    for _ in range(2):
        client.get("/ja/procedures", params={"q": words})
    client.get("/ja/procedures", params={"q": "住民票"})
    client.get("/ja/procedures", params={"q": words, "online": "1"})
    assert counted(app) == {words: 2}


def test_a_day_keeps_only_so_many_different_words(database, clock, monkeypatch):
    monkeypatch.setattr("app.catalogue.service.misses.MOST_WORDS", 2)
    with database.writing() as session:
        for words in ("a", "b", "c", "a"):
            service.count_miss(session, clock.now(), words)
            session.flush()
        rows = {row.words: row.count for row in session.exec(select(SearchMiss))}
    assert rows == {"a": 2, "b": 1}
