"""Every page of the statistics with sample years: light, dark, on a phone, large, on paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import (
    CityHall,
    axe_violations,
    demonstration,
    overflow,
    own_password,
    sign_in,
)

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# What is left of A4 within its margins.
SHEET = {"width": 688, "height": 1010}
BOARD = "/staff/statistics"
PAGES = (
    "", "?period=fy2025&compare=year&procedure=school-001", "?period=9999-12", "?step=day&from=x",
    "/rows", "/what-if?wed.to=19:00", "/what-if?mon.from=18:00&mon.to=09:00", "/season", "/factors",
    "/reconciliation", "/report", "/plan", "/plan/rows", "/kpis/funnel", "/kpis/usage-rate",
    "/kpis/off-hours", "/kpis/undelivered", "/indicators/new", "/indicators/import",
    "/indicators/visitors", "/indicators/missing", "/indicators/closed",
)  # fmt: skip


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CityHall]:
    """A demonstration with its sample years."""
    with demonstration(tmp_path_factory.mktemp("sample-years")) as (opened, run):
        run("demo", "load")
        yield opened


@pytest.fixture(scope="module")
def office(hall: CityHall, browser: Browser) -> Iterator[Page]:
    """The DX office's browser."""
    password = own_password(hall, browser)
    context = browser.new_context(viewport=DESK, locale="ja-JP", timezone_id="Asia/Tokyo")
    page = context.new_page()
    sign_in(page, hall, password)
    yield page
    context.close()


@pytest.fixture(autouse=True)
def on_screen(office: Page) -> Iterator[None]:
    """Each test begins at a desk, in light."""
    office.emulate_media(media="screen", color_scheme="light")
    office.set_viewport_size(DESK)
    yield


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    return axe_violations(page) + [f"{page.url} is too wide"] * (overflow(page) > 0)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_barrier_in_light_at_a_desk_or_in_dark_on_a_phone(
    office: Page, hall: CityHall, address: str
) -> None:
    found = []
    for scheme, size in (("light", DESK), ("dark", PHONE)):
        office.emulate_media(color_scheme=scheme)
        office.set_viewport_size(size)
        # Anew: a colour on its way from light to dark has no contrast to measure.
        office.goto(hall.address(BOARD + address))
        found += faults(office)
    assert found == []


def test_the_season_has_no_barrier(office: Page, hall: CityHall) -> None:
    office.goto(hall.address(f"{BOARD}/season"))
    office.click("main .card-list a")
    found = faults(office)
    office.set_viewport_size(PHONE)
    assert found + faults(office) == []


@pytest.mark.parametrize("address", ["", "/plan", "/rows", "/kpis/funnel"])
def test_text_of_twice_the_size_fits_a_phone(office: Page, hall: CityHall, address: str) -> None:
    office.set_viewport_size(PHONE)
    office.goto(hall.address(BOARD + address))
    office.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert overflow(office) == 0


def test_bars_are_read_on_a_phone_without_moving_them(office: Page, hall: CityHall) -> None:
    office.set_viewport_size(PHONE)
    office.goto(hall.address(BOARD))
    wider = office.eval_on_selector_all(
        ".chart-box--bars", "all => all.map(each => each.scrollWidth - each.clientWidth)"
    )
    assert len(wider) > 5
    assert max(wider) == 0


@pytest.mark.parametrize("metric", ["off-hours", "by-reason", "savings", "online-rate"])
def test_a_table_of_four_columns_is_read_on_a_phone_without_moving_it(
    office: Page, hall: CityHall, metric: str
) -> None:
    office.set_viewport_size(PHONE)
    office.goto(hall.address(BOARD))
    wider = office.eval_on_selector(
        f"#{metric} .table-scroll", "each => each.scrollWidth - each.clientWidth"
    )
    assert wider == 0


def test_a_long_table_is_closed_on_the_screen_and_open_on_paper(
    office: Page, hall: CityHall
) -> None:
    office.goto(hall.address(f"{BOARD}?period=fy2025&step=week"))
    last = office.locator("#trend tbody tr").last
    assert not last.is_visible()
    office.emulate_media(media="print")
    assert last.is_visible()


def test_more_than_paper_holds_is_told_to_be_a_file(office: Page, hall: CityHall) -> None:
    office.goto(hall.address(f"{BOARD}?period=fy2025&step=day"))
    office.emulate_media(media="print")
    assert not office.locator("#trend tbody tr").last.is_visible()
    assert "CSVかExcelで保存できます" in office.locator("#trend").inner_text()


@pytest.mark.parametrize("address", ["", "/rows", "/plan"])
def test_no_column_is_cut_on_paper(office: Page, hall: CityHall, address: str) -> None:
    office.set_viewport_size(SHEET)
    office.emulate_media(media="print")
    office.goto(hall.address(BOARD + address))
    assert overflow(office) == 0
