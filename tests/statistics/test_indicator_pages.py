"""The pages of the plan and the registry, as the DX office uses them."""

import re

import pytest

from app.accounts.models import Role
from app.catalogue.models import Procedure
from app.statistics.kpis import KPIS
from app.statistics.service.indicators import editing, plan
from tests.statistics.conftest import NOW

PAGES = ["/plan", "/plan/rows", "/plan.csv", "/plan.json", "/indicators/new", "/indicators/import",
         "/indicators/closed", "/indicators/visitors", "/indicators/definitions.csv",
         "/indicators/values.csv",
         *(f"/kpis/{slug}" for slug in KPIS), "/kpis/funnel.csv"]  # fmt: skip


@pytest.fixture
def engine():
    return "sqlite"


@pytest.mark.parametrize("page", PAGES)
def test_the_dx_office_opens(signed_in, page):
    assert signed_in(Role.DX_OFFICE).get(f"/staff/statistics{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_clerk_does_not_open(signed_in, page):
    assert signed_in(Role.CLERK).get(f"/staff/statistics{page}").status_code == 403


def test_an_unknown_indicator_and_kpi_are_not_found(signed_in):
    office = signed_in(Role.DX_OFFICE)
    for page in ("indicators/nothing", "kpis/nothing", "kpis/nothing.csv",
                 "indicators/closed/2020"):  # fmt: skip
        assert office.get(f"/staff/statistics/{page}").status_code == 404


def test_the_rows_of_the_plan_show_figures_and_print_the_reasons(signed_in, city):
    page = signed_in(Role.DX_OFFICE).get("/staff/statistics/plan/rows").text
    for row in city.plan_rows:
        assert row.name in page and row.reason in page
    assert "/staff/statistics/kpis/open-data-sets" in page


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("/plan/rows?year=2025", "/indicators/printouts?year=2025#enter"),
        ("/indicators/missing", "/indicators/printouts?year=2026#enter"),
    ],
)
def test_where_a_value_is_told_of_the_way_to_enter_it_is_one_link(signed_in, page, link):
    page = signed_in(Role.DX_OFFICE).get(f"/staff/statistics{page}").text
    assert f'href="/staff/statistics{link}"' in page


@pytest.mark.parametrize("slug", ["definitions", "values", "new", "import", "missing", "closed"])
def test_an_indicator_takes_no_name_of_the_registrys_own_pages(slug):
    _, problems = editing.checked_definition({"slug": slug, "name": "見本"}, set())
    assert "別の記号" in problems["slug"]


def test_a_page_shows_so_many_rows_of_a_long_figure_and_its_file_has_all(signed_in, counted):
    office = signed_in(Role.DX_OFFICE)
    with counted.writing() as session:
        for number in range(plan.MOST_ROWS + 5):
            session.add(Procedure(code=f"many-{number:04d}", name=f"手続{number}", updated_at=NOW))
    page = office.get("/staff/statistics/kpis/online-rate").text
    file = office.get("/staff/statistics/kpis/online-rate.csv").text
    rows = plan.MOST_ROWS + 5 + 2  # the room has two more
    assert page.count('<th scope="row">many-') == plan.MOST_ROWS
    assert file.count("\r\n") == rows + 1
    assert f"{rows:,} 行のうち、はじめの {plan.MOST_ROWS:,} 行" in page


def test_a_figure_of_a_running_year_says_so_and_one_of_a_past_year_does_not(signed_in):
    office = signed_in(Role.DX_OFFICE)
    address, told = "/staff/statistics/kpis/usage-rate", "年度の途中なので、集計時点までの値です"
    running, past = (office.get(address, params={"year": year}).text for year in (2026, 2025))
    assert told in running and "2026年11月（途中）" in running
    assert told not in past and "（途中）" not in past


VIEW = "from=2023-11-06&to=2023-11-30"


def test_the_plan_leads_to_where_a_value_is_entered_and_keeps_year_and_view(signed_in):
    office = signed_in(Role.DX_OFFICE)
    page = office.get(f"/staff/statistics/plan?year=2025&{VIEW}").text
    to = f"/staff/statistics/indicators/visitors?year=2025&{VIEW}".replace("&", "&amp;")
    assert f'href="{to}#enter"' in page
    assert "indicators/online-count" in page  # which the product works out
    assert not re.search(r"indicators/online-count[^\"]*#enter", page)


@pytest.mark.parametrize(("year", "period"), [("2025", "2026-03"), ("2099", ""), ("x", "")])
def test_an_indicator_offers_the_month_of_the_year_it_was_asked_for(signed_in, year, period):
    page = signed_in(Role.DX_OFFICE).get(f"/staff/statistics/indicators/visitors?year={year}").text
    assert re.search(rf'name="period"[^>]* value="{period}"', page)
    assert 'href="#enter"' in page


def test_an_indicator_the_product_works_out_asks_for_no_value(signed_in):
    page = signed_in(Role.DX_OFFICE).get("/staff/statistics/indicators/online-count").text
    assert 'href="#enter"' not in page
