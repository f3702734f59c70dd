"""Owns the URLs of the frames around the questions: one step, and the form as a whole."""

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.database import Session
from app.forms.values import FieldError
from app.staff.routes.workshop.bench import Bench, Both, Here, conflict, in_work, keep, seen
from app.staff.service.workshop import asked, conditions, screens
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop.sentences import word_of
from app.staff.service.workshop.sheet import text
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()


@router.get("/staff/forms/{slug}/steps/{step}")
def screen_page(here: Here, step: str, me: Me, page: Renderer) -> Response:
    """One step: its title, its repeat, when it is asked."""
    boxes = screens.shown_screen(here.sheet, here.sheet.screen(step))
    return _screen(page, me, here, step, boxes, [])


@router.post("/staff/forms/{slug}/steps/{step}")
def save_screen(
    slug: str, step: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Keep the settings of a step."""
    bench = in_work(session, me, slug)
    screen = bench.sheet.screen(step)
    now = screens.shown_screen(bench.sheet, screen)
    if seen(post) != bench.work.version:
        both = _different(screens.SCREEN_LABELS, now, post)
        return conflict(page, session, me, bench, post, both=both)
    new, repeats, errors = screens.read_screen(bench.sheet, screen, post.fields)
    when, wrong = conditions.read(bench.sheet, post.fields, screen.settings.get("when"))
    new["when"] = when
    if errors or wrong:
        boxes = now | dict(post.fields)
        return _screen(page, me, bench, step, boxes, [*errors, *wrong], status=422)
    sheet = sheets.set_screen(bench.sheet, step, new, repeats)
    keep(session, clock, me, bench, sheet, f"画面「{text(new, 'title')}」を変えた")
    return page.redirect(f"{bench.address}#s-{step}")


def _screen(
    page: Page, me: Staff, bench: Bench, step: str, boxes: dict[str, list[str]],
    errors: list[FieldError], *, status: int = 200,
) -> Response:  # fmt: skip
    screen = bench.sheet.screen(step)
    when = conditions.boxes(bench.sheet, screen.settings.get("when"))
    return page(
        "staff/forms/screen.html", status=status, me=me, bench=bench, screen=screen, boxes=boxes,
        errors=errors, labels=screens.SCREEN_LABELS, word_of=word_of,
        when=conditions.posted(boxes) if errors and not when.is_kept else when,
        asked=asked.offered(bench.sheet, step), faults=bench.checked.of_screen(step),
    )  # fmt: skip


@router.get("/staff/forms/{slug}/settings")
def head_page(here: Here, me: Me, page: Renderer) -> Response:
    """The form as a whole: its name, its purpose, what to have at hand."""
    return _head(page, me, here, screens.shown_head(here.sheet), [])


@router.post("/staff/forms/{slug}/settings")
def save_head(
    slug: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Keep the settings of the form."""
    bench = in_work(session, me, slug)
    now = screens.shown_head(bench.sheet)
    if seen(post) != bench.work.version:
        both = _different(screens.HEAD_LABELS, now, post)
        return conflict(page, session, me, bench, post, both=both)
    new, errors = screens.read_head(bench.sheet, post.fields)
    if errors:
        return _head(page, me, bench, now | dict(post.fields), errors, status=422)
    keep(session, clock, me, bench, sheets.set_head(bench.sheet, new), "様式の設定を変えた")
    return page.redirect(f"{bench.address}#steps")


def _head(
    page: Page, me: Staff, bench: Bench, boxes: dict[str, list[str]], errors: list[FieldError], *,
    status: int = 200,
) -> Response:  # fmt: skip
    return page(
        "staff/forms/settings.html", status=status, me=me, bench=bench, boxes=boxes, errors=errors,
        labels=screens.HEAD_LABELS, kinds=screens.KINDS, bases=screens.BASES,
        repeats=[(text(each, "key"), word_of(each)) for each in bench.sheet.repeats],
    )  # fmt: skip


def _different(labels: dict[str, str], now: dict[str, list[str]], post: Posted) -> list[Both]:
    rows = [
        Both(label, "、".join(now.get(name, [])), "、".join(post.fields.get(name, [])))
        for name, label in labels.items()
    ]
    return [each for each in rows if each.now != each.mine]
