"""The roof: puts the city hall together, top to bottom, and nothing else."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import anyio.to_thread
import structlog
from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from app import city
from app.accounts import routes as accounts_routes
from app.accounts.routes.openid import CALLBACK
from app.applications import routes as applications_routes
from app.applications.service.deciding import Office
from app.applications.service.files import Reception
from app.applications.service.intakes import open_intakes, window
from app.applications.service.reminding import remind_all
from app.applications.service.tidy import erase_all_expired
from app.catalogue import routes as catalogue_routes
from app.catalogue.service import publish_all_due
from app.clock import Clock, SystemClock
from app.crypto import load_keys
from app.database import READERS, Database
from app.health import router as health_router
from app.i18n import formats
from app.i18n.messages import load_languages
from app.notifications import channels as mail
from app.notifications.service import deliver
from app.openid import open_provider
from app.procedures import LIFE_EVENTS
from app.scanning import open_scanner
from app.settings import Settings
from app.staff import routes as staff_routes
from app.statistics import routes as statistics_routes
from app.statistics.service import contacts, demo, folding, reports, section_mails
from app.storage import Storage, open_storage
from app.web import error_pages, interface, pwa
from app.web.brake import Brake
from app.web.colours import CitySheet
from app.web.headers import Outermost
from app.web.maps import Maps
from app.web.posted import posted
from app.web.templating import STATIC, Web, build_environment
from app.web.wing import Wing

DELIVER_EVERY = 2.0
TIDY_EVERY = 3600.0
PUBLISH_EVERY = 10.0
FOLD_EVERY = 300.0


def create_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    storage: Storage | None = None,
    channels: Mapping[str, mail.Channel] | None = None,
) -> FastAPI:
    """One city hall. Time, files and mail enter here, with real defaults."""
    docs = settings.api_docs == "open"
    app = FastAPI(
        title="Tenohira",
        lifespan=_lifespan,
        dependencies=[Depends(posted)],
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json" if docs else None,
    )
    profile = city.load(settings.city)
    state = app.state
    state.settings = settings
    state.clock = clock or SystemClock()
    state.keys = load_keys(settings.keys_file)
    state.database = Database(settings.database, demo.counting(is_demo=settings.demo))
    state.storage = storage or open_storage(settings.storage)
    state.maps = Maps(settings.map_tiles, settings.map_credit)
    state.reception = Reception(state.storage, open_scanner(settings.clamd_url))
    state.channels = channels or mail.from_settings(settings)
    state.staff_openid = open_provider(
        settings.oidc_staff_issuer, settings.oidc_staff_client_id,
        settings.oidc_staff_client_secret.get_secret_value(),
        back=f"{settings.base_url.rstrip('/')}{CALLBACK}",
    )  # fmt: skip
    state.city = profile
    state.starting = Brake(settings.starts_per_address)
    state.open_intakes = open_intakes
    state.form_window = window
    state.web = Web(
        environment=build_environment(
            {
                "date": formats.format_date,
                "datetime": formats.format_datetime,
                "wareki": formats.wareki,
                "week": formats.format_week,
            }
        ),
        languages=load_languages(),
        keys=state.keys,
        is_https=settings.is_https,
        shared={
            "city": profile,
            "city_name": profile.name,
            "city_sheet": CitySheet(
                profile.colours.primary,
                profile.colours.primary_hover,
                shared=(STATIC / "css/app.css").read_text(encoding="utf-8"),
            ),
            "is_demo": settings.demo,
            "has_openid": bool(settings.oidc_staff_issuer),
            "life_event_names": LIFE_EVENTS,
        },
    )
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in (
        health_router,
        pwa.router,
        Wing(accounts_routes.router, "/staff"),
        Wing(staff_routes.router, "/staff"),
        Wing(statistics_routes.router, "/staff", "/api", "/open-data"),
        *applications_routes.WINGS,
        catalogue_routes.router,
    ):
        app.include_router(router)
    error_pages.install(app)
    interface.publish_api_only(app)
    app.add_middleware(GZipMiddleware, minimum_size=700, compresslevel=5)
    app.add_middleware(Outermost, base_url=settings.base_url)
    return app


def app_from_environment() -> FastAPI:
    """The city hall as the server's workers start it."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.add_log_level,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )
    logging.getLogger("uvicorn.error").addFilter(error_pages.without_texts)
    app = create_app(Settings())
    # What is loaded by now stays for good: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = READERS
    workers = [
        asyncio.create_task(each(app))
        for each in (_keep_delivering, _keep_tidy, _keep_counted, _keep_publishing)
    ]
    yield
    for worker in workers:
        worker.cancel()
    # A round that is under way in its thread still holds a connection.
    await asyncio.gather(*workers, return_exceptions=True)
    app.state.database.close()


async def _keep_delivering(app: FastAPI) -> None:
    """Send what the outbox holds, for as long as the process lives.

    While mails leave, the next round begins at once: at a release thousands are due together.
    """
    state, sent = app.state, 0
    while True:
        if not sent:
            await asyncio.sleep(DELIVER_EVERY)
        try:
            sent = await run_in_threadpool(
                deliver, state.database, state.keys, state.channels, state.clock
            )
        except Exception as error:  # the next round tries again; nothing is lost
            sent = 0
            structlog.get_logger("mail").error("delivery", kind=type(error).__name__)


async def _keep_tidy(app: FastAPI) -> None:
    """Remind of what is due, erase drafts past their time, report the month, once an hour."""
    state = app.state
    office = Office(state.keys, state.web.languages, state.city.name, state.settings.base_url)
    sender = reports.Sender(state.city, state.keys, state.settings.base_url)
    while True:
        await asyncio.sleep(TIDY_EVERY)
        try:
            await run_in_threadpool(remind_all, state.database, office, state.clock)
            await run_in_threadpool(erase_all_expired, state.database, state.storage, state.clock)
            await run_in_threadpool(reports.send_due, state.database, sender, state.clock)
            await run_in_threadpool(section_mails.send_due, state.database, sender, state.clock)
            await run_in_threadpool(contacts.forget_lapsed, state.database, state.clock)
        except Exception as error:  # the next round tries again; nothing is half-erased
            structlog.get_logger("tidy").error("tidy", kind=type(error).__name__)


async def _keep_counted(app: FastAPI) -> None:
    """Fold new facts into the sums of statistics, which are right without it but slower."""
    state = app.state
    while True:
        try:
            await run_in_threadpool(folding.fold, state.database, state.clock)
        except Exception as error:  # the next round tries again; no number depends on it
            structlog.get_logger("statistics").error("fold", kind=type(error).__name__)
        await asyncio.sleep(FOLD_EVERY)


async def _keep_publishing(app: FastAPI) -> None:
    """Publish the form revisions whose time has come."""
    state = app.state
    while True:
        await asyncio.sleep(PUBLISH_EVERY)
        try:
            await run_in_threadpool(publish_all_due, state.database, state.clock)
        except Exception as error:  # the next round tries again; nothing is half-published
            structlog.get_logger("forms").error("publish", kind=type(error).__name__)
