"""Owns what makes the city hall installable and its own: manifest, worker, offline, colours.

And what search engines may gather of it.
"""

from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.web.colours import CitySheet
from app.web.headers import YEAR
from app.web.templating import STATIC, Renderer, Web, static_url

router = APIRouter()
# What belongs to one person, or to the staff. A demonstration is no city's own site, so none of it.
_NOT_GATHERED = (
    "/staff/", "/*/apply/*/", "/*/applications/", "/*/late/", "/*/mine", "/*/open/", "/*/resume/",
)  # fmt: skip


@router.get("/manifest.webmanifest")
def manifest(request: Request) -> Response:
    """The web app manifest in Japanese, with our own icons."""
    web: Web = request.app.state.web
    name = cast("str", web.shared["city_name"])
    icons = [
        {"src": static_url(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}",
         "type": "image/png", "purpose": purpose}
        for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
    ]  # fmt: skip
    body = {
        "id": "/", "name": f"{name} てのひら市役所", "short_name": "てのひら市役所", "lang": "ja",
        "start_url": "/", "scope": "/", "display": "standalone", "icons": icons,
        "background_color": "#ffffff", "theme_color": _sheet(request).primary,
    }  # fmt: skip
    return JSONResponse(body, media_type="application/manifest+json")


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """What search engines may show: the catalogue and the beginnings of its forms."""
    web: Web = request.app.state.web
    closed = ("/",) if web.shared["is_demo"] else _NOT_GATHERED
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in closed))
    return Response("\n".join(lines) + "\n", media_type="text/plain")


@router.get("/city.css")
def city_colours(request: Request) -> Response:
    """The colours of the city's profile; under the address of its content it never changes."""
    sheet = _sheet(request)
    is_exact = request.query_params.get("v") == sheet.mark
    kept = f"public, max-age={YEAR}, immutable" if is_exact else "no-cache"
    return Response(sheet.body, media_type="text/css", headers={"Cache-Control": kept})


@router.get("/service-worker.js")
def service_worker(request: Request) -> Response:
    """The worker, served from the root so that its scope is the whole site."""
    body = (STATIC / "service-worker.js").read_text(encoding="utf-8")
    names = ("vendor/htmx.min.js", "js/app.js", "icons/icon.svg")
    sheet = _sheet(request)
    kept = (*(static_url(name) for name in names), sheet.address)
    listed = ", ".join(f'"{address}"' for address in kept)
    body = body.replace("__SHELL__", listed).replace("__MARK__", sheet.mark)
    return Response(body, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


@router.get("/{locale}/offline")
def offline(page: Renderer) -> Response:
    """The shell shown when there is no network."""
    return page("offline.html")


def _sheet(request: Request) -> CitySheet:
    web: Web = request.app.state.web
    return cast("CitySheet", web.shared["city_sheet"])
