"""Owns who is asking, as nouns for routes: `Me` (staff), `Visitor` (a resident's browser).

A provider is asked before any transaction: nobody who writes waits for another house.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, TypeVar

import structlog
from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service
from app.accounts.models import Device, Role
from app.accounts.service import openid
from app.accounts.service.deeds import refused
from app.clock import Clock
from app.crypto import token
from app.database import Database, Reading, Session
from app.errors import FirstPassword, Forbidden, SignInNeeded
from app.openid import Identity, NotProven, Provider, ProviderAway, is_of

STAFF_COOKIE = "staff"
DEVICE_COOKIE = "device"
OPENID_COOKIE = "openid"
TOUCH_EVERY = timedelta(minutes=1)
# As long as browsers keep a cookie at all (RFC 6265bis).
DEVICE_DAYS = 400
Done = TypeVar("Done")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Staff:
    """The signed-in member of staff and the sections every query is scoped by."""

    id: str
    login: str
    name: str
    role: Role
    sections: frozenset[str]
    must_change: bool
    by_openid: bool

    @property
    def leads(self) -> bool:
        """Whether this person may make final what others prepared (内定)."""
        return self.role in (Role.LEADER, Role.ADMIN)

    @property
    def reads_statistics(self) -> bool:
        """Whether the DX office's pages are open to this person."""
        return self.role in (Role.DX_OFFICE, Role.ADMIN)


async def clock_of(request: Request) -> Clock:
    """The one clock of the running city hall."""
    return request.app.state.clock  # type: ignore[no-any-return]


Now = Annotated[Clock, Depends(clock_of)]


async def signed_in(request: Request, reading: Reading, clock: Now) -> Staff:
    """Who is signed in; raises SignInNeeded. Rights are read anew on every request."""
    now = clock.now()
    secret = request.cookies.get(STAFF_COOKIE, "")

    def find() -> tuple[Staff, str | None] | None:
        found = service.member_of(reading, now, secret)
        if found is None:
            return None
        member, row = found
        sections = service.sections_of(reading, member)
        staff = Staff(
            member.id, member.login, member.name, Role(member.role), sections,
            # Whoever came by the provider has no use for a password, not for the first one either.
            must_change=member.must_change and not row.by_openid, by_openid=row.by_openid,
        )  # fmt: skip
        return staff, row.token_hash if now - row.last_seen > TOUCH_EVERY else None

    found = await run_in_threadpool(find)
    if found is None:
        raise SignInNeeded
    staff, stale = found
    if stale:
        await _on_its_own(request, lambda session: service.touch(session, clock.now(), stale))
    return staff


async def _on_its_own(request: Request, deed: Callable[[Session], Done]) -> Done:
    """A deed in a short transaction of its own."""
    database: Database = request.app.state.database

    def write() -> Done:
        with database.writing() as session:
            return deed(session)

    async with database.alone():
        return await run_in_threadpool(write)


async def working(request: Request, staff: Annotated[Staff, Depends(signed_in)]) -> Staff:
    """Somebody who has changed the first password."""
    if staff.must_change:
        raise FirstPassword
    return staff


async def dx_office(staff: Annotated[Staff, Depends(working)]) -> Staff:
    """Somebody who may read statistics."""
    if not staff.reads_statistics:
        raise Forbidden
    return staff


async def administrator(staff: Annotated[Staff, Depends(working)]) -> Staff:
    """Somebody who may change accounts and settings."""
    if staff.role != Role.ADMIN:
        raise Forbidden
    return staff


SignedIn = Annotated[Staff, Depends(signed_in)]
Me = Annotated[Staff, Depends(working)]
DxOffice = Annotated[Staff, Depends(dx_office)]
Administrator = Annotated[Staff, Depends(administrator)]


async def staff_provider(request: Request) -> Provider:
    """The organisation's provider; where there is none, the sign-in page is all there is."""
    provider: Provider | None = request.app.state.staff_openid
    if provider is None:
        raise SignInNeeded
    return provider


StaffProvider = Annotated[Provider, Depends(staff_provider)]


@dataclass(frozen=True)
class Departure:
    """A browser that leaves for the provider: the secret of its visit, and where it goes."""

    secret: str
    address: str


async def departure(request: Request, provider: StaffProvider, clock: Now) -> Departure:
    """A new visit to the provider; raises NoAnswer, RateLimited."""
    state, secret = request.app.state, token()
    state.starting.press(request.client.host if request.client else "", clock.now())
    try:
        return Departure(secret, await provider.address(openid.secrets_of(state.keys, secret)))
    except ProviderAway as error:
        raise _no_answer(error) from error


@dataclass(frozen=True)
class Return:
    """Who the provider says came back, and where they wanted to go."""

    identity: Identity
    goal: str


async def homecoming(request: Request, provider: StaffProvider, clock: Now) -> Return:
    """The end of a visit, which ends only once; raises VisitLost, NotSignedIn, NoAnswer."""
    secret, answer = request.cookies.get(OPENID_COOKIE, ""), request.query_params
    secrets = openid.secrets_of(request.app.state.keys, secret)
    if not secret or not is_of(answer, secrets):
        raise openid.VisitLost
    goal = await _on_its_own(
        request, lambda session: openid.come_back(session, clock.now(), secret)
    )
    if goal is None:
        raise openid.VisitLost
    try:
        return Return(await provider.identify(answer, secrets, clock.now()), goal)
    except ProviderAway as error:
        raise _no_answer(error) from error
    except NotProven as error:
        why = f"openid {error}"
        await _on_its_own(request, lambda session: refused(session, clock.now(), why))
        raise openid.NotSignedIn from error


async def way_out(provider: StaffProvider, request: Request) -> str:
    """Where somebody signs out of the provider too; "" where it offers or answers nothing."""
    back = f"{request.app.state.settings.base_url.rstrip('/')}/staff/sign-in"
    try:
        return await provider.way_out(back)
    except ProviderAway as error:
        _no_answer(error)
        return ""


def _no_answer(error: ProviderAway) -> openid.NoAnswer:
    structlog.get_logger("openid").warning("provider away", why=str(error))
    return openid.NoAnswer()


Departing = Annotated[Departure, Depends(departure)]
Returning = Annotated[Return, Depends(homecoming)]
WayOut = Annotated[str, Depends(way_out)]


async def look(
    request: Request, read: Callable[..., Found], reading: Reading, *arguments: object
) -> Found:
    """A read on the way to a route that gives its connection back at once.

    A page keeps it for its route. Kept until a writer's turn, the connections of waiting requests
    are those that others wait for, in threads the first need: 200 sends at once stood still
    (tests/applications/test_rush.py).
    """
    database: Database = request.app.state.database
    if request.method == "GET":
        return await database.look(read, reading, *arguments)
    return await database.look(_released, read, reading, *arguments)


def _released(read: Callable[..., Found], reading: Reading, *arguments: object) -> Found:
    found = read(reading, *arguments)
    reading.commit()
    return found


async def visitor(request: Request, reading: Reading) -> Device | None:
    """The resident's browser, if it is known."""
    secret = request.cookies.get(DEVICE_COOKIE, "")
    return await look(request, service.device_of, reading, secret) if secret else None


Visitor = Annotated[Device | None, Depends(visitor)]


def set_cookie(request: Request, response: Response, name: str, secret: str, *, days: int) -> None:
    """A cookie no script can read; `days` 0 = until the browser closes."""
    response.set_cookie(
        name, secret, max_age=days * 86400 or None, httponly=True, samesite="lax", path="/",
        secure=request.app.state.settings.is_https,
    )  # fmt: skip
