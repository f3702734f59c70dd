"""The table of Koriyama from the live path: 2,791 sends through HTTP at instants that give it."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.models import Role
from app.clock import JST
from app.statistics.service import folding, reconciling
from tests.applications.resident import PROPOSAL, Phone, Resident
from tests.statistics.conftest import INTAKE

FIRST = datetime(2023, 11, 6, tzinfo=JST)
OUTSIDE, INSIDE = 1930, 861
# 3 November lies before, 勤労感謝の日 (23 November 2023, a Thursday) within the intake.
HOLIDAY = 23


@pytest.fixture
def engine():
    return "sqlite"


def is_office_time(moment):
    """Told again by hand: Monday to Friday, 8:30 to 17:15, not on the holiday."""
    minute = moment.hour * 60 + moment.minute
    return moment.weekday() < 5 and moment.day != HOLIDAY and 510 <= minute < 1035


def instants():
    """2,791 instants of the intake in order, 1,930 of them outside office hours."""
    chance, wanted, found = random.Random(1930), {True: INSIDE, False: OUTSIDE}, []
    while any(wanted.values()):
        moment = FIRST + timedelta(seconds=chance.randrange(25 * 86_400))
        if wanted[is_office_time(moment)]:
            wanted[is_office_time(moment)] -= 1
            found.append(moment.astimezone(UTC))
    return sorted(found)


@pytest.mark.slow
def test_2791_sends_at_these_instants_give_the_table_of_koriyama(app, client, clock, sign_in):
    phone = Phone(app, portal=client.portal)
    for number, moment in enumerate(instants()):
        clock.set(moment)
        if number % 30 == 0:  # thirty sends a phone: a device keeps some drafts, not thousands
            phone = Phone(app, portal=client.portal)
            resident = Resident(phone, PROPOSAL)
        resident.sent()
    clock.set(datetime(2023, 12, 1, 3, tzinfo=UTC))
    office = sign_in(Role.DX_OFFICE)
    for _ in ("from the journal", "from the sums"):
        page = office.get("/staff/statistics", params=INTAKE)
        for words in ("1,930", "69.2%", "861", "30.8%", "2,791", "26.25%", "開庁日 18 日"):
            assert words in page.text
        folding.fold(app.state.database, clock)
    with app.state.database.reading() as session:
        assert reconciling.reconcile(session).holds
        assert reconciling.reconcile(session).applications == OUTSIDE + INSIDE
