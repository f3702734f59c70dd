"""Owns the URLs of asking for a correction (補正): marking fields, the reasons, asking."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Me, Now, Staff
from app.applications.models import Application, Status
from app.applications.service import again, amending, cases, corrections, status
from app.applications.service.corrections import DocumentMark, Marks
from app.database import Reading, Session
from app.errors import NotFound
from app.forms.values import FieldError
from app.staff.deps import ReadCase
from app.staff.routes.case import draw
from app.staff.routes.deeds import office, version_of
from app.staff.service.board import REASONS
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()
HERE = "/staff/applications/{number}/correction"
FAULTS = {
    "fields": FieldError("marks", "直していただく項目か書類を選んでください", label="項目"),
    "why": FieldError("documents", "どこが使えないかを選んでください", label="書類"),
    "words": FieldError(
        "words", "理由を入力してください（全体に1つか、選んだ項目ごとに）", label="理由"
    ),
    "length": FieldError(
        "words", "理由は1つ1000文字まで、合わせて2000文字までにしてください", label="理由"
    ),
}


@dataclass(frozen=True)
class Marking:
    """What the page of marks shows: what was typed, and what is wrong with it."""

    version: int
    marked: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    documents: Mapping[str, DocumentMark] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    is_stale: bool = False


@router.get(HERE)
def marks_page(
    request: Request, here: ReadCase, me: Me, reading: Reading, page: Renderer
) -> Response:
    """Every answer with a box to mark it."""
    if Status.CORRECTION_REQUESTED not in _following(here.application):
        raise NotFound
    marking = Marking(here.application.version)
    return _draw(request, page, reading, me, here.application, marking=marking, opens=here.is_open)


@router.post(HERE)
def ask(
    request: Request, number: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Ask for the correction; whoever comes second sees the case as it stands, marks kept (409)."""
    application = cases.find(session, sections=me.sections, number=number)
    marks, typed = _marks(me, post)
    if Status.CORRECTION_REQUESTED not in _following(application):
        return draw(request, page, session, me, application, code=409, is_conflict=True)
    fault = marks.fault
    if not fault and marks.version == application.version and corrections.ask(
        session, office(request), clock.now(), application, marks
    ):  # fmt: skip
        return page.redirect(f"/staff/applications/{application.number}?done=correction")
    is_stale = marks.version != application.version
    errors = (FAULTS[fault],) if fault else ()
    marking = Marking(
        application.version, frozenset([*marks.reasons, *marks.documents]), typed, marks.words,
        _documents(post, _kinds(post)), errors, is_stale,
    )  # fmt: skip
    return _draw(
        request, page, session, me, application, marking=marking, code=409 if is_stale else 422
    )


def _draw(
    request: Request, page: Page, session: Reading, me: Staff, application: Application, *,
    marking: Marking, code: int = 200, opens: bool = False,
) -> Response:  # fmt: skip
    keys = request.app.state.keys
    case = cases.open_case(session, keys, application, is_open=opens)
    answers = cases.answers_of(keys, application)
    languages = {each.code: each.name for each in page.web.languages}
    return page(
        "staff/correction.html", status=code, me=me, case=case, marking=marking,
        markable=amending.paths_of(case.form, answers), longest=corrections.LONGEST_REASON,
        documents=again.came(session, application, request.app.state.clock.now()),
        kinds_of_fault=corrections.WHY,
        labels=status.STAFF_LABELS, decisions=status.DECISIONS, reasons=REASONS,
        staff_names=accounts.staff_names(session), section_names=accounts.section_names(session),
        language_name=languages.get(application.locale, application.locale),
    )  # fmt: skip


def _marks(me: Staff, post: Posted) -> tuple[Marks, dict[str, str]]:
    typed = {
        name.removeprefix("why."): texts[0]
        for name, texts in post.fields.items()
        if name.startswith("why.")
    }
    marked = {path: typed.get(path, "").strip() for path in post.fields.get("mark", [])}
    documents = _documents(post, post.fields.get("mark_document", []))
    return Marks(me.id, version_of(post), marked, post.get("words").strip(), documents), typed


def _kinds(post: Posted) -> list[str]:
    return [name.removeprefix("kind.") for name in post.fields if name.startswith("kind.")]


def _documents(post: Posted, paths: Iterable[str]) -> dict[str, DocumentMark]:
    return {
        path: DocumentMark("", post.get(f"kind.{path}"), post.get(f"why.{path}").strip())
        for path in paths
    }


def _following(application: Application) -> tuple[Status, ...]:
    return status.following(application.filing_kind, application.status)
