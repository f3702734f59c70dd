"""Owns the URLs of filling in: steps, review, send, erase."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Now
from app.applications.deps import CurrentDraft, Files
from app.applications.routes.addresses import of_application, of_draft, of_form
from app.applications.routes.letterhead import city_name
from app.applications.routes.refusal import refused, standing
from app.applications.service import (
    abandoning,
    drafts,
    elsewhere,
    files,
    filling,
    intakes,
    languages,
    limiting,
    proxies,
    reusing,
    sending,
    showing,
)
from app.applications.service.step_post import StepPost
from app.calendar import service as calendar
from app.clock import to_jst
from app.database import Reading, Session
from app.errors import Unprocessable
from app.forms import journey
from app.forms.fields.location import LocationField
from app.forms.values import N_
from app.web.maps import Maps
from app.web.near import Near
from app.web.posted import Post, whole_number
from app.web.templating import Renderer

router = APIRouter(route_class=Near)


@router.get("/{locale}/apply/{form}/{draft}/review", name="review")
def review_page(
    request: Request, here: CurrentDraft, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """All answers with links to change them; sends nothing."""
    opened = drafts.open_draft(reading, request.app.state.keys, here.draft, here.form)
    base = of_draft(page, here.draft)
    if here.draft.sent_at is not None:
        return page.redirect(_receipt(page, reading, here))
    today = to_jst(clock.now()).date()
    goto = "proxy" if proxies.is_pending(opened) else filling.first_open(opened, today)
    if goto != journey.REVIEW:
        return page.redirect(f"{base}/{goto}")
    return page(
        "applications/review.html", standing=standing(page, reading, here),
        is_partial=languages.is_partial(here.form, page.language),
        form=here.form, draft=here.draft, base=base, opened=opened,
        proxy=proxies.rows(opened.beside.get("proxy")),
        sections=journey.summary(here.form, opened.answers, with_empty=True),
        parts=journey.parts(here.form, opened.answers),
        progress=journey.progress(here.form, opened.answers, journey.REVIEW),
        previous=journey.previous_step(here.form, opened.answers, journey.REVIEW),
        intake=intakes.get(reading, here.draft.intake) if here.draft.intake else None,
    )  # fmt: skip


@router.post("/{locale}/apply/{form}/{draft}/review")
def send(
    request: Request, here: CurrentDraft, post: Post, session: Session,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Send: the commit that follows is the arrival; a repeated send answers the same."""
    state = request.app.state
    if "_language" in post.fields:
        return _in_language(request, page, post.get("_language"))
    version = whole_number(post.get("_version"))
    if version < 0 and "_intake" not in post.fields:
        raise Unprocessable
    found = here.to_send(session, clock.now(), state.city.statistics_profile)
    draft, base = found.draft, of_draft(page, found.draft)
    if "_intake" in post.fields:
        elsewhere.move(session, clock.now(), draft, here.form, post.get("_intake"))
        return page.redirect(f"{base}/review")
    if draft.device != here.device.id:
        draft.device = here.device.id  # who sends sees the receipt, wherever the draft began
    opened = drafts.open_draft(session, state.keys, draft, here.form)
    setting = sending.Setting(
        keys=state.keys, number=found.number,
        profile=calendar.in_force(session, state.city, seen=found.calendar),
        procedure=here.procedure, fingerprint=draft.fingerprint,
        language=page.language, city_name=city_name(page, state.city),
        base_url=state.settings.base_url,
    )  # fmt: skip
    try:
        _, made = sending.send(
            session, setting, opened, read_clock=clock.now, version=version,
            has_contact=here.has_contact,
        )  # fmt: skip
    except sending.DraftMoved as error:
        error.place = f"apply/{draft.form}/{draft.public_id}/review"
        error.place_name = N_("内容の確認")
        raise
    except sending.Lapsed as error:
        return page.redirect(f"{base}/{error.step}?return=1")
    except (limiting.Refused, intakes.IntakeClosed) as error:
        return refused(page, session, here, clock.now(), error)
    return page.redirect(of_application(page, made[0].number))


