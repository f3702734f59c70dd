"""Owns what makes the city hall installable: manifest, service worker, offline page."""

from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.web.templating import STATIC, Renderer, Web, static_url

router = APIRouter()


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
        "background_color": "#ffffff", "theme_color": "#0017c1",
    }  # fmt: skip
    return JSONResponse(body, media_type="application/manifest+json")


@router.get("/service-worker.js")
def service_worker() -> Response:
    """The worker, served from the root so that its scope is the whole site."""
    body = (STATIC / "service-worker.js").read_text(encoding="utf-8")
    names = ("css/app.css", "vendor/htmx.min.js", "js/app.js", "icons/icon.svg")
    listed = ", ".join(f'"{static_url(name)}"' for name in names)
    mark = static_url("css/app.css").rpartition("=")[2]
    body = body.replace("__SHELL__", listed).replace("__MARK__", mark)
    return Response(body, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


@router.get("/{locale}/offline")
def offline(page: Renderer) -> Response:
    """The shell shown when there is no network."""
    return page("offline.html")
