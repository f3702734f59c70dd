"""Many at once: the real server with two workers, and everybody gets one answer of their own."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from app.applications.models import Application, Draft, Submission
from tests.applications.resident import CLUB, PROPOSAL, Resident

pytestmark = pytest.mark.slow
SENDS, RESIDENTS = 32, 200
PATIENCE = 90


class OverWire(httpx2.Client):
    """A browser whose posts cross a socket."""

    def csrf_token(self):
        page = self.get("/ja/offline").text
        return page.partition('"x-csrf-token": "')[2].partition('"')[0]

    def post(self, url, data=None, *, csrf=True, **more):
        return super().post(url, data=data, **more)


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def wait_until_ready(address, process):
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        assert process.poll() is None, "the server ended"
        try:
            if httpx2.get(f"{address}/healthz").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not begin in time")


@pytest.fixture(scope="session")
def server(settings, tmp_path_factory):
    """The address of the city hall, served by two workers on the database of these tests."""
    port = free_port()
    environment = {name: text for name, text in os.environ.items() if "TENOHIRA" not in name}
    environment |= {
        "TENOHIRA_DATA_DIR": str(settings.data_dir),
        "TENOHIRA_DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, "-m", "uvicorn", "app.main:app_from_environment", "--factory"]
    options = ["--workers", "2", "--port", str(port), "--no-access-log", "--log-level", "warning"]
    with (tmp_path_factory.mktemp("server") / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, *options], env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, process)
        yield address
        process.terminate()
        process.wait(20)


def cookies_of(resident):
    """The header that a browser sends."""
    pairs = resident.browser.cookies.jar
    return {"cookie": "; ".join(f"{each.name}={each.value}" for each in pairs)}


@pytest.fixture
def guest(server, office):
    """Make residents who come over the wire; the intake of the club is open on the real clock."""
    now = datetime.now(UTC)
    office.new_intake(now - timedelta(days=1), now + timedelta(days=1))
    with OverWire(base_url=server, timeout=60) as browser:
        yield lambda form: Resident(browser, form)


def at_once(server, posts):
    """Send all posts together, each over a connection of its own; the answers in their order."""

    async def run():
        limits = httpx2.Limits(max_connections=len(posts), max_keepalive_connections=0)
        client = httpx2.AsyncClient(base_url=server, timeout=60, limits=limits)
        async with client:
            return await asyncio.gather(
                *(client.post(url, data=data, headers=headers) for url, data, headers in posts)
            )

    return asyncio.run(run())


def test_32_equal_sends_at_once_are_one_send_with_one_answer(guest, server, office):
    parent = guest(CLUB).ready(children=2)
    fields = {"_csrf": parent.token, "_version": parent.version}
    post = (f"{parent.base}/review", fields, cookies_of(parent))
    answers = at_once(server, [post] * SENDS)
    told = {(answer.status_code, answer.headers.get("location")) for answer in answers}
    assert [status for status, _ in told] == [303]
    assert [office.count(each) for each in (Submission, Application)] == [1, 2]


def test_200_sends_at_once_are_received_or_told_to_come_again(guest, server, office):
    proposer = guest(PROPOSAL)
    ready = []
    for _ in range(RESIDENTS):
        proposer.browser.cookies.delete("device")  # each on a phone of their own
        ready.append((proposer.ready().base, proposer.version, cookies_of(proposer)))
    posts = [
        (f"{base}/review", {"_csrf": proposer.token, "_version": version}, cookies)
        for base, version, cookies in ready
    ]  # fmt: skip
    answers = at_once(server, posts)
    statuses = Counter(answer.status_code for answer in answers)
    received = {answer.headers["location"] for answer in answers if answer.status_code == 303}
    assert set(statuses) <= {303, 503}
    assert len(received) == statuses[303] == office.count(Application)
    refused = {
        base.rpartition("/")[2]
        for (base, *_), answer in zip(ready, answers, strict=True)
        if answer.status_code == 503
    }
    assert {row.public_id for row in office.rows(Draft) if row.sent_at is None} == refused