@router.post("/{locale}/apply/{form}/{draft}/erase")
def erase(
    request: Request, here: CurrentDraft, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """「この端末から消す」: everything typed goes, at once and for good."""
    draft = here.locked(session, clock.now())
    if draft.sent_at is not None:  # "erased" would say that the city does not have it
        return page.redirect(_receipt(page, session, here))
    abandoning.record(session, clock.now(), draft, abandoning.ERASED)
    blobs = drafts.erase(session, draft)
    response = page.redirect(f"{of_form(page, here.form.slug)}?erased=1")
    response.background = BackgroundTask(files.drop, request.app.state.storage, blobs)
    return response


@router.get("/{locale}/apply/{form}/{draft}/{step}", name="step")
def step_page(
    request: Request, step: str, here: CurrentDraft, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """One step with what was typed or stored; a step too early leads to the first open one."""
    opened = drafts.open_draft(reading, request.app.state.keys, here.draft, here.form)
    if here.draft.sent_at is not None:
        return page.redirect(_receipt(page, reading, here))
    if any(each.slug == step for each in here.form.steps) and not filling.may_visit(opened, step):
        base = of_draft(page, here.draft)
        return page.redirect(f"{base}/{filling.first_open(opened)}")
    shown = filling.visible_step(opened, step)
    errors = filling.lapsed(opened, shown, to_jst(clock.now()).date())
    outcome = filling.Outcome(opened, shown, errors=errors)
    typed = dict(opened.typed.get(step, {}))
    offered = {}
    if "sources" in opened.beside and step not in opened.done:
        offered = reusing.offers(
            reading, request.app.state.keys, clock.now(), opened, outcome.step,
            device=here.device.id,
        )  # fmt: skip
        offered = {path: each for path, each in offered.items() if not _is_typed(path, typed)}
    return _draw(
        page, outcome, typed=typed, returns="return" in request.query_params, offered=offered,
        standing=standing(page, reading, here),
    )  # fmt: skip


def _is_typed(path: str, typed: drafts.Raw) -> bool:
    return any(
        texts != [""] and name.startswith((path, f"{path}.")) for name, texts in typed.items()
    )


@router.post("/{locale}/apply/{form}/{draft}/{step}")
def save_step(
    request: Request, step: str, here: CurrentDraft, received: Files,
    post: Post, session: Session, clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Keep a step; on to the next, or the same page with what is wrong."""
    posted = StepPost(
        step, post, received.stored, received.faults, page.language.code, here.procedure.section
    )
    outcome = filling.post_step(
        session, request.app.state.keys, clock.now(), posted,
        public_id=here.draft.public_id, form=here.form, device=here.device.id,
    )  # fmt: skip
    stands = standing(page, session, here) if outcome.goto is None else ""
    response = _answer(page, outcome, returns="_return" in post.fields, stands=stands)
    response.background = BackgroundTask(files.drop, request.app.state.storage, list(outcome.blobs))
    return response


def _answer(page: Renderer, outcome: filling.Outcome, *, returns: bool, stands: str) -> Response:
    form = outcome.filling.form
    if outcome.goto is None:
        return _draw(page, outcome, typed=outcome.typed or {}, returns=returns, standing=stands)
    address = page.language.address
    if outcome.locale in page.web.languages.by_address:
        address = outcome.locale
    base = f"/{address}/apply/{form.slug}"
    if not outcome.goto:
        return page.redirect(f"{base}?kept=1")
    suffix = "?return=1" if returns and outcome.goto == outcome.step.slug else ""
    anchor = f"#{outcome.anchor}" if outcome.anchor else ""
    target = f"{base}/{outcome.filling.draft.public_id}/{outcome.goto}{suffix}{anchor}"
    return page.redirect(target)


def _draw(
    page: Renderer, outcome: filling.Outcome, *, typed: drafts.Raw, returns: bool,
    standing: str, offered: Mapping[str, reusing.Offer] | None = None,
) -> Response:  # fmt: skip
    opened, step = outcome.filling, outcome.step
    form = opened.form
    base = of_draft(page, opened.draft)
    maps: Maps = page.request.app.state.maps
    has_map = bool(maps.tiles) and any(isinstance(each, LocationField) for each in step.fields)
    response = page(
        "applications/step.html", standing=standing, **showing.step(outcome, typed), base=base,
        maps=maps if has_map else None, status=outcome.status, fragment="main", returns=returns,
        offered=offered or {}, is_continued="continued" in opened.beside,
        is_partial=languages.is_partial(form, page.language),
    )  # fmt: skip
    if has_map:
        maps.allow(response)
    return response


def _receipt(page: Renderer, reading: Reading, here: CurrentDraft) -> str:
    return of_application(page, sending.number_of_draft(reading, here.draft.id))


def _in_language(request: Request, page: Renderer, wanted: str) -> Response:
    address = wanted if wanted in page.web.languages.by_address else page.language.address
    rest = request.scope["path"].split("/", 2)[2]
    return page.redirect(f"/{address}/{rest}")
