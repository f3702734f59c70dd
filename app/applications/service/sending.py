"""Owns sending: one transaction makes the applications, their stamp, numbers, facts and mails.

The commit of that transaction is the arrival (到達); `received_at` is read once, with the write
lock held. A repeated send finds the first submission and answers with the same receipt.
"""

from collections.abc import Callable
from datetime import date, datetime

from sqlmodel import Session

from app.applications.models import Application, Submission
from app.applications.service import admission, contacts, intakes, limiting, proxies, sent_rows
from app.applications.service.drafts import Filling, TooEarly
from app.applications.service.sent_rows import Setting as Setting
from app.applications.store import submissions as store
from app.clock import to_jst
from app.database import Change
from app.errors import CityHallError, Conflict, NotFound
from app.forms import journey
from app.forms.answers import validate


class ContentChanged(CityHallError):
    """The same draft was sent before with other content."""

    status = 422
    code = "IDEM_MISMATCH"
    message = "内容が変わっています。この内容では送信していません"
    advice = "先に送信した内容は市に届いています。控えの画面で確かめてください。"


class DraftMoved(Conflict):
    """The review page shows an older version of the draft than the one kept."""

    code = "FORM_CHANGED"
    message = "別の画面で内容が変わりました。もう一度確かめてから送信してください"
    advice = "入力した内容は残っています。まだ送信していません。"
    reached = False
    kept = True


class Lapsed(TooEarly):
    """What was right when it was typed is wrong today; `step` is where it is asked."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self.step = step


def send(
    session: Session, setting: Setting, filling: Filling, *, read_clock: Callable[[], datetime],
    version: int, has_contact: bool = True,
) -> tuple[Submission, list[Application]]:  # fmt: skip
    """Send a locked draft, or return what it became before; raises IntakeClosed, TooEarly, …

    Without a contact no address of it was proven on the way.
    """
    draft = filling.draft
    earlier = store.submission_of_draft(session, draft.id) if draft.sent_at else None
    if earlier is not None:
        if version != draft.version:
            raise ContentChanged
        return earlier, store.applications_of(session, earlier.id)
    if version != draft.version:
        raise DraftMoved
    limiting.hold(session, filling.form, draft.procedure)
    clock_now, paper = read_clock(), setting.paper
    now = paper.arrived_at if paper else clock_now
    intake = intakes.get(session, draft.intake) if draft.intake else None
    late = admission.check(session, draft, intake, now, paper)
    _check_answers(filling, None if paper else to_jst(now).date())
    form = filling.form
    parts = journey.parts(form, filling.answers)
    if paper is None:
        limiting.check(
            session, setting.keys, limiting.scope_of(form, draft), filling.answers,
            device=draft.device, wanted=len(parts),
        )  # fmt: skip
    if late:
        late.used_at = clock_now
        session.add(late)
    submission = sent_rows.new_submission(setting, filling, now)
    reach = contacts.reach(
        session, setting.keys, clock_now, submission, contacts.recipient_of(form, filling.answers),
        has_contact=has_contact,
    )  # fmt: skip
    is_sent = Change(draft, {"sent_at": clock_now})
    made = sent_rows.write(session, setting, filling, parts, submission, [is_sent, *reach.rows])
    contacts.tell(session, setting.letterhead, clock_now, submission, made, reach)
    return submission, made


def _check_answers(filling: Filling, today: date | None) -> None:
    """Raise TooEarly for an open step, Lapsed for one that `today` opened again.

    Paper has no today: it was right on the day it reached the office.
    """
    form, answers, attached = filling.form, filling.answers, filling.attached
    opened = journey.first_open(form, answers, attached=attached, done=filling.done)
    if opened != journey.REVIEW or proxies.is_pending(filling):
        raise TooEarly
    if validate(form, answers, attached=attached):
        raise TooEarly
    opened = journey.first_open(form, answers, attached=attached, done=filling.done, today=today)
    if opened != journey.REVIEW:
        raise Lapsed(opened)


def number_of_draft(session: Session, draft: str) -> str:
    """The first application number a draft became; NotFound when it was not sent."""
    submission = store.submission_of_draft(session, draft)
    if submission is None:
        raise NotFound
    return store.applications_of(session, submission.id)[0].number
