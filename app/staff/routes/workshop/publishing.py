"""Owns the URLs of offering a form: the second look, publishing, pausing, a trial, procedures."""

from datetime import UTC, date, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import DEVICE_COOKIE, Me, Now, Staff, Visitor, set_cookie
from app.applications.service import drafts, languages
from app.catalogue import service as catalogue
from app.catalogue.service import publishing
from app.catalogue.service.works import Editor
from app.clock import JST
from app.database import Reading, Session
from app.errors import NotFound
from app.forms.fields.date import DateField
from app.forms.values import FieldError
from app.journal.models import FactKind
from app.staff.routes.workshop.bench import Bench, Here, bench_of, conflict, editor_of, seen
from app.staff.service.terms import read_day, read_time
from app.staff.service.workshop import faults, preview
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop.compare import compare
from app.web.headers import POLICY
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()
LONGEST_REASON = 300
PAGE = 100
NOT_LOOKED = FieldError("looked", "下の画面をすべて見てから、チェックしてください", label="確認")
DAY = DateField(key="at", label="公開する日")
NOT_LATER = FieldError("at", "いまより後の日時を入力してください", {}, "year", DAY.label)
NO_DATE = FieldError(
    "at", "日付と、時刻（8:30 のように）を入力してください", {}, "year", "公開する日時"
)
NO_REASON = FieldError("reason", "300文字までで入力してください", label="休む理由")
NO_PROCEDURE = FieldError("procedures", "つなげる手続を1つ以上選んでください", label="手続")


@router.get("/staff/forms/{slug}/publish")
def look(here: Here, me: Me, reading: Reading, page: Renderer) -> Response:
    """Everything strangers will see, once more."""
    return _look(page, me, reading, here, Posted({}, {}), [])


