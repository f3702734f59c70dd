"""Owns the residents' URLs: the way to a language, home, search, suggestions, one procedure."""

from contextlib import suppress
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.accounts.deps import DEVICE_COOKIE, Now, set_cookie
from app.catalogue import deps, service
from app.catalogue.deps import Asked, CityHere, SearchedLanguages
from app.clock import Clock
from app.database import Database, Reading
from app.errors import Busy
from app.i18n.negotiate import negotiate
from app.web.templating import Renderer, Web

router = APIRouter(include_in_schema=False)
PAGE_SIZE: Final = 20
LOCALE_COOKIE: Final = "locale"
LOCALE_DAYS: Final = 365
PageNumber = Annotated[str, Query(alias="page")]


@router.get("/")
def root(request: Request) -> Response:
    """To the home page in the reader's language: cookie, then header, then Japanese."""
    web: Web = request.app.state.web
    cookie = request.cookies.get(LOCALE_COOKIE)
    chosen = negotiate(web.languages, cookie, request.headers.get("accept-language"))
    response = RedirectResponse(f"/{chosen.address}/", status_code=302)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@router.get("/{locale}/")
def home(request: Request, reading: Reading, clock: Now, page: Renderer) -> Response:
    """Search box, open intakes, life events, and how many procedures are online now."""
    rate = service.online_rate(reading)
    intakes = deps.open_intakes(request, reading, clock.now())
    response = page(
        "catalogue/home.html",
        online_count=rate.online,
        total_count=rate.total,
        is_known=DEVICE_COOKIE in request.cookies,
        intakes=intakes,
        intake_titles=deps.intake_titles(reading, page.language, intakes),
    )
    set_cookie(request, response, LOCALE_COOKIE, page.language.address, days=LOCALE_DAYS)
    return response


@router.get("/{locale}/procedures")
def search(
    request: Request, clock: Now, wish: Asked, reading: Reading, page: Renderer,
    languages: SearchedLanguages, city: CityHere, number: PageNumber = "1",
) -> Response:  # fmt: skip
    """What a search finds, page by page; htmx gets only the results."""
    found = service.find(reading, wish, languages)
    pages = max(1, -(-len(found.entries) // PAGE_SIZE))
    here = min(max(int(number) if number.isdecimal() and len(number) < 6 else 1, 1), pages)
    asked = {
        "q": wish.text, "life_event": wish.life_event, "section": wish.section,
        "audience": wish.audience, "online": "" if wish.online is None else str(int(wish.online)),
    }  # fmt: skip
    query = urlencode({name: value for name, value in asked.items() if value})
    response = page(
        "catalogue/search.html", fragment="results", wish=wish, total=len(found.entries),
        entries=found.entries[(here - 1) * PAGE_SIZE : here * PAGE_SIZE], is_near=found.is_near,
        number=here, pages=pages, sections=deps.section_names(reading, page.language, city),
        address=f"/{page.language.address}/procedures?{query}{'&' if query else ''}page=",
    )  # fmt: skip
    words = "" if found.entries else service.words_missed(wish)
    if words:
        response.background = BackgroundTask(_count_miss, request, clock, words)
    return response


async def _count_miss(request: Request, clock: Clock, words: str) -> None:
    """Count what was not found, after the answer and in a transaction of its own."""
    database: Database = request.app.state.database

    def write() -> None:
        with database.writing() as session:
            service.count_miss(session, clock.now(), words)

    with suppress(Busy):  # one count is not worth anybody's waiting
        async with database.alone():
            await run_in_threadpool(write)


@router.get("/{locale}/procedures/suggest")
def suggest(
    reading: Reading, page: Renderer, languages: SearchedLanguages, q: str = ""
) -> Response:
    """The first few procedures for what has been typed so far, as a fragment."""
    entries = service.suggest(reading, q, languages)
    return page("catalogue/suggest.html", entries=entries, typed=q.strip())


@router.get("/{locale}/procedures/{code}")
def procedure(
    request: Request, code: str, reading: Reading, clock: Now, city: CityHere, page: Renderer
) -> Response:
    """One procedure: what it is, for whom, what to bring, every way to file it, whom to ask.

    404 alike for one that is absent and one that is not published.
    """
    row = service.procedure(reading, code)
    return page(
        "catalogue/procedure.html", procedure=row,
        sections=deps.section_names(reading, page.language, city),
        system=city.systems.get(row.system),
        section=next((each for each in city.sections if each.code == row.section), None),
        channels=service.split(row.channels), documents=service.split(row.documents),
        events=service.split(row.life_events), related=service.related(reading, row.code),
        own_form=service.current_form(reading, row.form) if row.form else None,
        window=deps.form_window(request, reading, row.form, clock.now()),
    )  # fmt: skip
