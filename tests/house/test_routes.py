"""Every address of the house is known, and each one asks for what it must."""

import re
from pathlib import Path

import pytest
from starlette.routing import Mount

REVIEWED = Path(__file__).with_name("routes.txt")
SAFE = {"GET", "HEAD", "OPTIONS"}
SIGN_IN = "/staff/sign-in"
NEVER_ISSUED = "00000000000000000000000000000000"


def walk(routes):
    """Yield (method, path) of every route, also of those inside included routers."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            assert not route.include_context.prefix
            yield from walk(inner.routes)
        elif isinstance(route, Mount):
            yield "GET", f"{route.path}/…"
        else:
            yield from ((method, route.path) for method in route.methods)


@pytest.fixture
def routes(app):
    return sorted(set(walk(app.routes)), key=lambda each: each[::-1])


def filled(path):
    return re.sub(r"\{locale\}", "ja", re.sub(r"\{(?!locale)[^}]+\}", NEVER_ISSUED, path))


def is_for_staff(path):
    return path.startswith(("/staff", "/api/v1/statistics")) and path != SIGN_IN


def test_every_route_is_one_that_was_reviewed(routes):
    listed = "".join(f"{method} {path}\n" for method, path in routes if method != "HEAD")
    assert listed == REVIEWED.read_text(encoding="utf-8")


def test_no_route_is_given_twice(app):
    every = list(walk(app.routes))
    assert sorted(every) == sorted(set(every))


def test_every_staff_page_sends_a_stranger_to_sign_in(client, routes):
    answers = {
        path: client.get(filled(path))
        for method, path in routes
        if method == "GET" and is_for_staff(path)
    }
    assert len(answers) > 5
    open_to_all = {
        path: answer.status_code
        for path, answer in answers.items()
        if answer.status_code != 401
        and (answer.status_code, answer.headers.get("location", "").partition("?")[0])
        != (303, SIGN_IN)
    }
    assert open_to_all == {}


def test_every_staff_deed_is_refused_to_a_stranger(client, routes):
    answers = {
        f"{method} {path}": client.post(filled(path)).status_code
        for method, path in routes
        if method not in SAFE and is_for_staff(path)
    }
    assert len(answers) > 5
    assert {name: status for name, status in answers.items() if status not in (303, 401)} == {}


def test_every_post_without_our_token_is_refused(client, routes):
    client.get("/ja/offline")
    answers = {
        f"{method} {path}": client.request(method, filled(path)).status_code
        for method, path in routes
        if method not in SAFE and not path.startswith("/api/")
    }
    assert len(answers) > 5
    assert {name: status for name, status in answers.items() if status != 403} == {}


def test_every_post_of_a_signed_in_clerk_without_our_token_is_refused(staff_client, routes):
    staff_client.get("/ja/offline")
    answers = {
        f"{method} {path}": staff_client.request(method, filled(path)).status_code
        for method, path in routes
        if method not in SAFE and path.startswith("/staff")
    }
    assert {name: status for name, status in answers.items() if status != 403} == {}


@pytest.mark.slow
def test_no_address_answers_a_get_with_a_fault_of_ours(client, routes):
    answers = {
        path: client.get(filled(path)).status_code for method, path in routes if method == "GET"
    }
    assert {path: status for path, status in answers.items() if status >= 500} == {}


@pytest.mark.slow
def test_no_address_answers_an_administrator_with_a_fault_of_ours(staff_client, routes):
    answers = {
        path: staff_client.get(filled(path)).status_code
        for method, path in routes
        if method == "GET"
    }
    assert {path: status for path, status in answers.items() if status >= 500} == {}


@pytest.mark.slow
def test_a_get_of_a_stranger_sets_no_cookie_but_the_seed(client, routes):
    for method, path in routes:
        if method == "GET":
            client.get(filled(path))
    assert set(client.cookies) <= {"seed", "locale"}


def test_the_published_interface_names_the_api_only(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert paths
    assert [path for path in paths if not path.startswith("/api/v1/")] == []


def test_every_address_of_a_page_begins_with_a_language_or_a_known_word(routes):
    known = ("api", "city.css", "healthz", "manifest.webmanifest", "open-data", "readyz",
             "robots.txt", "service-worker.js", "staff", "static", "{locale}", "")  # fmt: skip
    assert [path for _, path in routes if path.split("/")[1] not in known] == []


def test_search_engines_gather_the_catalogue_and_no_address_of_one_person(client, routes):
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    closed = [
        re.compile(re.escape(line.removeprefix("Disallow: ")).replace(r"\*", ".*"))
        for line in answer.text.splitlines()[1:]
    ]
    gathered = {path for _, path in routes if not any(each.match(path) for each in closed)}
    of_one_person = re.compile(r"\{(draft|number|token|secret|step)\}|^/staff|/mine$|/late/")
    assert [path for path in gathered if of_one_person.search(path)] == []
    assert {"/{locale}/", "/{locale}/procedures/{code}", "/{locale}/apply/{form}"} <= gathered
