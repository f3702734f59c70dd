"""Owns the URLs of the list of forms, and of a new one: from nothing, as a copy, from a file."""

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Me, Now, Staff
from app.catalogue import service as catalogue
from app.catalogue.service import works
from app.database import Reading, Session
from app.errors import NotFound
from app.forms import snapshot
from app.forms.document_text import DefinitionError
from app.forms.values import FieldError
from app.staff.routes.workshop.bench import editor_of
from app.staff.routes.workshop.document import refused
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop import starts
from app.staff.service.workshop.sheet import Sheet
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()
LONGEST_TITLE = 100
NO_TITLE = FieldError("title", "100文字までで入力してください", label="様式の名前")
NO_SECTION = FieldError("section", "1つ選んでください", label="担当の課")
NO_FORM = FieldError("copy", "もとにする様式を選んでください", label="もとにする様式")
NO_WAY = FieldError("how", "始め方を選んでください", label="始め方")
NO_FILE = FieldError("file", "YAML のファイルを選んでください", label="YAML のファイル")
TOO_LARGE = FieldError("file", "30万バイトまでのファイルを選んでください", label="YAML のファイル")


@router.get("/staff/forms")
def listed(me: Me, reading: Reading, page: Renderer) -> Response:
    """The forms of the reader's sections: published, in work, paused; who did what when."""
    rows = works.listed(reading, me.sections)
    return page(
        "staff/forms/list.html", me=me, rows=rows, sections=accounts.section_names(reading),
        names=accounts.staff_names(reading) | {"shipped": "はじめから入っている様式"},
        uses={row.slug: len(catalogue.procedures_with_form(reading, row.slug)) for row in rows},
    )  # fmt: skip


@router.get("/staff/forms/new")
def new(
    me: Me, reading: Reading, page: Renderer, how: str = "", copy: str = "", section: str = ""
) -> Response:
    """How a new form begins."""
    typed = {"how": [how], "copy": [copy], "section": [section]}
    return _draw(page, me, reading, Posted(typed, {}), [])


@router.post("/staff/forms/new")
def create(me: Me, post: Post, session: Session, clock: Now, page: Renderer) -> Response:
    """Begin a form; on to its page."""
    section = post.get("section")
    if section and section not in me.sections:
        raise NotFound
    sheet, deed, errors = _begun(session, post)
    errors += [] if section else [NO_SECTION]
    if sheet is None or errors:
        return _draw(page, me, session, post, errors, status=422)
    slug = sheets.text(sheet.head, "slug")
    works.begin(
        session, clock.now(), editor_of(me), slug=slug, section=section, title=sheet.title,
        document=sheets.write(sheet), deed=deed,
    )  # fmt: skip
    return page.redirect(f"/staff/forms/{slug}")


def _begun(session: Session, post: Posted) -> tuple[Sheet | None, str, list[FieldError]]:
    slug, how = works.new_slug(session), post.get("how")
    title = post.get("title").strip()
    is_titled = 0 < len(title) <= LONGEST_TITLE and not set("{}%") & set(title)
    if how == "blank" or how in starts.STARTS:
        sheet = starts.begin(how, slug, title) if is_titled else None
        return sheet, "新しく作り始めた", [] if sheet else [NO_TITLE]
    if how == "copy":
        form = catalogue.current_form(session, post.get("copy").replace("\x00", ""))
        if form is None:
            return None, "", [NO_FORM]
        named = title if is_titled else f"{form.title}{sheets.COPY}"
        return sheets.of_form(form, slug=slug, title=named), f"「{form.title}」を写した", []
    if how == "import":
        return _imported(session, post, slug)
    return None, "", [NO_WAY]


def _imported(
    session: Session, post: Posted, slug: str
) -> tuple[Sheet | None, str, list[FieldError]]:
    files = post.files.get("file", [])
    if not files:
        return None, "", [NO_FILE]
    if files[0].size > works.MOST_BYTES:
        return None, "", [TOO_LARGE]
    files[0].body.seek(0)
    try:
        form = snapshot.load(files[0].body.read(), "")
    except DefinitionError as error:
        return None, "", [refused(error, "file", "YAML のファイル")]
    own = slug if works.is_taken(session, form.slug) else form.slug
    return sheets.of_form(form, slug=own), "ファイルから取り込んだ", []


def _draw(
    page: Page, me: Staff, session: Reading, post: Posted, errors: list[FieldError], *,
    status: int = 200,
) -> Response:  # fmt: skip
    names = accounts.section_names(session)
    return page(
        "staff/forms/new.html", status=status, me=me, typed=post, errors=errors,
        own=sorted((code, names.get(code, code)) for code in me.sections if code),
        starts=starts.STARTS,
        forms=sorted(catalogue.form_titles(session).items(), key=lambda each: each[1]),
    )  # fmt: skip
