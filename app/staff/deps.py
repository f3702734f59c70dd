"""Owns the nouns of the workbench's URLs: filters, the case of a number, a document of it.

Whoever reads a case leaves an audit entry, committed in its own short transaction before the page
is sent. A case of another section is answered exactly like one that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.accounts.deps import Me, Now, Staff
from app.applications.models import Application, Intake
from app.applications.service import cases, intakes
from app.audit import service as audit
from app.catalogue import service as catalogue
from app.database import Database, Reading, Session
from app.errors import NotFound
from app.staff.service import opening
from app.staff.service.board import Filters
from app.web.posted import whole_number


def filters(request: Request) -> Filters:
    """The filters of the address, cut to what an index can hold."""
    sent = request.query_params
    names = ("section", "procedure", "intake", "status", "hours", "since", "news", "q")
    return Filters(**{name: sent.get(name, "").strip()[:64] for name in names})


def page_number(request: Request) -> int:
    """The page of the address; anything odd is the first."""
    return max(1, whole_number(request.query_params.get("page", "")))


@dataclass(frozen=True)
class CaseHere:
    """The case of the address and whether its closed answers are open to this reader now."""

    application: Application
    is_open: bool


def case_here(number: str, request: Request, me: Me, reading: Reading, clock: Now) -> CaseHere:
    """A case of the reader's sections; raises NotFound."""
    application = cases.find(reading, sections=me.sections, number=number)
    given = request.query_params.get("pass", "")
    is_open = opening.is_valid(
        request.app.state.keys, clock.now(), given, staff=me.id, application=application.id
    )
    return CaseHere(application, is_open)


Here = Annotated[CaseHere, Depends(case_here)]


async def read_case(here: Here, request: Request, me: Me, reading: Reading, clock: Now) -> CaseHere:
    """The same, written down first; what came in between is read too, for it counts as seen."""
    await _write_down(request, me, clock, here, "case_read", "open" if here.is_open else "")
    await run_in_threadpool(_afresh, reading, here.application)
    return here


def _afresh(reading: Reading, application: Application) -> None:
    reading.commit()
    reading.refresh(application)


async def printed_case(here: Here, request: Request, me: Me, clock: Now) -> CaseHere:
    """The same, for paper."""
    await _write_down(request, me, clock, here, "case_printed", "open" if here.is_open else "")
    return here


async def read_document(
    ident: str, here: Here, request: Request, me: Me, reading: Reading, clock: Now
) -> cases.OpenedDocument:
    """One document of the case, written down before its bytes leave."""
    state = request.app.state
    found = await run_in_threadpool(
        cases.open_document, reading, state.keys, state.storage, here.application,
        ident=ident, is_open=here.is_open,
    )  # fmt: skip
    kind = "sensitive_document_read" if found.is_sensitive else "document_read"
    await _write_down(request, me, clock, here, kind, ident)
    return found


async def _write_down(
    request: Request, me: Staff, clock: Now, here: CaseHere, action: str, detail: str
) -> None:
    subject = f"application:{here.application.number}"
    await record(request, me, clock, action=action, subject=subject, detail=detail)


async def in_turns(request: Request, some: Callable[[Session], bool]) -> None:
    """Do something in short transactions, one after the other, while it says there is more."""
    database: Database = request.app.state.database

    def write() -> bool:
        with database.writing() as session:
            return some(session)

    more = True
    while more:
        async with database.alone():
            more = await run_in_threadpool(write)


async def record(
    request: Request, me: Staff, clock: Now, *, action: str, subject: str, detail: str
) -> None:
    """One audit entry in a transaction of its own."""
    database: Database = request.app.state.database

    def write() -> None:
        with database.writing() as session:
            audit.record(
                session, clock.now(), actor=me.id, action=action, subject=subject, detail=detail
            )

    async with database.alone():
        await run_in_threadpool(write)


def own_intake(intake: str, me: Me, reading: Reading) -> Intake:
    """An intake of a procedure of the reader's sections; raises NotFound."""
    found = intakes.get(reading, intake)
    section = catalogue.kept_procedure(reading, found.procedure).section
    reading.commit()  # what follows may wait for the writer
    if section not in me.sections:
        raise NotFound
    return found


IntakeHere = Annotated[Intake, Depends(own_intake)]
Asked = Annotated[Filters, Depends(filters)]
PageNumber = Annotated[int, Depends(page_number)]
ReadCase = Annotated[CaseHere, Depends(read_case)]
PrintedCase = Annotated[CaseHere, Depends(printed_case)]
ReadDocument = Annotated[cases.OpenedDocument, Depends(read_document)]
