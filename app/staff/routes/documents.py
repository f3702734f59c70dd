"""Owns the URLs of a clerk's deeds about documents: taken on paper, taken back, asked for again."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.applications.models import Application
from app.applications.service import cases, counter
from app.applications.service.counter import Deed
from app.audit import service as audit
from app.database import Reading, Session
from app.forms.values import FieldError
from app.staff.deps import ReadCase
from app.staff.routes.case import AskingAgain, draw
from app.staff.routes.deeds import office, version_of
from app.web.posted import Post
from app.web.templating import Page, Renderer

router = APIRouter()
CASE = "/staff/applications/{number}/documents/{ident}"
REASON = FieldError("reason", "1文字から1000文字までで入力してください", label="申請者に伝える理由")


@router.post(f"{CASE}/receive")
def receive(
    request: Request, number: str, ident: str, me: Me, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """The paper came."""
    application = cases.find(session, sections=me.sections, number=number)
    deed = Deed(me.id, me.sections, version_of(post), ident)
    if counter.receive(session, request.app.state.keys, clock.now(), application, deed):
        return page.redirect(_back(application, "received"))
    return _second(request, page, session, me, application, clock=clock)


@router.post(f"{CASE}/take-back")
def take_back(
    request: Request, number: str, ident: str, me: Me, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """The paper did not come after all."""
    application = cases.find(session, sections=me.sections, number=number)
    deed = Deed(me.id, me.sections, version_of(post), ident)
    if counter.take_back(session, request.app.state.keys, clock.now(), application, deed):
        return page.redirect(_back(application, "taken-back"))
    return _second(request, page, session, me, application, clock=clock)


@router.get(f"{CASE}/ask-again")
def ask_page(
    request: Request, ident: str, here: ReadCase, me: Me, reading: Reading, page: Renderer
) -> Response:
    """Why the document cannot be used."""
    asking = AskingAgain(ident, here.application.version)
    return draw(
        request, page, reading, me, here.application, template="staff/ask_again.html",
        asking_again=asking,
    )  # fmt: skip


@router.post(f"{CASE}/ask-again")
def ask_again(
    request: Request, number: str, ident: str, me: Me, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Ask for the document once more, with the reason."""
    application = cases.find(session, sections=me.sections, number=number)
    deed, reason = Deed(me.id, me.sections, version_of(post), ident), post.get("reason")
    if deed.version == application.version and not counter.is_reason(reason):
        asking = AskingAgain(ident, deed.version, reason, (REASON,))
        return draw(
            request, page, session, me, application, template="staff/ask_again.html", code=422,
            asking_again=asking,
        )  # fmt: skip
    if counter.ask_again(session, office(request), clock.now(), application, deed, reason=reason):
        return page.redirect(_back(application, "asked-again"))
    return _second(request, page, session, me, application, clock=clock)


def _second(
    request: Request, page: Page, session: Reading, me: Staff, application: Application, *,
    clock: Now,
) -> Response:  # fmt: skip
    """The case as it stands, for whoever came second."""
    audit.record(
        session, clock.now(), actor=me.id, action="case_read",
        subject=f"application:{application.number}", detail="conflict",
    )  # fmt: skip
    return draw(request, page, session, me, application, code=409, is_conflict=True)


def _back(application: Application, done: str) -> str:
    return f"/staff/applications/{application.number}?done={done}#documents"
