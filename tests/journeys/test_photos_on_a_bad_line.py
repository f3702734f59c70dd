"""Six photos of a phone on a line of 1 Mbit/s that breaks once: all arrive, made smaller first."""

import pytest
from PIL import Image

from tests.journeys.conftest import CityHall
from tests.journeys.parent import FORM, fill_step, form, here, next_button, press_next

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MEGABIT = 125_000  # bytes a second


def phone_photo(folder, number: int):
    """A photo as large as a phone makes them: soft shapes under the grain of a sensor, 12 MP."""
    grain = Image.effect_noise((4000, 3000), 22)
    shapes = Image.effect_noise((40, 30), 90).resize((4000, 3000), Image.Resampling.BICUBIC)
    red = Image.blend(shapes, grain, 0.25).rotate(number)
    picture = Image.merge("RGB", (red, Image.blend(shapes, grain, 0.2), shapes))
    path = folder / f"証明書{number}.jpg"
    picture.save(path, "JPEG", quality=97, subsampling=0)  # 8 MB
    return path


@pytest.fixture
def photos(tmp_path):
    return [phone_photo(tmp_path, number) for number in range(6)]


def test_all_arrive_and_cost_a_quarter_of_the_originals(city_hall: CityHall, phone, photos):
    page = phone.new_page()
    page.goto(city_hall.address(f"/ja/apply/{FORM}"))
    with page.expect_navigation():
        page.click("main form.form button[type=submit]")
    while here(page) != "evidence-1":
        fill_step(page, form().step(here(page)))
        press_next(page)
    step = form().step("evidence-1")
    fill_step(page, step)
    fields = [each for each in step.fields if each.type == "upload"]
    sent: list[int] = []
    broken: list[str] = []

    def watch(route):
        body = route.request.post_data_buffer or b""
        if len(sent) == 2 and not broken:
            broken.append(route.request.url)
            route.abort("connectionreset")
            return
        sent.append(len(body))
        route.continue_()

    page.route("**/evidence-1/files", watch)
    line = phone.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 100, "downloadThroughput": MEGABIT,
         "uploadThroughput": MEGABIT},
    )  # fmt: skip
    field = fields[0]
    assert sum(path.stat().st_size for path in photos) > len(photos) * 7_500_000
    room = field.max_files
    page.set_input_files(f'[name="{field.key}.files"]', [str(each) for each in photos[:room]])
    kept = page.locator(".upload__stored li .choice")
    kept.nth(min(room, 6) - 1).wait_for(timeout=280_000)
    assert broken
    originals = sum(path.stat().st_size for path in photos[:room])
    assert sum(sent) <= originals / 4, (sum(sent), originals)
    next_button(page).click()
    page.wait_for_url(lambda url: "evidence-1" not in url, timeout=60_000)
    page.go_back()
    assert page.locator(".upload__stored li").count() == min(room, 6)
