"""Owns the address of the month's report by mail: subscribe, see it beforehand, end it."""

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
from app.statistics.service import reports
from app.web.posted import Post

router = APIRouter()
_ADDRESS: Final = EmailField(key="address", label="メールアドレス")
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
    own, sender = reports.mine(reading, me.id), _sender(request)
    known = _ADDRESS.parse({"": [me.login]})
    typed = {"address": known if isinstance(known, str) else "", "day": "1"}
    if own is not None:
        typed = {"address": reports.address_of(sender.keys, own), "day": str(own.day),
                 "procedure": own.procedure, "section": own.section}  # fmt: skip
    return _page(request, page, me, reading, clock, typed=typed, saved=saved, has_own=bool(own))


@router.post("/staff/statistics/report")
def change(
    request: Request, page: BoardRenderer, me: DxOffice, session: Session, clock: Now, post: Post
) -> Response:
    """Subscribe, change what comes, or end it."""
    if post.get("deed") == "end":
        reports.unsubscribe(session, clock.now(), me.id)
        return page.redirect("/staff/statistics/report?saved=ended")
    typed = {name: post.get(name).strip() for name in _CELLS}
    address, problems = _checked(session, typed)
    if problems:
        has_own = reports.mine(session, me.id) is not None
        return _page(
            request, page, me, session, clock, typed=typed, problems=problems, has_own=has_own
        )
    reports.subscribe(
        session, _sender(request), clock.now(), staff=me.id, address=address,
        day=int(typed["day"]), view=reports.View(typed["procedure"], typed["section"]),
    )  # fmt: skip
    return page.redirect("/staff/statistics/report?saved=1")


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
    has_own: bool,
) -> Response:  # fmt: skip
    view = reports.View() if problems else reports.View(
        typed.get("procedure", ""), typed.get("section", "")
    )  # fmt: skip
    return page(
        "statistics/report.html", status=422 if problems else 200, me=me, typed=typed,
        problems=problems or {}, saved=saved, has_own=has_own, days=reports.DAYS,
        letter=reports.letter(session, _sender(request), clock.now(), view),
        procedures=reports.procedures(session),
        sections=sorted(accounts.section_names(session).items()),
    )  # fmt: skip


def _sender(request: Request) -> reports.Sender:
    state = request.app.state
    return reports.Sender(state.city, state.keys, state.settings.base_url)
