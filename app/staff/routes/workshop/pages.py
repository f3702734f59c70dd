"""Owns the URLs of the bench's pages: a new question, one question, one step, the settings."""

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.database import Reading, Session
from app.errors import NotFound
from app.forms.fields import TYPES
from app.forms.values import FieldError
from app.staff.routes.workshop.bench import Bench, Both, Here, bench_of, conflict, keep, seen
from app.staff.service.workshop import conditions, screens, settings, words
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop.sheet import Entry, text
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()
LONGEST_LABEL = 200
NO_LABEL = FieldError("label", "200文字までで入力してください", label="質問")
BRACES = settings.told("label", settings.NO_BRACES, "質問")
NO_TYPE = FieldError("type", "1つ選んでください", label="種類")


@router.get("/staff/forms/{slug}/add")
def add_page(here: Here, me: Me, page: Renderer, step: str = "") -> Response:
    """The cards of the types, for a new question of a step."""
    return _cards(page, me, here, step, Posted({}, {}), [])


@router.post("/staff/forms/{slug}/add")
def add(slug: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer) -> Response:
    """Put a new question at the end of a step; on to its page."""
    bench, step = _in_work(session, me, slug), post.get("step")
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, post)
    label, kind = post.get("label").strip(), post.get("type")
    errors = [] if 0 < len(label) <= LONGEST_LABEL else [NO_LABEL]
    errors += [BRACES] if set("{}%") & set(label) else []
    errors += [] if kind in TYPES else [NO_TYPE]
    if errors:
        return _cards(page, me, bench, step, post, errors, status=422)
    key = sheets.new_key(bench.sheet)
    sheet = sheets.put_field(bench.sheet, step, settings.start(kind, key, label))
    keep(session, clock, me, bench, sheet, f"質問「{label}」を加えた")
    return page.redirect(f"{bench.address}/fields/{key}?new=1")


def _cards(
    page: Page, me: Staff, bench: Bench, step: str, post: Posted, errors: list[FieldError], *,
    status: int = 200,
) -> Response:  # fmt: skip
    known = [kind for kind in words.CARDS if kind in TYPES]
    cards = {kind: words.card(kind) for kind in dict.fromkeys([*known, *TYPES])}
    grouped = [
        (group, [(kind, card) for kind, card in cards.items() if card.group == group])
        for group in words.GROUPS
    ]
    return page(
        "staff/forms/add.html", status=status, me=me, bench=bench, errors=errors, typed=post,
        screen=bench.sheet.screen(step), groups=[each for each in grouped if each[1]],
    )  # fmt: skip


@router.get("/staff/forms/{slug}/fields/{key}")
def field_page(here: Here, key: str, me: Me, page: Renderer) -> Response:
    """One question: its settings and when it is asked."""
    field = here.sheet.field(key)
    return _field(page, me, here, field, settings.shown(field), [])


@router.post("/staff/forms/{slug}/fields/{key}")
def save_field(
    slug: str, key: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Keep a question; back to the list, or on to the next question."""
    bench = _in_work(session, me, slug)
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, post, both=_both(bench, key, post))
    field = bench.sheet.field(key)
    boxes = {name: values for name, values in post.fields.items() if name[0] != "_"}
    new, errors = settings.read(field, boxes)
    when = conditions.read(boxes, field.get("when"))
    new.pop("when", None)
    if when is not None:
        new["when"] = when
    if errors:
        typed = field | ({"when": when} if when is not None else {})
        return _field(page, me, bench, typed, boxes, errors, status=422)
    label = text(new, "label")
    keep(
        session,
        clock,
        me,
        bench,
        sheets.set_field(bench.sheet, key, new),
        f"質問「{label}」を変えた",
    )
    if "_add" in post.fields:
        number, _ = bench.sheet.place(key)
        return page.redirect(f"{bench.address}/add?step={bench.sheet.screens[number].slug}")
    return page.redirect(f"{bench.address}#q-{key}")


def _field(
    page: Page, me: Staff, bench: Bench, field: Entry, boxes: settings.Boxes,
    errors: list[FieldError], *, status: int = 200,
) -> Response:  # fmt: skip
    key = text(field, "key")
    number, _ = bench.sheet.place(key)
    screen = bench.sheet.screens[number]
    return page(
        "staff/forms/field.html", status=status, me=me, bench=bench, field=field, screen=screen,
        settings=settings.boxes_of(text(field, "type")), boxes=boxes, errors=errors,
        card=words.card(text(field, "type")), when=conditions.boxes(bench.sheet, field.get("when")),
        asked=conditions.offered(bench.sheet, screen.slug, key),
        faults=bench.checked.of_field(key),
    )  # fmt: skip


def _both(bench: Bench, key: str, post: Posted) -> list[Both]:
    """The boxes that differ, as they stand and as typed; none for a question that went."""
    try:
        field = bench.sheet.field(key)
    except NotFound:
        return []
    now = settings.shown(field)
    rows = [
        Both(
            box.label, settings.said(box, now[box.name]),
            settings.said(box, post.fields.get(box.name, [])),
        )
        for box in settings.boxes_of(text(field, "type"))
    ]  # fmt: skip
    before = conditions.sentence(bench.sheet, field.get("when"))
    mine = conditions.sentence(bench.sheet, conditions.read(post.fields, field.get("when")))
    return [each for each in [*rows, Both("出す条件", before, mine)] if each.now != each.mine]


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
    bench = _in_work(session, me, slug)
    screen = bench.sheet.screen(step)
    now = screens.shown_screen(bench.sheet, screen)
    if seen(post) != bench.work.version:
        both = _different(screens.SCREEN_LABELS, now, post)
        return conflict(page, session, me, bench, post, both=both)
    new, repeats, errors = screens.read_screen(bench.sheet, screen, post.fields)
    new["when"] = conditions.read(post.fields, screen.settings.get("when"))
    if errors:
        return _screen(page, me, bench, step, now | dict(post.fields), errors, status=422)
    sheet = sheets.set_screen(bench.sheet, step, new, repeats)
    keep(session, clock, me, bench, sheet, f"画面「{text(new, 'title')}」を変えた")
    return page.redirect(f"{bench.address}#s-{step}")


def _screen(
    page: Page, me: Staff, bench: Bench, step: str, boxes: dict[str, list[str]],
    errors: list[FieldError], *, status: int = 200,
) -> Response:  # fmt: skip
    screen = bench.sheet.screen(step)
    return page(
        "staff/forms/screen.html", status=status, me=me, bench=bench, screen=screen, boxes=boxes,
        errors=errors, labels=screens.SCREEN_LABELS, word_of=screens.word_of,
        when=conditions.boxes(bench.sheet, screen.settings.get("when")),
        asked=conditions.offered(bench.sheet, step), faults=bench.checked.of_screen(step),
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
    bench = _in_work(session, me, slug)
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
        repeats=[(text(each, "key"), screens.word_of(each)) for each in bench.sheet.repeats],
    )  # fmt: skip


def _different(labels: dict[str, str], now: dict[str, list[str]], post: Posted) -> list[Both]:
    rows = [
        Both(label, "、".join(now.get(name, [])), "、".join(post.fields.get(name, [])))
        for name, label in labels.items()
    ]
    return [each for each in rows if each.now != each.mine]


def _in_work(session: Reading, me: Staff, slug: str) -> Bench:
    bench = bench_of(session, me, slug)
    if not bench.is_in_work:
        raise NotFound
    return bench
