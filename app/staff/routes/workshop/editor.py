"""Owns the URLs of a form's own page: its steps and questions as a list, and what is done there."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Me, Now, Staff
from app.catalogue import service as catalogue
from app.catalogue.service import works
from app.database import Reading, Session
from app.errors import NotFound
from app.staff.routes.workshop.bench import Here, bench_of, conflict, editor_of, keep, seen
from app.staff.service.workshop import overview, screens, words
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop.compare import compare
from app.staff.service.workshop.sentences import clause
from app.staff.service.workshop.sheet import Sheet, text
from app.web.headers import POLICY
from app.web.posted import Post, whole_number
from app.web.templating import Renderer

router = APIRouter()
LONGEST_TITLE: Final = 200
LONGEST_WORD: Final = 40
PLAIN: Final = re.compile(r"[{}%\x00-\x1f]")
Deed = Callable[[Sheet, str], Sheet]
ON_SCREENS: Final[Mapping[str, tuple[str, Deed]]] = {
    "screen-up": ("画面「{}」を上に動かした", lambda sheet, it: sheets.move_screen(sheet, it, -1)),
    "screen-down": ("画面「{}」を下に動かした", lambda sheet, it: sheets.move_screen(sheet, it, 1)),
    "screen-copy": ("画面「{}」を写した", sheets.copy_screen),
    "screen-remove": ("画面「{}」を消した", sheets.remove_screen),
}
ON_FIELDS: Final[Mapping[str, tuple[str, Deed]]] = {
    "field-up": ("質問「{}」を上に動かした", lambda sheet, it: sheets.move_field(sheet, it, -1)),
    "field-down": ("質問「{}」を下に動かした", lambda sheet, it: sheets.move_field(sheet, it, 1)),
    "field-copy": ("質問「{}」を写した", sheets.copy_field),
    "field-remove": ("質問「{}」を消した", sheets.remove_field),
}


@router.get("/staff/forms/{slug}")
def shown(
    here: Here, me: Me, reading: Reading, page: Renderer, step: str = "", lang: str = "ja"
) -> Response:
    """The form as a list of steps and questions, with the preview beside it."""
    slugs = [each.slug for each in here.sheet.screens]
    history = works.history(reading, here.work.slug)
    numbers = {each.number for each in history}
    languages = page.web.languages.by_address
    response = page(
        "staff/forms/editor.html", me=me, bench=here, card=words.card, text=text,
        clause=lambda when: clause(here.sheet, when), more=overview.of(here.sheet),
        looked_at=step if step in slugs else (slugs[0] if slugs else ""),
        tongues=list(languages.values()), tongue=lang if lang in languages else "ja",
        last=next((each for each in history if each.number == here.work.position), None),
        may_undo=here.work.position - 1 in numbers, may_redo=here.work.position + 1 in numbers,
        revisions=catalogue.revisions(reading, here.work.slug),
        procedures=catalogue.procedures_with_form(reading, here.work.slug),
        names=accounts.staff_names(reading) | {"shipped": "はじめから入っている様式"},
    )  # fmt: skip
    response.headers["content-security-policy"] = f"{POLICY}; frame-src 'self'"
    return response


@router.post("/staff/forms/{slug}/edit")
def edit(slug: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer) -> Response:
    """Add, move, copy or remove a step or a question; undo and redo."""
    bench = bench_of(session, me, slug)
    if not bench.is_in_work:
        raise NotFound
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, post)
    verb, _, target = post.get("do").partition(":")
    if verb in ("undo", "redo"):
        number = bench.work.position + (1 if verb == "redo" else -1)
        return _stand_at(number, me, session, clock, page, slug=slug, version=bench.work.version)
    if verb == "screen-add":
        sheet, new = _with_screen(bench.sheet, post.get("title"), post.get("repeat_word"))
        keep(session, clock, me, bench, sheet, f"画面「{sheet.screens[-1].title}」を加えた")
        return page.redirect(f"{bench.address}/add?step={new}")
    sheet, deed, anchor = _done(bench.sheet, verb, target)
    keep(session, clock, me, bench, sheet, deed)
    lang = post.get("_lang")  # the preview goes on in the language it was in
    query = f"?lang={lang}" if lang in page.web.languages.by_address else ""
    return page.redirect(f"{bench.address}{query}#{anchor}")


@router.post("/staff/forms/{slug}/restore")
def restore(
    slug: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Let the work copy stand where it stood before."""
    bench = bench_of(session, me, slug)
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, post)
    number = whole_number(post.get("number"))
    return _stand_at(number, me, session, clock, page, slug=slug, version=bench.work.version)


