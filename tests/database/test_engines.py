"""How PostgreSQL's connections begin: what a reader asks is planned by its own values."""

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.calendar.models import CalendarVersion

PLANS = text("SELECT generic_plans, custom_plans FROM pg_prepared_statements")


@pytest.fixture
def engine():
    return "postgres"


@pytest.mark.postgres
def test_a_question_asked_often_gets_no_plan_for_all_values(database):
    question = select(CalendarVersion).where(CalendarVersion.id == "v-1")
    with database.reading() as session:
        for _ in range(15):
            session.exec(question).all()
        ((generic, custom),) = session.execute(PLANS).all()
    assert generic == 0 and custom >= 5


@pytest.mark.postgres
def test_a_single_question_of_a_near_route_does(database):
    """It finds rows by their keys, for which planning would cost more than reading."""
    question = text("SELECT id FROM calendar_versions WHERE id = :id")
    with database.near_reader.connect() as connection:
        for _ in range(15):
            connection.execute(question, {"id": "v-1"}).all()
        ((generic, _),) = connection.execute(PLANS).all()
    assert generic > 0
