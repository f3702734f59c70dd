"""Owns the URLs of exceptions: late cases and notices of an intake, a new link after a check."""

from datetime import UTC, date, datetime, time

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Me, Now, Staff
from app.applications.models import Intake
from app.applications.service import cases, intakes, late, relink, reminding
from app.applications.service.relink import IdentityCheck
from app.catalogue import service as catalogue
from app.clock import JST
from app.database import Reading, Session
from app.forms.fields.date import DateField
from app.forms.values import FieldError
from app.staff.deps import IntakeHere
from app.staff.routes.deeds import office
from app.staff.service.terms import read_day
from app.web.posted import Post, Posted
from app.web.qr import drawing
from app.web.templating import Page, Renderer

router = APIRouter()
UNTIL = DateField(key="until", label="いつまで受け付けるか")
END_OF_DAY = time(23, 59, 59)
CHECKS = {
    IdentityCheck.PHOTO_ID: "窓口で、顔写真つきの本人確認書類を見た",
    IdentityCheck.TWO_PAPERS: "窓口で、本人確認書類を2点見た",
    IdentityCheck.CALLED_BACK: "申請に書かれた電話番号にかけ直し、本人しか知らないことを聞いた",
    IdentityCheck.MAILED_HOME: "申請に書かれた住所へ郵送する",
}
NO_CHECK = FieldError("check", "本人を確かめた方法を選んでください", label="本人確認")


@router.get("/staff/intakes/{intake}/late")
def listed(own: IntakeHere, me: Me, reading: Reading, page: Renderer) -> Response:
    """The late cases and notices of an intake, and the forms for new ones."""
    return _late_page(page, me, reading, own)


@router.post("/staff/intakes/{intake}/late")
def grant(
    request: Request, own: IntakeHere, me: Me, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Let one more in; the link is shown once."""
    now = clock.now()
    until, errors = _until(post, now)
    reason = post.get("reason").strip()
    if not 0 < len(reason) <= late.LONGEST_REASON:
        text = f"理由を{late.LONGEST_REASON}文字までで入力してください"
        errors.append(FieldError("reason", text, label="理由"))
    if errors or until is None:
        return _late_page(page, me, session, own, errors, post, status=422)
    granted = late.grant(session, now, own, reason=reason, until=until, actor=me.id)
    link = f"{request.app.state.settings.base_url.rstrip('/')}/ja/late/{granted.code}"
    return page(
        "staff/late_granted.html", me=me, intake=own, granted=granted, link=link, qr=drawing(link)
    )


@router.post("/staff/intakes/{intake}/late/{ident}/revoke")
def revoke(
    own: IntakeHere, ident: str, me: Me, session: Session, clock: Now, page: Renderer
) -> Response:
    """Take an unused late case back."""
    late.revoke(session, clock.now(), own, ident, actor=me.id)
    return page.redirect(f"/staff/intakes/{own.id}/late")


@router.post("/staff/intakes/{intake}/notice")
def tell(
    request: Request, own: IntakeHere, me: Me, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Tell everybody something about the intake, by mail those who have not sent yet."""
    body = post.get("notice").strip()
    if not 0 < len(body) <= late.LONGEST_NOTICE:
        text = f"お知らせを{late.LONGEST_NOTICE}文字までで入力してください"
        wrong = [FieldError("notice", text, label="お知らせ")]
        return _late_page(page, me, session, own, wrong, post, status=422)
    now, terms = clock.now(), intakes.get(session, own.id)
    late.tell(session, now, own, body, actor=me.id)
    reminding.tell_drafts(session, office(request), now, terms, body)
    return page.redirect(f"/staff/intakes/{own.id}/late")


@router.get("/staff/applications/{number}/new-link")
def ask_for_link(number: str, me: Me, reading: Reading, page: Renderer) -> Response:
    """How the person was identified, asked before a new link is made."""
    application = cases.find(reading, sections=me.sections, number=number)
    return page("staff/new_link.html", me=me, number=application.number, checks=CHECKS, errors=())


@router.post("/staff/applications/{number}/new-link")
def renew_link(
    request: Request, number: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """A new link, shown once for the slip; the old one is dead."""
    state = request.app.state
    application = cases.find(session, sections=me.sections, number=number)
    sent = post.get("check")
    if sent not in set(IdentityCheck):
        return page(
            "staff/new_link.html", status=422, me=me, number=application.number, checks=CHECKS,
            errors=[NO_CHECK],
        )  # fmt: skip
    made = relink.renew(
        session, state.keys, clock.now(), application, check=IdentityCheck(sent), actor=me.id
    )
    link = f"{state.settings.base_url.rstrip('/')}/ja/open/{made.secret}"
    return page(
        "staff/slip.html", me=me, slip=made, link=link, now=clock.now(), qr=drawing(link),
        name=catalogue.kept_procedure(session, application.procedure).name, is_new_link=True,
    )  # fmt: skip


def _late_page(
    page: Page, me: Staff, session: Reading, intake: Intake,
    errors: list[FieldError] | None = None, post: Posted | None = None, *, status: int = 200,
) -> Response:  # fmt: skip
    return page(
        "staff/late.html", status=status, me=me, intake=intake, cases=late.all_of(session, intake),
        notice=late.notice_of(session, intake), errors=errors or [], until=UNTIL,
        raw=post.answers() if post else {}, staff_names=accounts.staff_names(session),
    )  # fmt: skip


def _until(post: Posted, now: datetime) -> tuple[datetime | None, list[FieldError]]:
    day = read_day(post, UNTIL)
    if not isinstance(day, date):
        return None, [day or FieldError("until", UNTIL.MISSING, {}, "year", UNTIL.label)]
    until = datetime.combine(day, END_OF_DAY, JST).astimezone(UTC)
    if until <= now:
        return None, [FieldError("until", "今日より後の日にしてください", {}, "year", UNTIL.label)]
    return until, []
