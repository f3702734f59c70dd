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
    """`tenohira migrate` and `tenohira serve` in a directory of their own."""
    folder = tmp_path_factory.mktemp("city-hall")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    post = PostOffice()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("TENOHIRA_")}
    environment = kept | {
        "TENOHIRA_DATA_DIR": str(folder), "TENOHIRA_DEMO": "1", "TENOHIRA_BASE_URL": base,
        "TENOHIRA_SMTP_URL": f"smtp://127.0.0.1:{post.port}", "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "app"]
    subprocess.run([*command, "migrate"], env=environment, cwd=ROOT, check=True)
    log = (folder / "server.log").open("w+")
    server = subprocess.Popen(
        [*command, "serve", "--port", str(port)], env=environment, cwd=ROOT, stdout=log,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        _wait_until_ready(base, server, folder)
        said = (folder / "server.log").read_text()
        first = re.search(r"^staff: demo@localhost (\S+)$", said, re.MULTILINE)
        assert first, said
        yield CityHall(base, folder, first[1], post)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)
        post.close()
        log.close()


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
