"""Owns the URLs of reading a case: its page, its print sheet, its documents, opening the rest."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Me, Now, Staff
from app.applications.models import Application, AttachmentState, MessageKind
from app.applications.service import cases, corrections, counter, deciding, proxies, status
from app.applications.service.comparing import comparisons
from app.applications.service.season import tables
from app.audit import service as audit
from app.crypto import Keys
from app.database import Reading, Session
from app.errors import NotFound
from app.forms.values import FieldError
from app.staff.deps import PrintedCase, ReadCase, ReadDocument
from app.staff.service import opening
from app.staff.service.board import REASONS
from app.web.headers import POLICY
from app.web.templating import Page, Renderer

router = APIRouter()
INLINE = frozenset({"image/jpeg", "image/png", "application/pdf"})
# A document of a stranger: nothing in it runs, and only our own pages may frame it.
DOCUMENT_POLICY = (
    "default-src 'none'; img-src 'self' data: blob:; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'; sandbox"
)
STATES = {
    AttachmentState.NOW: "添付",
    AttachmentState.LATER: "後日提出",
    AttachmentState.PAPER: "紙で提出",
    AttachmentState.AGAIN: "再提出を依頼中",
    AttachmentState.TAKEN: "紙で受領",
}


NOTICES = {
    "status": "状態を変えました。",
    "message": "お知らせを送りました。",
    "note": "メモを残しました。",
    "received": "紙で受け取ったことを記録しました。",
    "taken-back": "受領を取り消しました。",
    "asked-again": "もう一度出していただくように伝えました。",
    "correction": "補正を依頼しました。",
}


@router.get("/staff/applications/{number}")
def show(
    request: Request, here: ReadCase, me: Me, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """One case: answers, documents, history, messages, what can be done."""
    return draw(
        request, page, reading, me, here.application, is_open=here.is_open,
        notice=request.query_params.get("done", ""),
    )  # fmt: skip


@router.get("/staff/applications/{number}/print")
def print_sheet(
    request: Request, here: PrintedCase, me: Me, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """The case for paper; what is closed stays closed there too."""
    return draw(
        request, page, reading, me, here.application, is_open=here.is_open,
        template="staff/print.html", printed_at=clock.now(),
    )  # fmt: skip


@router.post("/staff/applications/{number}/open-sensitive")
def open_sensitive(
    number: str, request: Request, me: Me, session: Session, clock: Now, page: Renderer
) -> Response:
    """Write down who opens the closed answers; the pass to them lasts five minutes."""
    keys, now = request.app.state.keys, clock.now()
    application = cases.find(session, sections=me.sections, number=number)
    case = cases.open_case(session, keys, application, is_open=False)
    audit.record(
        session, now, actor=me.id, action="sensitive_opened",
        subject=f"application:{application.number}", detail=" ".join(sorted(case.closed)),
    )  # fmt: skip
    given = opening.make_pass(keys, now, staff=me.id, application=application.id)
    return page.redirect(f"/staff/applications/{application.number}?pass={given}")


@router.get("/staff/applications/{number}/attachments/{ident}")
def document(me: Me, found: ReadDocument) -> Response:
    """The bytes of one document: images and PDF in the page, everything else to be saved."""
    way = "inline" if found.media_type in INLINE else "attachment"
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", found.name) or "document"
    return Response(
        found.body, media_type=found.media_type,
        headers={
            "content-disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''"
            + quote(found.name, safe=""),
            "content-security-policy": DOCUMENT_POLICY,
            "x-content-type-options": "nosniff",
            "x-frame-options": "SAMEORIGIN",
        },
    )  # fmt: skip


@dataclass(frozen=True)
class Asking:
    """What the page of one status asks before it is set."""

    deed: deciding.Deed
    errors: tuple[FieldError, ...]
    is_final: bool
    now: datetime


@dataclass(frozen=True)
class AskingAgain:
    """What the page asks about a document that cannot be used."""

    document: str
    version: int
    reason: str = ""
    errors: tuple[FieldError, ...] = ()


def draw(
    request: Request, page: Page, session: Reading, me: Staff, application: Application, *,
    is_open: bool = False, template: str = "staff/case.html", code: int = 200, notice: str = "",
    is_conflict: bool = False, printed_at: datetime | None = None, asking: Asking | None = None,
    asking_again: AskingAgain | None = None,
) -> Response:  # fmt: skip
    """The page of a case with the words its templates need."""
    case = cases.open_case(session, request.app.state.keys, application, is_open=is_open)
    languages = {each.code: each.name for each in page.web.languages}
    askable = counter.askable(case, request.app.state.clock.now())
    if asking_again and asking_again.document not in askable:
        raise NotFound
    words = deciding.words_for(application, case.messages, asking.now) if asking else ""
    response = page(
        template, status=code, me=me, case=case, is_open=is_open, notice=notice, notices=NOTICES,
        askable=askable, asking_again=asking_again,
        is_conflict=is_conflict, printed_at=printed_at, asking=asking, held_words=words,
        following=status.following(application.filing_kind, application.status),
        asks_more=deciding.ASKS_MORE, labels=status.STAFF_LABELS, decisions=status.DECISIONS,
        reasons=REASONS, states=STATES, kinds=MessageKind, inline=INLINE,
        staff_names=accounts.staff_names(session), section_names=accounts.section_names(session),
        language_name=languages.get(application.locale, application.locale),
        given_pass=request.query_params.get("pass", "") if is_open else "",
        shown_document=request.query_params.get("document", ""),
        has_points=case.intake is not None and tables.has_table(session, case.intake),
        proxy=_proxy(request.app.state.keys, application, is_open=is_open),
        corrections=corrections.all_of(session, request.app.state.keys, application),
        changes=comparisons(
            session, request.app.state.keys, application,
            lambda field: not is_open and cases.is_closed(application, field),
        ),
    )  # fmt: skip
    if "document" in request.query_params:
        response.headers["content-security-policy"] = f"{POLICY}; frame-src 'self'"
    return response


def _proxy(keys: Keys, application: Application, *, is_open: bool) -> list[proxies.Row]:
    """The proxy; under 支援措置 a telephone number stays closed like every other."""
    return [
        replace(row, value=None) if not is_open and cases.is_closed(application, row.field) else row
        for row in proxies.of_application(keys, application)
    ]
