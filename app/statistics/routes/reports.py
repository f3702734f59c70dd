"""Owns the page of the month's report by mail: subscribe, prove the address, see it, end it."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import DxOffice, Now
from app.database import Reading, Session
from app.forms.fields.email import EmailField
from app.forms.values import FieldError
from app.statistics import service
from app.statistics.deps import BoardRenderer
from app.statistics.models import Wish
from app.statistics.routes.contacts import DEEDS, letterhead, settle
from app.statistics.service import contacts, reports
from app.web.posted import Post

router = APIRouter()
_ADDRESS: Final = EmailField(key="address", label="メールアドレス")
_HERE: Final = "/staff/statistics/report"
_CELLS: Final = ("address", "day", "procedure", "section")


@router.get("/staff/statistics/report")
def report(
    request: Request,
    page: BoardRenderer,
    me: DxOffice,
    reading: Reading,
    clock: Now,
    saved: str = "",
) -> Response:
    """What an account is mailed, and how it reads."""
    return _page(request, page, me, reading, clock, typed=_kept(request, reading, me), saved=saved)


@router.post("/staff/statistics/report")
def change(
    request: Request, page: BoardRenderer, me: DxOffice, session: Session, clock: Now, post: Post
) -> Response:
    """Subscribe, change what comes, prove the address, or end it."""
    if post.get("deed") == "end":
        reports.unsubscribe(session, clock.now(), me.id)
        return page.redirect(page.view.of(_HERE, saved="ended"))
    subject = reports.contact_of(me.id)
    if post.get("deed") in DEEDS:
        fault, done = settle(request, page, session, clock, subject=subject, post=post, actor=me.id)
        if fault is None:
            return page.redirect(page.view.of(_HERE, saved=done))
        return _page(request, page, me, session, clock, typed=_kept(request, session, me),
                     fault=fault)  # fmt: skip
    typed = {name: post.get(name).strip() for name in _CELLS}
    address, problems = _checked(session, typed)
    if problems:
        return _page(request, page, me, session, clock, typed=typed, problems=problems)
    reports.subscribe(
        session, request.app.state.city, clock.now(), staff=me.id, day=int(typed["day"]),
        view=reports.View(typed["procedure"], typed["section"]),
    )  # fmt: skip
    fault = contacts.ask(
        session, letterhead(request, page), clock.now(), subject=subject, address=address
    )
    if fault is not None:
        return _page(request, page, me, session, clock, typed=typed, fault=fault)
    waits = contacts.reach(session, _sender(request).keys, subject).waiting
    return page.redirect(page.view.of(_HERE, saved="mailed" if waits else 1))


def _kept(request: Request, session: Session, me: DxOffice) -> dict[str, str]:
    """The cells of the form as they are kept, or as they begin."""
    own = reports.mine(session, me.id)
    reach = contacts.reach(session, _sender(request).keys, reports.contact_of(me.id))
    if own is not None and reach.is_known:
        return {"address": reach.waiting or reach.address, "day": str(own.day),
                "procedure": own.procedure, "section": own.section}  # fmt: skip
    known = _ADDRESS.parse({"": [me.login]})
    return {"address": known if isinstance(known, str) else "", "day": "1"}


def _checked(session: Session, typed: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The address, and what is wrong by cell."""
    problems = {}
    address = _ADDRESS.parse({"": [typed["address"]]})
    if isinstance(address, FieldError) or not address:
        problems["address"] = "メールアドレスの形を確かめてください。例）sample@example.jp"
    if typed["day"] not in map(str, reports.DAYS):
        problems["day"] = "送る日を選んでください"
    if typed["procedure"] and service.problems(session, Wish(procedure=typed["procedure"])):
        problems["procedure"] = "手続を選び直してください"
    if typed["section"] and typed["section"] not in accounts.section_names(session):
        problems["section"] = "課を選び直してください"
    return str(address), problems


def _page(
    request: Request, page: BoardRenderer, me: DxOffice, session: Session, clock: Now, *,
    typed: Mapping[str, str], problems: Mapping[str, str] | None = None, saved: str = "",
    fault: FieldError | None = None,
) -> Response:  # fmt: skip
    view = reports.View() if problems else reports.View(
        typed.get("procedure", ""), typed.get("section", "")
    )  # fmt: skip
    return page(
        "statistics/report.html", status=422 if problems or fault else 200, me=me, typed=typed,
        problems=problems or {}, fault=fault, saved=saved, days=reports.DAYS,
        reach=contacts.reach(session, _sender(request).keys, reports.contact_of(me.id)),
        letter=reports.letter(session, _sender(request), clock.now(), view),
        procedures=reports.procedures(session),
        sections=sorted(accounts.section_names(session).items()),
    )  # fmt: skip


def _sender(request: Request) -> reports.Sender:
    state = request.app.state
    return reports.Sender(state.city, state.keys, state.settings.base_url)
