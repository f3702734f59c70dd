"""Every answer carries the headers that keep scripts, frames and caches out."""

import pytest
import structlog

from app.web.headers import HEADERS
from tests.browser import Browser

PAGES = ["/ja/", "/no/such/page", "/healthz", "/service-worker.js", "/static/css/app.css"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", HEADERS)
def test_every_answer_has(client, path, name):
    assert client.get(path).headers[name] == HEADERS[name]


def test_a_fault_has_them_too(app):
    with Browser(app, raises=False) as client:
        answer = client.get("/fault/unknown")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


@pytest.mark.parametrize("word", ["unsafe-inline", "unsafe-eval", "*", "http:", "https:"])
def test_the_policy_has_no_hole(word):
    assert word not in HEADERS["content-security-policy"].replace("'self'", "")


@pytest.mark.parametrize("path", ["/ja/", "/staff/sign-in", "/healthz"])
def test_pages_stay_out_of_caches(client, path):
    assert client.get(path).headers["cache-control"] == "no-store"


def test_static_files_are_kept_a_year_under_their_mark(client):
    assert "immutable" in client.get("/static/css/app.css").headers["cache-control"]


def test_over_http_nothing_is_promised_about_https(client):
    assert "strict-transport-security" not in client.get("/ja/").headers


def test_a_large_page_is_compressed(client):
    answer = client.get("/ja/", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"


@pytest.fixture
def log(client):
    with structlog.testing.capture_logs() as lines:
        yield lines


def test_the_log_names_the_route_and_never_its_values(client, log):
    client.get("/ja/procedures/citizen-001?q=見本花子")
    (line,) = [each for each in log if each["event"] == "request"]
    assert line["route"] == "/{locale}/procedures/{code}"
    assert "見本" not in str(line)
    assert "citizen-001" not in str(line)


def test_the_log_names_no_address_of_a_resident(client, log):
    client.get("/ja/")
    assert "testclient" not in str(log)


def test_a_request_is_one_line(client, log):
    client.get("/ja/")
    assert [each["event"] for each in log] == ["request"]


def test_the_log_of_a_fault_holds_nothing_typed(app):
    with Browser(app, raises=False) as client, structlog.testing.capture_logs() as lines:
        client.get("/fault/unknown")
    assert "見本" not in str(lines)
    assert any(line.get("kind") == "ZeroDivisionError" for line in lines)


@pytest.mark.parametrize("path", [*PAGES, "/", "/ja/", "/readyz", "/manifest.webmanifest"])
def test_the_head_of_a_page_is_that_of_the_page(client, path):
    page, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (page.status_code, b"")
    assert head.headers.get("content-type") == page.headers.get("content-type")


def test_the_log_names_the_method_that_was_asked_with(client, log):
    client.head("/healthz")
    assert [each["method"] for each in log if each["event"] == "request"] == ["HEAD"]
