"""Owns where notices of a send go: an address hears of it only after it was proven by a code.

Until then it gets one mail that holds a code and nothing of the send; not even its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, SQLModel

from app.applications.models import Application, Submission, SubmissionContact
from app.applications.service import mail_codes
from app.applications.service.mail_codes import TOO_MANY, Letterhead
from app.applications.store import cases as case_store
from app.applications.store import contacts as store
from app.crypto import Envelope, Keys, open_envelope
from app.errors import NotFound
from app.forms.definition import Form
from app.forms.fields.email import EmailField
from app.forms.values import Answers, FieldError


def recipient_of(form: Form, answers: Answers) -> str:
    """The first e-mail address among the shared answers, or nothing."""
    for step in form.steps:
        if step.repeat is None:
            for field in step.fields:
                if isinstance(field, EmailField) and isinstance(answers.get(field.key), str):
                    return str(answers[field.key])
    return ""


@dataclass(frozen=True)
class Reach:
    """Where a new send can be told of: at a proven address, or one that waits in a row."""

    address: str
    waiting: SubmissionContact | None = None

    @property
    def rows(self) -> list[SQLModel]:
        """What is kept with the send."""
        return [self.waiting] if self.waiting else []


def reach(
    session: Session, keys: Keys, now: datetime, submission: Submission, address: str, *,
    has_contact: bool,
) -> Reach:  # fmt: skip
    """The address of a send that is not kept yet; one its draft has proven is sealed in it."""
    if not address:
        return Reach("")
    contact = store.draft_contact(session, submission.draft) if has_contact else None
    mark = mail_codes.mark_of(keys, address)
    if contact is None or not contact.proven_at or contact.address_mark != mark:
        return Reach(address, _new_waiting(keys, now, submission, address))
    submission.recipient = _sealed(keys, submission, address)
    return Reach(address)


def tell(
    session: Session, head: Letterhead, now: datetime, submission: Submission,
    made: Sequence[Application], reach: Reach,
) -> None:  # fmt: skip
    """Tell a proven address of the arrival; ask another one to be proven."""
    if reach.waiting:
        _ask(session, head, now, submission, reach.address)
    elif reach.address:
        _tell_arrival(session, head, now, made, reach.address)


def change(
    session: Session, head: Letterhead, now: datetime, submission_id: str, address: str
) -> None:
    """Another address was answered: the old one hears nothing more, the new one is asked."""
    submission = case_store.submission(session, submission_id)
    store.set_recipient(session, submission.id, None)
    if row := store.submission_contact(session, submission.id):
        store.delete_row(session, row)
    if address:
        store.add_new(session, _new_waiting(head.keys, now, submission, address))
        _ask(session, head, now, submission, address)


def again(
    session: Session, head: Letterhead, now: datetime, submission: Submission
) -> FieldError | None:
    """Mail the code once more; what is wrong when it went too often."""
    address = _address(session, head.keys, submission)
    sent = mail_codes.mail_code(session, head, now, subject=submission.id, address=address)
    return None if sent else FieldError("code", TOO_MANY, label=mail_codes.LABEL)


def prove(
    session: Session, keys: Keys, now: datetime, submission: Submission, typed: str
) -> FieldError | None:
    """Take a code: from now on notices go to the address it was mailed to."""
    address = _address(session, keys, submission)
    fault = mail_codes.guess(session, keys, now, subject=submission.id, typed=typed)
    if fault is None:
        store.set_recipient(session, submission.id, _sealed(keys, submission, address))
        store.delete_row(session, _waiting(session, submission))
    return fault


def _new_waiting(
    keys: Keys, now: datetime, submission: Submission, address: str
) -> SubmissionContact:
    return SubmissionContact(
        submission=submission.id, created_at=now, address_mark=mail_codes.mark_of(keys, address),
        address=_envelope(keys, submission).seal("contact", address.encode()),
    )  # fmt: skip


def _ask(
    session: Session, head: Letterhead, now: datetime, submission: Submission, address: str
) -> None:
    if not mail_codes.may_send(session, head.keys, now, address):
        return
    code = mail_codes.new_code(session, head.keys, now, subject=submission.id, address=address)
    _ = head.language.gettext
    mail_codes.write(
        session, head, now, address=address, subject=_("メールアドレスの確認"),
        paragraphs=(
            _("このメールアドレスが、市からのお知らせの送り先として入力されました。"),
            mail_codes.code_line(head, code),
            _(
                "申請の状況の画面で、この数字を入力してください。入力されるまで、このメールアドレスに申請のお知らせは届きません。"
            ),
        ),
    )  # fmt: skip


def _tell_arrival(
    session: Session, head: Letterhead, now: datetime, made: Sequence[Application], address: str
) -> None:
    _ = head.language.gettext
    mail_codes.write(
        session, head, now, address=address, topic="arrived", subject=_("申請が市に届きました"),
        paragraphs=(
            _("申請が市に届きました（到達）。"),
            "\n".join(f"{_('申請番号')}：{application.number}" for application in made),
            _(
                "受付・審査は市役所の開庁日に行います。お知らせがあるときは、このメールアドレスに届きます。"
            ),
            _("状況は、送信した端末か、控えにある秘密のリンクから確かめられます。"),
        ),
    )  # fmt: skip


def _sealed(keys: Keys, submission: Submission, address: str) -> bytes:
    return _envelope(keys, submission).seal("recipient", address.encode())


def _waiting(session: Session, submission: Submission) -> SubmissionContact:
    row = store.submission_contact(session, submission.id)
    if row is None:
        raise NotFound
    return row


def _address(session: Session, keys: Keys, submission: Submission) -> str:
    row = _waiting(session, submission)
    return _envelope(keys, submission).open("contact", row.address).decode()


def _envelope(keys: Keys, submission: Submission) -> Envelope:
    return open_envelope(keys, "submissions", submission.id, submission.wrapped_key)
