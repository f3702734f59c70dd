"""Owns the URLs of the translation page: every text of a form beside one language."""

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.catalogue.service import works
from app.database import Session
from app.errors import NotFound
from app.forms.values import FieldError
from app.i18n.messages import Language
from app.staff.routes.workshop.bench import (
    Bench,
    Both,
    Here,
    bench_of,
    conflict,
    in_work,
    keep,
    seen,
)
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop import tongue_file, tongues
from app.staff.service.workshop.settings import told
from app.web.files import CSV, file
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()
FILE = "訳のファイル"
NO_FILE = FieldError("file", "100万バイトまでの CSV のファイルを選んでください", label=FILE)
TOO_LARGE = FieldError("", "様式が大きすぎます（30万バイトまで）。訳を短くしてください", label="訳")


@router.get("/staff/forms/{slug}/translations/{lang}")
def shown(
    here: Here, lang: str, me: Me, page: Renderer, texts: int = 0, unknown: int = 0
) -> Response:
    """The texts of the form, with a box for each that has none in the language yet."""
    count = (texts, unknown)
    return _draw(page, me, here, _language(page, lang), Posted({}, {}), [], count=count)


@router.post("/staff/forms/{slug}/translations/{lang}")
def save(
    slug: str, lang: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
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


@router.get("/staff/forms/{slug}/translations/{lang}/texts.csv")
def exported(here: Here, lang: str, me: Me, page: Renderer) -> Response:
    """The texts that need a translation of the form's own, for a translator."""
    language, form = _language(page, lang), here.checked.form
    if form is None:
        raise NotFound
    text = tongue_file.written(form, tongues.rows(form, language))
    return file(text, CSV, f"{here.work.slug}-{language.address}.csv")


@router.post("/staff/forms/{slug}/translations/{lang}/texts.csv")
def brought(
    slug: str, lang: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Take what a translator's file brings; what it leaves blank stays as it is."""
    bench, language = in_work(session, me, slug), _language(page, lang)
    form = bench.checked.form
    if form is None:
        raise NotFound
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, Posted({}, {}))
    rows = tongues.rows(form, language)
    found, told = _file(post, rows)
    if found is None:
        return _draw(page, me, bench, language, Posted({}, {}), told, status=422)
    own = {row.japanese: row.own for row in rows if row.own} | found.texts
    sheet = tongues.put(bench.sheet, language, own)
    if len(sheets.write(sheet).encode()) > works.MOST_BYTES:
        return _draw(page, me, bench, language, Posted({}, {}), [TOO_LARGE], status=422)
    keep(session, clock, me, bench, sheet, f"訳（{language.name}）をファイルから入れた")
    done = f"done=brought&texts={len(found.texts)}&unknown={found.unknown}"
    return page.redirect(f"{bench.address}/translations/{language.address}?{done}")


def _file(
    post: Posted, rows: list[tongues.Row]
) -> tuple[tongue_file.Brought | None, list[FieldError]]:
    """What the posted file brings, else what is wrong with it."""
    files = post.files.get("file", [])
    if not files or files[0].size > tongue_file.MOST_BYTES:
        return None, [NO_FILE]
    files[0].body.seek(0)
    try:
        found = tongue_file.read(files[0].body.read(), rows)
    except tongue_file.NotATable as error:
        return None, [told("file", str(error), FILE)]
    if found.faults:
        return None, [told("file", "、".join(found.faults[:10]), FILE)]
    return found, []


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
    errors: list[FieldError], *, status: int = 200, count: tuple[int, int] = (0, 0),
) -> Response:  # fmt: skip
    form = bench.checked.form
    rows = tongues.rows(form, language) if form else []
    others = [each for each in page.web.languages if not each.is_japanese]
    return page(
        "staff/forms/translations.html", status=status, me=me, bench=bench, form=form, rows=rows,
        errors=errors, tongue=language, brought=count[0], unknown=count[1],
        missing=[row for row in rows if not row.is_done], typed=tongues.typed(rows, post.fields),
        progress=[tongues.progress(form, each) for each in others] if form else [],
    )  # fmt: skip
