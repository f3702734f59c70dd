"""Owns the URLs of a form as its document: YAML to keep or hand on, and typed in by who can."""

import yaml
from fastapi import APIRouter
from starlette.responses import Response

from app.accounts.deps import Me, Now
from app.catalogue.service import works
from app.database import Session
from app.errors import NotFound
from app.forms import snapshot
from app.forms.document_text import DefinitionError
from app.forms.values import FieldError
from app.staff.routes.workshop.bench import Bench, Both, Here, bench_of, conflict, keep, seen
from app.staff.service.workshop import sheet as sheets
from app.web.files import YAML, file
from app.web.posted import Post
from app.web.templating import Renderer

router = APIRouter()
NAME = "様式の YAML"
NOT_A_FORM = "様式として読めません。場所：{place}／理由：{reason}"
TOO_LARGE = FieldError("document", "30万バイトまでにしてください", label=NAME)


def text_of(bench: Bench) -> str:
    """The document as YAML."""
    return yaml.safe_dump(bench.sheet.tree, allow_unicode=True, sort_keys=False, width=1000)


def refused(error: DefinitionError, path: str, label: str) -> FieldError:
    """Where a document is no form, and why."""
    place = "・".join(filter(None, [f"{error.line}行目" if error.line else "", error.place]))
    params = {"place": place or "全体", "reason": error.message}
    return FieldError(path, NOT_A_FORM, params, label=label)


@router.get("/staff/forms/{slug}/form.yaml")
def exported(here: Here, me: Me) -> Response:
    """The document, for another city or for keeping."""
    return file(text_of(here), YAML, f"{here.work.slug}.yaml")


@router.get("/staff/forms/{slug}/document")
def shown(here: Here, me: Me, page: Renderer) -> Response:
    """The document to be changed by hand."""
    return page("staff/forms/document.html", me=me, bench=here, errors=[], typed=text_of(here))


@router.post("/staff/forms/{slug}/document")
def replace(
    slug: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Keep the typed document as the work copy; it must be a whole form."""
    bench, typed = bench_of(session, me, slug), post.get("document")
    if not bench.is_in_work:
        raise NotFound
    if seen(post) != bench.work.version:
        both = [Both(NAME, text_of(bench), typed)]
        return conflict(page, session, me, bench, post, both=both)
    error = TOO_LARGE if len(typed.encode()) > works.MOST_BYTES else None
    try:
        form = None if error else snapshot.load(typed, "")
    except DefinitionError as wrong:
        form, error = None, refused(wrong, "document", NAME)
    if form is None:
        return page(
            "staff/forms/document.html", status=422, me=me, bench=bench, errors=[error],
            typed=typed,
        )  # fmt: skip
    sheet = sheets.of_form(form, slug=slug)
    keep(session, clock, me, bench, sheet, "YAML で変えた")
    return page.redirect(f"{bench.address}#steps")