@router.post("/staff/forms/{slug}/publish")
def publish(
    slug: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Publish the work copy, now or at a time."""
    bench = bench_of(session, me, slug)
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, post)
    form, now = bench.checked.form, clock.now()
    errors = [] if "looked" in post.fields else [NOT_LOOKED]
    at = _moment(post, now, errors) if post.get("when") == "later" else None
    if form is None or not bench.checked.is_sound or errors:
        return _look(page, me, session, bench, post, errors, status=422)
    publishing.publish(session, now, editor_of(me), form, seen=bench.work.version, at=at)
    return page.redirect(f"{bench.address}?done={'scheduled' if at else 'published'}")


def _moment(post: Posted, now: datetime, errors: list[FieldError]) -> datetime | None:
    day = read_day(post, DAY)
    try:
        clock = read_time(post.get("at_time").strip())
    except ValueError:
        clock = None
    if not isinstance(day, date) or clock is None:
        errors.append(NO_DATE)
        return None
    at = datetime.combine(day, clock, JST).astimezone(UTC)
    if at <= now:
        errors.append(NOT_LATER)
    return at


def _look(
    page: Page, me: Staff, session: Reading, bench: Bench, post: Posted,
    errors: list[FieldError], *, status: int = 200,
) -> Response:  # fmt: skip
    if not bench.is_in_work:
        raise NotFound
    form, current = bench.checked.form, catalogue.current_form(session, bench.work.slug)
    response = page(
        "staff/forms/publish.html", status=status, me=me, bench=bench, form=form, errors=errors,
        typed=post, look=preview.second_look(form) if form else None, day=DAY,
        is_revised=current is not None,
        cautions=faults.cautions(bench.sheet, current, form) if current and form else [],
        differences=compare(sheets.of_form(current), bench.sheet) if current else (),
        tongues=[
            (each, form is not None and not languages.is_partial(form, each))
            for each in page.web.languages.by_address.values()
        ],
        procedures=catalogue.procedures_with_form(session, bench.work.slug),
    )  # fmt: skip
    response.headers["content-security-policy"] = f"{POLICY}; frame-src 'self'"
    return response


@router.post("/staff/forms/{slug}/call-off")
def call_off(slug: str, me: Me, session: Session, clock: Now, page: Renderer) -> Response:
    """Take a publication that is to come back."""
    publishing.call_off(session, clock.now(), editor_of(me), slug=slug)
    return page.redirect(f"/staff/forms/{slug}?done=called-off")


@router.get("/staff/forms/{slug}/pause")
def pause_page(here: Here, me: Me, page: Renderer) -> Response:
    """Ask why."""
    return page("staff/forms/pause.html", me=me, bench=here, errors=[], reason="")


@router.post("/staff/forms/{slug}/pause")
def pause(slug: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer) -> Response:
    """Take no new applications by this form, with a reason residents see."""
    bench, reason = bench_of(session, me, slug), post.get("reason").strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        return page(
            "staff/forms/pause.html", status=422, me=me, bench=bench, errors=[NO_REASON],
            reason=post.get("reason"),
        )  # fmt: skip
    publishing.pause(session, clock.now(), editor_of(me), slug=slug, reason=reason)
    return page.redirect(f"{bench.address}?done=paused")


@router.post("/staff/forms/{slug}/resume")
def resume(slug: str, me: Me, session: Session, clock: Now, page: Renderer) -> Response:
    """Take applications again."""
    publishing.resume(session, clock.now(), editor_of(me), slug=slug)
    return page.redirect(f"/staff/forms/{slug}?done=resumed")


@router.post("/staff/forms/{slug}/try")
def try_out(
    request: Request, slug: str, me: Me, device: Visitor, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Begin a test application in the residents' own pages; it is in no number."""
    bench, now = bench_of(session, me, slug), clock.now()
    form, procedure = bench.checked.form, _procedure_of(session, me, bench)
    if form is None or procedure is None:
        return page.redirect(f"{bench.address}?done=no-trial")
    mark = catalogue.keep_trial(session, now, form, by=me.id)
    secret = ""
    if device is None:
        device, secret = accounts.new_device(session, now, is_shared=True)
    draft = drafts.start(
        session, request.app.state.keys, now, form=form, fingerprint=mark, procedure=procedure,
        intake=None, device=device.id, locale="ja", preferred_locale="", device_class="unknown",
        section=bench.work.section, kind=FactKind.TEST,
    )  # fmt: skip
    response = page.redirect(f"/ja/apply/{form.slug}/{draft.public_id}/{form.steps[0].slug}")
    if secret:
        set_cookie(request, response, DEVICE_COOKIE, secret, days=0)
    return response


def _procedure_of(session: Reading, me: Staff, bench: Bench) -> str | None:
    """The procedure a trial is filed under: one it is attached to, or any of its section."""
    own = catalogue.procedures_with_form(session, bench.work.slug)
    rows, _ = catalogue.of_sections(
        session, {bench.work.section}, catalogue.StaffWish(), limit=1, offset=0
    )
    found = [each for each in [*own, *rows] if each.section in me.sections]
    return found[0].code if found else None


@router.get("/staff/forms/{slug}/procedures")
def procedures(here: Here, me: Me, reading: Reading, page: Renderer, q: str = "") -> Response:
    """The procedures of the reader's sections, to be filed with this form."""
    return _procedures(page, me, reading, here, q, [])


@router.post("/staff/forms/{slug}/procedures")
def attach(
    request: Request, slug: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Put procedures online with this form."""
    bench, chosen = bench_of(session, me, slug), post.fields.get("procedures", [])
    if not chosen:
        return _procedures(page, me, session, bench, post.get("q"), [NO_PROCEDURE], status=422)
    systems = {key: each.channel for key, each in request.app.state.city.systems.items()}
    editor: Editor = editor_of(me)
    for code in chosen[:PAGE]:
        edited = catalogue.edit(
            session, clock.now(), actor=me.id, actor_name=me.name, sections=editor.sections,
            code=code, changes={"online_status": "online", "form": slug, "reason": ""},
            systems=systems,
        )  # fmt: skip
        for message in edited.problems.values():
            fault = FieldError("procedures", message, label=code)
            return _procedures(page, me, session, bench, post.get("q"), [fault], status=422)
    return page.redirect(f"{bench.address}?done=attached")


def _procedures(
    page: Page, me: Staff, session: Reading, bench: Bench, q: str, errors: list[FieldError], *,
    status: int = 200,
) -> Response:  # fmt: skip
    wish = catalogue.StaffWish(q.strip()[:100])
    # without a search, those of the form's own section: that is where one looks first
    sections = me.sections if q.strip() else {bench.work.section}
    rows, total = catalogue.of_sections(session, sections, wish, limit=PAGE, offset=0)
    return page(
        "staff/forms/procedures.html", status=status, me=me, bench=bench, errors=errors, q=q,
        rows=rows, total=total, is_published=bool(catalogue.revisions(session, bench.work.slug)),
        names=accounts.section_names(session),
    )  # fmt: skip
