"""A wing answers for its own addresses, and only for them."""

import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.testclient import TestClient

from app.web.wing import LocalWing, Wing, local_wings


def room(path):
    router = APIRouter()

    @router.get(path)
    def answer() -> str:
        return path

    return router


@pytest.fixture
def client():
    app = FastAPI()
    app.include_router(Wing(room("/staff/queue"), "/staff"))
    app.include_router(room("/{locale}/queue"))
    return TestClient(app)


def test_an_address_below_a_wing_is_the_wings(client):
    assert client.get("/staff/queue").json() == "/staff/queue"


def test_another_address_passes_it_by(client):
    assert client.get("/ja/queue").json() == "/{locale}/queue"


def test_a_route_outside_its_wing_is_refused():
    with pytest.raises(ValueError, match="/ja/queue"):
        Wing(room("/ja/queue"), "/staff")


def test_a_route_of_an_included_room_outside_the_wing_is_refused():
    outer = APIRouter()
    outer.include_router(room("/ja/queue"))
    with pytest.raises(ValueError, match="/ja/queue"):
        Wing(outer, "/staff")


def test_a_wing_lays_the_routes_of_included_routers_side_by_side():
    outer = APIRouter()
    outer.include_router(room("/ja/queue"))
    assert [route.path for route in LocalWing(outer, "queue").routes] == ["/ja/queue"]


def test_a_local_wing_is_passed_by_for_another_word():
    app = FastAPI()
    app.include_router(LocalWing(room("/{locale}/apply"), "apply"))
    app.include_router(room("/{locale}/{word}"))
    assert TestClient(app).get("/ja/open").json() == "/{locale}/{word}"


def test_an_included_router_that_brings_dependencies_is_refused():
    outer, inner = APIRouter(), APIRouter(dependencies=[Depends(lambda: None)])
    outer.include_router(inner)
    with pytest.raises(ValueError, match="more than routes"):
        Wing(outer, "/staff")


def test_dependencies_that_come_with_the_including_are_refused():
    outer = APIRouter()
    outer.include_router(room("/staff/queue"), dependencies=[Depends(lambda: None)])
    with pytest.raises(ValueError, match="more than routes"):
        Wing(outer, "/staff")


def test_an_address_is_held_only_against_routes_of_its_depth():
    outer = APIRouter()
    for path in ("/{locale}/apply/{form}", "/{locale}/apply/{form}/{draft}"):
        outer.include_router(room(path))
    app = FastAPI()
    wings = local_wings(outer, "apply")
    for wing in wings:
        app.include_router(wing)
    assert [[route.path for route in wing.routes] for wing in wings] == [
        ["/{locale}/apply/{form}"], ["/{locale}/apply/{form}/{draft}"],
    ]  # fmt: skip
    assert TestClient(app).get("/ja/apply/a/b").json() == "/{locale}/apply/{form}/{draft}"
