"""Owns the address where a section is told of its missing values: set it, prove it, end it."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Me, Now
from app.applications.service import mail_codes
from app.applications.service.mail_codes import Letterhead
from app.database import Reading, Session
from app.errors import NotFound
from app.forms.values import FieldError
from app.statistics.service import contacts, reports, section_mails
from app.web.posted import Post
from app.web.templating import Page, Renderer

router = APIRouter()
DEEDS: Final = frozenset({"code", "again", "undo"})
"""What can be done about an address that waits for its code."""


def letterhead(request: Request, page: Page) -> Letterhead:
    """What a mail with a code is written with; the workbench is Japanese."""
    state = request.app.state
    return Letterhead(state.keys, page.language, state.city.name, state.settings.base_url)


def settle(
    request: Request, page: Renderer, session: Session, clock: Now, *,
    subject: str, post: Post, actor: str,
) -> tuple[FieldError | None, str]:  # fmt: skip
    """Do one of the DEEDS; what is wrong, and what was done."""
    now, head = clock.now(), letterhead(request, page)
    if post.get("deed") == "undo":
        contacts.undo(session, subject)
        return None, "undone"
    if post.get("deed") == "again":
        return contacts.again(session, head, now, subject), "mailed"
    fault = contacts.prove(
        session, head.keys, now, subject=subject, typed=post.get("code"), actor=actor
    )
    return fault, "proven"


@router.get(f"{section_mails.ADDRESS}/{{section}}")
def section_mail(
    section: str, request: Request, page: Renderer, me: Me, reading: Reading, clock: Now,
    saved: str = "",
) -> Response:  # fmt: skip
    """Where a section is told of what is missing, and what it would be told now."""
    return _page(request, page, me, reading, clock, section, saved=saved)


@router.post(f"{section_mails.ADDRESS}/{{section}}")
def change(
    section: str, request: Request, page: Renderer, me: Me, session: Session, clock: Now,
    post: Post,
) -> Response:  # fmt: skip
    """Set the address, take its code, mail another, take it back, or end it."""
    _must_be_ones_own(session, me, section)
    here, subject = f"{section_mails.ADDRESS}/{section}", section_mails.contact_of(section)
    if post.get("deed") == "end":
        contacts.forget(session, subject)
        return page.redirect(f"{here}?saved=ended")
    if post.get("deed") in DEEDS:
        fault, done = settle(request, page, session, clock, subject=subject, post=post, actor=me.id)
    else:
        found = mail_codes.address_of(post.get("address").strip())
        if isinstance(found, FieldError):
            return _page(
                request, page, me, session, clock, section, fault=found, typed=post.get("address")
            )
        now, done = clock.now(), "mailed"
        section_mails.begin(session, request.app.state.city, now, section)
        fault = contacts.ask(
            session, letterhead(request, page), now, subject=subject, address=found
        )
    if fault is not None:
        return _page(request, page, me, session, clock, section, fault=fault)
    return page.redirect(f"{here}?saved={done}")


def _page(
    request: Request, page: Renderer, me: Me, session: Session, clock: Now, section: str, *,
    fault: FieldError | None = None, typed: str = "", saved: str = "",
) -> Response:  # fmt: skip
    name, state = _must_be_ones_own(session, me, section), request.app.state
    sender = reports.Sender(state.city, state.keys, state.settings.base_url)
    reach = contacts.reach(session, state.keys, section_mails.contact_of(section))
    return page(
        "statistics/entering/mail.html", status=422 if fault else 200, me=me, name=name,
        section=section, reach=reach, fault=fault, typed=typed or reach.waiting or reach.address,
        saved=saved, day=section_mails.DAY,
        letter=section_mails.letter(session, sender, clock.now(), section),
    )  # fmt: skip


def _must_be_ones_own(session: Session, me: Me, section: str) -> str:
    """The name of a section one may set the address of; NotFound alike for another's and none."""
    name = accounts.section_names(session).get(section)
    if name is None or not (section in me.sections or me.reads_statistics):
        raise NotFound
    return name
