"""Owns rendering: one Jinja environment, and the `Page` through which every route answers."""

import hashlib
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from app.crypto import Keys
from app.errors import NotFound
from app.i18n.messages import Language, Languages
from app.web import csrf
from app.web.htmx import wants_fragment
from app.web.wording import in_language

APP = Path(__file__).parent.parent
STATIC = APP / "static"


@dataclass(frozen=True)
class Web:
    """What pages need and rooms must not fetch themselves: handed in by `app.main`."""

    environment: Environment
    languages: Languages
    keys: Keys
    is_https: bool
    shared: Mapping[str, object] = field(default_factory=dict)
    environments: Mapping[str, Environment] = field(init=False)

    def __post_init__(self) -> None:
        own = {each.code: in_language(self.environment, each) for each in self.languages}
        object.__setattr__(self, "environments", own)


class _Environment(Environment):
    """An environment whose globals are all there when its first template is loaded."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> dict[str, Any]:
        """One mapping: Jinja's own chain of two is searched, name by name, at every macro."""
        return self.globals | dict(d or {})


def build_environment(filters: Mapping[str, Callable[..., object]]) -> Environment:
    """The Jinja environment: autoescape on, an unknown name is an error, no logic of rooms."""
    environment = _Environment(
        loader=FileSystemLoader(APP / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(filters)
    environment.globals["static"] = static_url
    return environment


@lru_cache(maxsize=256)
def static_url(name: str) -> str:
    """The address of a static file with its content hash, so that it may be cached for a year."""
    path = STATIC / name
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.exists() else "missing"
    return f"/static/{name}?v={mark}"


class Page:
    """Renders one answer for one reader: `page("room/name.html", thing=…)`."""

    def __init__(self, request: Request, web: Web, language: Language) -> None:
        self.request = request
        self.web = web
        self.language = language

    def __call__(
        self, template: str, *, status: int = 200, fragment: str | None = None, **context: object
    ) -> HTMLResponse:
        """The whole page, or only the block `fragment` when htmx asks for it."""
        values = self.context() | context
        chosen = self.web.environments[self.language.code].get_template(template)
        if fragment and wants_fragment(self.request):
            body = "".join(chosen.blocks[fragment](chosen.new_context(values)))
        else:
            body = chosen.render(values)
        response = HTMLResponse(body, status_code=status)
        response.headers["Vary"] = "HX-Request, Cookie"
        return response

    def redirect(self, address: str) -> RedirectResponse:
        """303 to one of our own addresses."""
        return RedirectResponse(address, status_code=303)

    def context(self) -> dict[str, object]:
        """The names every template may use beside those of its language (templates/README.md)."""
        return {
            **self.web.shared,
            "languages": list(self.web.languages.by_address.values()),
            "path": self.request.url.path,
            "query": self.request.url.query,
            "csrf_token": csrf.token_for(self.request, self.web.keys),
            "request_state": self.request.state,
        }


async def language_of(request: Request) -> Language:
    """The language named by the path; 404 for an unknown one; Japanese where the path has none."""
    web: Web = request.app.state.web
    address = request.path_params.get("locale")
    if address is None:
        return web.languages.japanese
    try:
        return web.languages.by_address[address]
    except KeyError as error:
        raise NotFound from error


async def page(request: Request) -> Page:
    """The renderer for this request."""
    return Page(request, request.app.state.web, await language_of(request))


ReaderLanguage = Annotated[Language, Depends(language_of)]
Renderer = Annotated[Page, Depends(page)]
