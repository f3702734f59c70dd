"""Statistics in the whole city hall, with all that ships."""

import pytest

from app import city as cities
from app.accounts import service as accounts
from app.accounts.models import Role
from app.statistics import service


@pytest.fixture
def engine():
    """The queries are tested on both databases; here the wiring is."""
    return "sqlite"


@pytest.fixture
def imported(furnished, clock, tmp_path):
    path = tmp_path / "history.csv"
    path.write_text(
        "procedure,received_at,channel\n"
        "school-001,2023-11-06 08:29:59,own\nschool-001,2023-11-06 08:30:00,own\n",
        encoding="utf-8",
    )
    return service.import_arrivals(furnished, cities.load("koriyama"), clock, path)


def test_the_dx_office_reads_the_dashboard(imported, sign_in):
    page = sign_in(Role.DX_OFFICE).get("/staff/statistics")
    assert page.status_code == 200
    assert "50.0%" in page.text


def test_a_script_reads_the_numbers_with_its_token(imported, furnished, clock, client):
    with furnished.writing() as session:
        secret = accounts.make_token(
            session, clock.now(), role=Role.DX_OFFICE, label="", actor="test"
        )
    answer = client.get(
        "/api/v1/statistics/off-hours", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 200
    assert answer.json()["off_hours"] == {"count": 1, "share": "50.0"}


def test_the_shipped_catalogue_is_open_data(client):
    told = client.get("/open-data/procedures.json").json()
    assert told["total"] == len(told["items"]) > 1700
