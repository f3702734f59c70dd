"""Owns who is asking, as nouns for routes: `Me` (staff), `DeviceHere` (a resident's browser)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service
from app.accounts.models import Device, Role
from app.clock import Clock
from app.database import Database, Reading
from app.errors import FirstPassword, Forbidden, SignInNeeded

STAFF_COOKIE = "staff"
DEVICE_COOKIE = "device"
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Staff:
    """The signed-in member of staff and the sections every query is scoped by."""

    id: str
    login: str
    name: str
    role: Role
    sections: frozenset[str]
    must_change: bool

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
            member.id, member.login, member.name, Role(member.role), sections, member.must_change
        )
        return staff, row.token_hash if now - row.last_seen > TOUCH_EVERY else None

    found = await run_in_threadpool(find)
    if found is None:
        raise SignInNeeded
    staff, stale = found
    if stale:
        database: Database = request.app.state.database
        async with database.alone():
            await run_in_threadpool(_touch, database, clock, stale)
    return staff


def _touch(database: Database, clock: Clock, token_hash: str) -> None:
    with database.writing() as session:
        service.touch(session, clock.now(), token_hash)


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


async def device_here(request: Request, reading: Reading) -> Device | None:
    """The resident's browser, if it is known."""
    secret = request.cookies.get(DEVICE_COOKIE, "")
    if not secret:
        return None
    database: Database = request.app.state.database
    return await database.look(service.device_of, reading, secret)


DeviceHere = Annotated[Device | None, Depends(device_here)]


def set_cookie(request: Request, response: Response, name: str, secret: str, *, days: int) -> None:
    """A cookie no script can read; `days` 0 = until the browser closes."""
    response.set_cookie(
        name, secret, max_age=days * 86400 or None, httponly=True, samesite="lax", path="/",
        secure=request.app.state.settings.is_https,
    )  # fmt: skip
