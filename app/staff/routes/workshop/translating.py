"""Owns the URLs of the translation page: every text of a form beside one language."""

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.catalogue.service import works
from app.database import Session
from app.errors import NotFound
from app.forms.values import FieldError
from app.i18n.messages import Language
from app.staff.routes.workshop.bench import Bench, Both, Here, bench_of, conflict, keep, seen
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop import tongues
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()
TOO_LARGE = FieldError("", "様式が大きすぎます（30万バイトまで）。訳を短くしてください", label="訳")


@router.get("/staff/forms/{slug}/translations/{lang}")
def shown(here: Here, lang: str, me: Me, page: Renderer) -> Response:
    """The texts of the form, with a box for each that has none in the language yet."""
    return _draw(page, me, here, _language(page, lang), Posted({}, {}), [])


@router.post("/staff/forms/{slug}/translations/{lang}")
def save(
    slug: str, lang: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:  # fmt: skip
    """Keep what is translated so far; the texts without a translation stay Japanese."""
    bench, language = bench_of(session, me, slug), _language(page, lang)
    form = bench.checked.form
    if not bench.is_in_work:
        raise NotFound
    rows = tongues.rows(form, language) if form else []
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, post, both=_both(rows, post))
    texts, errors = tongues.read(rows, post.fields)
    sheet = tongues.put(bench.sheet, language, texts)
    if len(sheets.write(sheet).encode()) > works.MOST_BYTES:
        errors.append(TOO_LARGE)
    if errors or form is None:
        return _draw(page, me, bench, language, post, errors, status=422)
    keep(session, clock, me, bench, sheet, f"訳（{language.name}）を変えた")
    return page.redirect(f"{bench.address}/translations/{language.address}?done=kept")


def _language(page: Page, lang: str) -> Language:
    language = page.web.languages.by_address.get(lang)
    if language is None or language.is_japanese:
        raise NotFound
    return language


def _both(rows: list[tongues.Row], post: Posted) -> list[Both]:
    typed = tongues.typed(rows, post.fields)
    return [
        Both(row.label, row.own, typed[row.name])
        for row in rows
        if row.name in typed and typed[row.name].strip() != row.own
    ]


def _draw(
    page: Page, me: Staff, bench: Bench, language: Language, post: Posted,
    errors: list[FieldError], *, status: int = 200,
) -> Response:  # fmt: skip
    form = bench.checked.form
    rows = tongues.rows(form, language) if form else []
    others = [each for each in page.web.languages if not each.is_japanese]
    return page(
        "staff/forms/translations.html", status=status, me=me, bench=bench, form=form, rows=rows,
        errors=errors, tongue=language, typed=tongues.typed(rows, post.fields),
        progress=[tongues.progress(form, each) for each in others] if form else [],
    )  # fmt: skip
