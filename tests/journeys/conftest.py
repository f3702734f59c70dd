"""Owns the running city hall and the phone that the journeys use: a real server, a real browser."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.letters import PostOffice

ROOT = Path(__file__).parent.parent.parent
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}
AXE = ROOT / "node_modules/axe-core/axe.min.js"
PASSWORD = "mihon-no-aikotoba-2026"


@dataclass
class CityHall:
    """A city hall served on loopback for one test session."""

    base: str
    data_dir: Path
    first_password: str
    post: PostOffice

    def address(self, path: str) -> str:
        return self.base + path


@pytest.fixture(scope="session")
def city_hall(tmp_path_factory: pytest.TempPathFactory):
    """A demonstration with its trial account and a real mail server."""
    with demonstration(tmp_path_factory.mktemp("city-hall")) as (hall, _):
        yield hall


@contextmanager
def demonstration(folder: Path) -> Iterator[tuple[CityHall, Callable[..., str]]]:
    """A demonstration in a folder, and a way to run further commands of it."""
    base, post = free_base(), PostOffice()
    mail = f"smtp://127.0.0.1:{post.port}"
    try:
        with served(folder, base, DEMO="1", SMTP_URL=mail) as run:
            said = (folder / "server.log").read_text()
            first = re.search(r"^staff: demo@localhost (\S+)$", said, re.MULTILINE)
            assert first, said
            yield CityHall(base, folder, first[1], post), run
    finally:
        post.close()


def free_base() -> str:
    """An address on loopback that nobody listens on yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@contextmanager
def served(folder: Path, base: str, **settings: str) -> Iterator[Callable[..., str]]:
    """`tenohira migrate` and `tenohira serve` in a directory of their own.

    Yields a way to run further commands of the same house: what they print.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("TENOHIRA_")}
    own = {"DATA_DIR": str(folder), "BASE_URL": base} | settings
    environment = kept | {f"TENOHIRA_{name}": value for name, value in own.items()}
    environment["PYTHONUNBUFFERED"] = "1"

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "app", *words]
        return subprocess.run(
            command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    run("migrate")
    with (folder / "server.log").open("w+") as log:
        port = base.rpartition(":")[2]
        server = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", port], env=environment, cwd=ROOT,
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_until_ready(base, server, folder)
            yield run
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def _wait_until_ready(base: str, server: subprocess.Popen, folder: Path) -> None:
    for _ in range(900):
        assert server.poll() is None, (folder / "server.log").read_text()
        try:
            with urllib.request.urlopen(f"{base}/readyz", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError((folder / "server.log").read_text())


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, driven by Playwright."""
    path = shutil.which("chromium")
    assert path, "chromium is missing: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def phone(browser: Browser):
    """A fresh phone at 360 × 740 in Japanese time."""
    context = new_phone(browser)
    yield context
    context.close()


def new_phone(browser: Browser, **options: object) -> BrowserContext:
    """A fresh browser context of the size of a small phone."""
    return browser.new_context(viewport=PHONE, locale="ja-JP", timezone_id="Asia/Tokyo", **options)  # type: ignore[arg-type]


def axe_violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands, one line a violation."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found
    ]  # fmt: skip


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the phone."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.fixture(scope="session")
def staff_password(city_hall: CityHall, browser: Browser) -> str:
    """The administrator's own password: the first one must be changed at the first sign-in."""
    return own_password(city_hall, browser)


def own_password(city_hall: CityHall, browser: Browser) -> str:
    """Change the administrator's first password."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, city_hall, city_hall.first_password)
    page.fill('[name="current"]', city_hall.first_password)
    page.fill('[name="new"]', PASSWORD)
    page.fill('[name="again"]', PASSWORD)
    page.click("main form button[type=submit]")
    context.close()
    return PASSWORD


def sign_in(page: Page, city_hall: CityHall, password: str) -> None:
    """Sign the administrator in."""
    page.goto(city_hall.address("/staff/sign-in"))
    page.fill('[name="login"]', "demo@localhost")
    page.fill('[name="password"]', password)
    page.click("main form button[type=submit]")
