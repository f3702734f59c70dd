"""Owns the mail that there is news of an application: nothing personal, never what the news is."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Application, Submission
from app.applications.store import cases as store
from app.crypto import Keys, open_envelope
from app.i18n.messages import Languages
from app.notifications import service as notifications
from app.notifications.models import OutboxRow


@dataclass(frozen=True)
class Office:
    """What a deed needs to know of the house around it."""

    keys: Keys
    languages: Languages
    city_name: str
    base_url: str


def release_topic(intake: str | None) -> str:
    """The topic of mails that wait for the release of an intake; they move and go with it."""
    return f"release:{intake}" if intake else "news"


def announce(
    session: Session, office: Office, now: datetime, application: Application, *,
    due_at: datetime, topic: str = "news",
) -> None:  # fmt: skip
    """A mail without anything personal: there is news; nothing where no address is known."""
    send = store.submission(session, application.submission)
    mails = news(office, now, application, send, due_at=due_at, topic=topic)
    notifications.announce_all(session, mails)


def news(
    office: Office, now: datetime, application: Application, send: Submission, *,
    due_at: datetime, topic: str = "news",
) -> list[OutboxRow]:  # fmt: skip
    """The mail of `announce`, not put out yet; none where no address is known."""
    if send.recipient is None:
        return []
    envelope = open_envelope(office.keys, "submissions", send.id, send.wrapped_key)
    language = office.languages.of_code(application.locale)
    _ = language.gettext
    body = "\n\n".join(
        (
            _("申請について、市からお知らせがあります。"),
            f"{_('申請番号')}：{application.number}",
            _("状況は、送信した端末か、控えにある秘密のリンクから確かめられます。"),
            _("このメールには返信できません。心当たりがないときは、お手数ですが破棄してください。"),
            office.base_url,
        )
    )
    mail = notifications.new_mail(
        office.keys, now, topic=topic,
        recipient=envelope.open("recipient", send.recipient).decode(),
        subject=f"【{office.city_name}】{_('お知らせがあります')}", body=body, locale=language.code,
        due_at=due_at,
    )  # fmt: skip
    return [mail]
