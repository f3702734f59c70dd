"""Owns what a parent does on the club form: fills each step with the examples of its fields."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

from app import procedures
from app.forms.definition import Form, Step

FORM = "after-school-club"
CHILDREN = (("見本", "一郎"), ("見本", "二葉"))


def form() -> Form:
    """The shipped club form."""
    return procedures.forms()[FORM]


def photo(folder: Path, name: str) -> Path:
    """A small JPEG that stands for a photographed certificate."""
    path = folder / name
    Image.effect_noise((320, 240), 40).convert("RGB").save(path, "JPEG")
    return path


def fill_step(page: Page, step: Step) -> None:
    """Type the example of every field that the page shows."""
    items = page.locator(f"[id^=item-{step.repeat}-]").count() if step.repeat else 1
    for index in range(items):
        for field in step.fields:
            path = f"{step.repeat}.{index}.{field.key}" if step.repeat else field.key
            value = field.sample()
            if value is None:
                continue
            for part, values in field.write(value).items():
                _enter(page, f"{path}.{part}" if part else path, values)
    if step.slug == "children":
        for index, (family, given) in enumerate(CHILDREN[:items]):
            page.fill(f'[name="children.{index}.name.family"]', family)
            page.fill(f'[name="children.{index}.name.given"]', given)


def _enter(page: Page, name: str, values: list[str]) -> None:
    boxes = page.locator(f'[name="{name}"]')
    if not boxes.count():
        return
    kind = boxes.first.evaluate("each => each.type")
    if kind in ("radio", "checkbox"):
        for value in values:
            chosen = page.locator(f'[name="{name}"][value="{value}"]')
            if chosen.count():
                chosen.first.check(force=True)
    elif kind == "select-one":
        boxes.first.select_option(values[0])
    elif boxes.first.is_visible():
        boxes.first.fill(values[0])


def here(page: Page) -> str:
    """The slug of the step the page shows."""
    return page.url.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]


def press_next(page: Page) -> None:
    """Press the big button of a step."""
    with page.expect_navigation():
        next_button(page).click()


def next_button(page: Page) -> Locator:
    """The big button of a step."""
    return page.locator("#step-form .actions .button--primary")
