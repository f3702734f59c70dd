"""Owns the URLs of working on a case: status and decision, messages, notes."""

from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.applications.models import Application, Decision, Status
from app.applications.service import cases, deciding, status
from app.applications.service.deciding import Deed, Office
from app.audit import service as audit
from app.database import Reading, Session
from app.errors import NotFound, Unprocessable
from app.forms.values import FieldError
from app.staff.deps import ReadCase
from app.staff.routes.case import Asking, draw
from app.web.posted import Post, Posted, whole_number
from app.web.templating import Page, Renderer

router = APIRouter()
MISSING = {
    "decision": FieldError("decision", "決定の内容を選んでください", label="決定"),
    "words": FieldError("words", "申請者に伝える理由・内容を入力してください", label="理由・内容"),
    "length": FieldError("words", "4000文字までで入力してください", label="理由・内容"),
}


@router.get("/staff/applications/{number}/status/{to}")
def status_page(
    request: Request, to: str, here: ReadCase, me: Me, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """What a status means for the resident, words for them, and the question asked once more."""
    wanted = _status(to)
    if wanted not in status.following(here.application.filing_kind, here.application.status):
        raise NotFound
    sent = whole_number(request.query_params.get("version", ""))
    deed = Deed(me.id, sent if sent >= 0 else here.application.version, wanted)
    return _ask(request, page, reading, me, here.application, deed=deed, now=clock.now())


@router.post("/staff/applications/{number}/status")
def set_status(
    request: Request, number: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Set a status; whoever comes second sees the case as it stands now (409)."""
    application = cases.find(session, sections=me.sections, number=number)
    deed = _deed(me, post)
    if deed.version == application.version:
        error = _lacking(deed)
        if error or (deed.status in deciding.FINAL and post.get("sure") != "1"):
            return _ask(
                request, page, session, me, application, deed=deed, now=clock.now(), error=error,
                code=422,
            )  # fmt: skip
        if deciding.set_status(session, office(request), clock.now(), application, deed):
            return page.redirect(f"/staff/applications/{application.number}?done=status")
    audit.record(
        session, clock.now(), actor=me.id, action="case_read",
        subject=f"application:{application.number}", detail="conflict",
    )  # fmt: skip
    return draw(request, page, session, me, application, code=409, is_conflict=True)


@router.post("/staff/applications/{number}/messages")
def send_message(
    request: Request, number: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """A message on the resident's page, announced by mail."""
    application = cases.find(session, sections=me.sections, number=number)
    deciding.send_message(
        session, office(request), clock.now(), application, actor=me.id, body=post.get("body")
    )
    return page.redirect(f"/staff/applications/{application.number}?done=message#messages")


@router.post("/staff/applications/{number}/notes")
def add_note(
    request: Request, number: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """An internal note."""
    application = cases.find(session, sections=me.sections, number=number)
    deciding.add_note(
        session, office(request), clock.now(), application, actor=me.id, body=post.get("body")
    )
    return page.redirect(f"/staff/applications/{application.number}?done=note#notes")


def _ask(
    request: Request, page: Page, session: Reading, me: Staff, application: Application, *,
    deed: Deed, now: datetime, error: FieldError | None = None, code: int = 200,
) -> Response:  # fmt: skip
    asking = Asking(deed, (error,) if error else (), deed.status in deciding.FINAL, now)
    return draw(
        request, page, session, me, application, template="staff/status.html", code=code,
        asking=asking,
    )  # fmt: skip


def _lacking(deed: Deed) -> FieldError | None:
    if len(deed.words) > deciding.LONGEST_TEXT:
        return MISSING["length"]
    return MISSING.get(deciding.missing(deed))


def _deed(me: Staff, post: Posted) -> Deed:
    version, decision = version_of(post), post.get("decision")
    wanted = _status(post.get("to"))
    if decision not in ("", *Decision):
        raise Unprocessable
    is_decision = wanted == Status.DECIDED and decision
    return Deed(
        me.id, version, wanted, Decision(decision) if is_decision else None, post.get("words")
    )


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError as error:
        raise NotFound from error


def version_of(post: Posted) -> int:
    """The version of the case that the page showed; raises Unprocessable."""
    version = whole_number(post.get("version"))
    if version < 0:
        raise Unprocessable
    return version


def office(request: Request) -> Office:
    """What a deed needs to know of the house around it."""
    state = request.app.state
    return Office(state.keys, state.web.languages, state.city.name, state.settings.base_url)
