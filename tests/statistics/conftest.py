"""The 2023 intake of Koriyama as generated arrivals, and the rooms they are counted in."""

import base64
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from fastapi import Depends, FastAPI
from starlette.testclient import TestClient

from app import city as cities
from app.accounts import service as accounts
from app.accounts.models import Role
from app.applications.models import Intake
from app.calendar import service as calendar
from app.catalogue.models import Procedure
from app.clock import JST
from app.crypto import parse_keys
from app.i18n.formats import format_date, format_datetime
from app.journal import service as journal
from app.journal.models import Event
from app.office_hours import classify, is_open
from app.settings import Settings
from app.statistics import routes as statistics_routes
from app.statistics import service
from app.statistics.service import reports
from app.web import error_pages
from app.web.colours import CitySheet
from app.web.posted import posted
from app.web.templating import Web, build_environment
from tests import languages
from tests.clock import FakeClock
from tests.factories import add_staff

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
CLUB = "school-001"
INTAKE = {"from": "2023-11-06", "to": "2023-11-30"}
"""Its time, as the form of a page sends it."""
on_sqlite = pytest.mark.parametrize("engine", ["sqlite"])
on_both = pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
"""Beside an `engine` of SQLite alone: for tests of queries that the databases may answer apart."""
FIRST, LAST = datetime(2023, 11, 6, tzinfo=JST), datetime(2023, 12, 1, tzinfo=JST)


@pytest.fixture
def clock():
    return FakeClock(NOW)


@pytest.fixture(scope="session")
def city():
    return cities.load("koriyama")


@pytest.fixture
def keys():
    return parse_keys(f"test:{base64.b64encode(bytes(32)).decode()}", "test")


@pytest.fixture
def sender(city, keys):
    """Who mails what statistics have to say."""
    return reports.Sender(city, keys, "https://city.example")


@pytest.fixture
def counted(database, city):
    """A database with a calendar and three procedures."""
    with database.writing() as session:
        calendar.ensure_first_version(session, city, NOW)
        for code, name in ((CLUB, "放課後児童クラブ入所申請"), ("citizen-001", "出生届")):
            session.add(Procedure(code=code, name=name, section="school", updated_at=NOW))
        session.add(Procedure(code="survey-1", name="調査の行", is_published=False, updated_at=NOW))
    return database


@pytest.fixture
def profile(counted, city):
    with counted.reading() as session:
        return calendar.in_force(session, city)


@pytest.fixture
def koriyama_2023(tmp_path, profile):
    """2,791 arrivals of 2023-11-06 to 30: 1,930 outside office hours and 861 inside."""
    path = tmp_path / "koriyama-2023.csv"
    path.write_text(_arrivals(replace(profile, version="")), encoding="utf-8")
    return path


@cache
def _arrivals(profile):
    """The text of the file, which depends on the hours alone."""
    chance = random.Random(2791)
    wanted = {True: 861, False: 1930}
    lines = ["procedure,received_at,channel"]
    while any(wanted.values()):
        moment = FIRST + timedelta(seconds=chance.randrange(25 * 86_400))
        inside = is_open(moment.astimezone(UTC), profile)
        if wanted[inside]:
            wanted[inside] -= 1
            lines.append(f"{CLUB},{moment:%Y-%m-%d %H:%M:%S},own")
    return "\n".join(lines) + "\n"


@pytest.fixture
def imported(counted, city, clock, koriyama_2023):
    service.import_arrivals(counted, city, clock, koriyama_2023)
    return counted


@pytest.fixture
def season(counted, profile):
    """An intake that is open now, with arrivals, a draft of it, and a correction."""
    with counted.writing() as session:
        session.add(
            Intake(
                id="now", form="after-school-club", procedure="school-001", name="令和9年度 入所",
                target_year=2027, opens_at=NOW - timedelta(days=10),
                closes_at=NOW + timedelta(days=5), created_at=NOW, created_by="test",
            )
        )  # fmt: skip
        for hours in (1, 2, 30):
            moment = NOW - timedelta(hours=hours)
            journal.record(
                session, moment, event=Event.ARRIVED, procedure="school-001", intake="now",
                locale="vi", device="phone", arrival=classify(moment, profile),
            )  # fmt: skip
        journal.record(
            session, NOW, event=Event.CORRECTION_ASKED, procedure="school-001", intake="now",
            detail="guardian.phone",
        )  # fmt: skip
    return counted


@pytest.fixture
def site(counted, city, clock, keys):
    """The addresses of statistics alone, on the counted database."""
    app = FastAPI(dependencies=[Depends(posted)])
    app.state.database, app.state.city, app.state.clock = counted, city, clock
    app.state.web = Web(
        environment=build_environment({"date": format_date, "datetime": format_datetime}),
        languages=languages.shipped(), keys=keys, is_https=False,
        shared={
            "city": city, "city_name": city.name, "is_demo": False, "life_event_names": {},
            "city_sheet": CitySheet(city.colours.primary, city.colours.primary_hover),
        },
    )  # fmt: skip
    app.state.keys, app.state.settings = keys, Settings(base_url="http://testserver")
    app.include_router(statistics_routes.router)
    error_pages.install(app)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def token_of(counted):
    """Makes the header of a token with a role."""

    def make(role):
        with counted.writing() as session:
            secret = accounts.make_token(session, NOW, role=role, label="test", actor="test")
        return {"Authorization": f"Bearer {secret}"}

    return make


@pytest.fixture
def signed_in(counted, site):
    """Signs somebody with a role in."""

    def enter(role):
        with counted.writing() as session:
            member = add_staff(session, NOW, role=role)
            site.cookies.set("staff", accounts.open_session(session, NOW, member))
        return site

    return enter


@pytest.fixture
def office(imported, signed_in):
    """The DX office, signed in where the intake was imported."""
    return signed_in(Role.DX_OFFICE)