def _stand_at(
    number: int, me: Staff, session: Session, clock: Now, page: Renderer, *, slug: str, version: int
) -> Response:
    works.step_back(session, clock.now(), editor_of(me), slug=slug, seen=version, number=number)
    return page.redirect(f"/staff/forms/{slug}#steps")


def _with_screen(sheet: Sheet, title: str, word: str) -> tuple[Sheet, str]:
    """One more step, in a repeat of its own where the things of it are named."""
    bare, thing = (PLAIN.sub("", each).strip() for each in (title, word))
    named = (bare or thing or f"画面{len(sheet.screens) + 1}")[:LONGEST_TITLE]
    repeat = screens.new_repeat(sheet, thing[:LONGEST_WORD]) if thing else None
    return sheets.add_screen(sheet, named, repeat)


def _done(sheet: Sheet, verb: str, target: str) -> tuple[Sheet, str, str]:
    """The sheet after a deed, the deed in words, and where the reader goes on."""
    if verb in ON_SCREENS:
        said, deed = ON_SCREENS[verb]
        title = sheet.screen(target).title
        anchor = "steps" if verb == "screen-remove" else f"s-{target}"
        return deed(sheet, target), said.format(title), anchor
    if verb in ON_FIELDS:
        said, deed = ON_FIELDS[verb]
        number, _ = sheet.place(target)
        anchor = f"s-{sheet.screens[number].slug}" if verb == "field-remove" else f"q-{target}"
        return deed(sheet, target), said.format(text(sheet.field(target), "label")), anchor
    raise NotFound


@router.post("/staff/forms/{slug}/revise")
def revise(slug: str, me: Me, session: Session, clock: Now, page: Renderer) -> Response:
    """Begin a work copy of what is published; residents go on with that until the next one is."""
    works.revise(session, clock.now(), editor_of(me), slug=slug)
    return page.redirect(f"/staff/forms/{slug}")


@router.post("/staff/forms/{slug}/discard")
def discard(
    slug: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Throw the work copy away; what is published stays."""
    bench = bench_of(session, me, slug)
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, post)
    is_kept = works.discard(session, clock.now(), editor_of(me), slug=slug, seen=bench.work.version)
    return page.redirect(bench.address if is_kept else "/staff/forms")


@router.get("/staff/forms/{slug}/history")
def history(here: Here, me: Me, reading: Reading, page: Renderer) -> Response:
    """Who did what to the work copy, each with the way back to it."""
    return page(
        "staff/forms/history.html", me=me, bench=here,
        versions=works.history(reading, here.work.slug), most=works.MOST_VERSIONS,
    )  # fmt: skip


@router.get("/staff/forms/{slug}/compare")
def compared(
    here: Here, me: Me, reading: Reading, page: Renderer, before: str = "", after: str = ""
) -> Response:
    """What is different between two revisions, or between one and the work copy."""
    revisions = catalogue.revisions(reading, here.work.slug)
    marks = [each.fingerprint for each in revisions]
    newest = marks[0] if marks else ""
    old = before if before in marks else (newest if here.is_in_work else (marks[1:2] or [""])[0])
    new = after if after in marks else ("" if here.is_in_work else newest)

    def sheet(mark: str) -> Sheet:
        return sheets.of_form(catalogue.form_by_fingerprint(reading, mark)) if mark else here.sheet

    return page(
        "staff/forms/compare.html", me=me, bench=here, revisions=revisions, before=old, after=new,
        differences=compare(sheet(old), sheet(new)) if old and old != new else (),
    )  # fmt: skip
