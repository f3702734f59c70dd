"""Owns a wing of the house: routes that all lie below a few addresses."""

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match
from starlette.types import Scope


class Wing(APIRouter):
    """Any other request passes a wing by, instead of being held against each of its routes.

    Matching was a tenth of a resident's visit, most of it against the routes of the workbench.
    Raises ValueError for a route that could never be reached.
    """

    def __init__(self, router: APIRouter, *below: str) -> None:
        super().__init__()
        self.below = below
        for route in _leaves(router):
            path = str(getattr(route, "path", ""))
            if not self._holds(path):
                raise ValueError(f"{path} does not lie below {', '.join(below)}")
            # not included but laid side by side: each level of including matches all over again
            self.routes.append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """None at once for an address that does not lie below this wing's."""
        return super().matches(scope) if self._holds(scope["path"]) else (Match.NONE, {})

    def _holds(self, path: str) -> bool:
        return path.startswith(self.below)


class LocalWing(Wing):
    """A wing of pages in every language: below `/{locale}/` and one of these words."""

    def __init__(self, router: APIRouter, *below: str) -> None:
        self._slashes = {_depth(route) for route in _leaves(router)}
        super().__init__(router, *below)

    def _holds(self, path: str) -> bool:
        parts = path.split("/", 3)
        return len(parts) > 2 and parts[2] in self.below and path.count("/") in self._slashes


def local_wings(router: APIRouter, *below: str) -> list[LocalWing]:
    """A wing for each depth of its addresses: what is deeper or less deep is not tried."""
    floors: dict[int, APIRouter] = {}
    for route in _leaves(router):
        floors.setdefault(_depth(route), APIRouter()).routes.append(route)
    return [LocalWing(floor, *below) for floor in floors.values()]


def _depth(route: BaseRoute) -> int:
    return str(getattr(route, "path", "")).count("/")


def _leaves(router: APIRouter) -> Iterator[BaseRoute]:
    """Every route of a router and of those it includes, in order.

    Raises ValueError for an included router that brings more than its routes: that would be lost.
    """
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        if not isinstance(inner, APIRouter):
            yield route
            continue
        for brought in (inner, getattr(route, "include_context", inner)):
            if brought.prefix or brought.dependencies:
                raise ValueError(f"a router below {brought.prefix or '/'} brings more than routes")
        yield from _leaves(inner)
