"""Real mail: one recipient, the same Message-ID on a second try, nothing personal in the open."""

import socket
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from app.notifications.channels import Console, DeliveryFailed, Smtp, from_settings
from app.settings import Settings

SENDER = "no-reply@city.example"
LETTER = {
    "message_id": "0" * 32,
    "recipient": "hanako.mihon@example.jp",
    "subject": "【郡山市】申請が市に届きました",
    "body": "申請番号：2345-6789-C\nhttps://city.example\n",
}


class Mailbox:
    """What an SMTP server was handed; `answers` are its replies, the last one for ever."""

    def __init__(self):
        self.envelopes = []
        self.answers = ["250 OK"]

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def mails(self):
        return [message_from_bytes(each.content, policy=default) for each in self.envelopes]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def smtp(mailbox):
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield Smtp(f"smtp://127.0.0.1:{controller.port}", SENDER)
    controller.stop()


def send(channel, **changes):
    with channel.opened() as way:
        way.send(**LETTER | changes)


def test_a_mail_has_one_recipient(smtp, mailbox):
    send(smtp)
    assert mailbox.envelopes[0].rcpt_tos == ["hanako.mihon@example.jp"]
    assert [mailbox.mails[0][name] for name in ("To", "Cc", "Bcc")] == [
        "hanako.mihon@example.jp", None, None,
    ]  # fmt: skip


def test_japanese_arrives_as_it_was_written(smtp, mailbox):
    send(smtp)
    assert mailbox.mails[0]["Subject"] == LETTER["subject"]
    assert mailbox.mails[0].get_content().replace("\r\n", "\n") == LETTER["body"]


def test_a_mail_says_that_nobody_reads_answers(smtp, mailbox):
    send(smtp)
    assert mailbox.mails[0]["Auto-Submitted"] == "auto-generated"
    assert mailbox.mails[0]["From"] == SENDER


def test_a_second_try_has_the_same_message_id(smtp, mailbox):
    mailbox.answers = ["451 later", "250 OK"]
    with pytest.raises(DeliveryFailed):
        send(smtp)
    send(smtp)
    assert [mail["Message-ID"] for mail in mailbox.mails] == [f"<{'0' * 32}@city.example>"] * 2


def test_a_refusal_is_told_without_the_address(smtp, mailbox):
    mailbox.answers = ["550 no such user hanako.mihon@example.jp"]
    with pytest.raises(DeliveryFailed) as failed:
        send(smtp)
    assert "hanako" not in str(failed.value)


@pytest.mark.parametrize(
    "recipient", ["a@example.jp, b@example.jp", "a@example.jp\r\nBcc: b@example.jp", "nobody", ""]
)
def test_what_is_not_one_address_is_not_sent(smtp, mailbox, recipient):
    with pytest.raises(DeliveryFailed):
        send(smtp, recipient=recipient)
    assert mailbox.envelopes == []


def test_a_subject_cannot_add_a_header(smtp, mailbox):
    with pytest.raises(DeliveryFailed):
        send(smtp, subject="s\r\nBcc: b@example.jp")
    assert mailbox.envelopes == []


def test_a_server_that_is_away_is_a_failed_delivery():
    with pytest.raises(DeliveryFailed):
        send(Smtp(f"smtp://127.0.0.1:{free_port()}", SENDER))


def test_the_outbox_reaches_a_real_server(announce, deliver, smtp, mailbox):
    announce(3)
    assert deliver(smtp) == 3
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 3


def test_a_mail_of_the_outbox_names_its_recipient_only_as_such(announce, deliver, smtp, mailbox):
    announce()
    deliver(smtp)
    assert mailbox.envelopes[0].content.count(b"hanako") == 1


def test_without_an_address_mail_goes_to_the_console(capsys):
    channel = from_settings(Settings())["mail"]
    assert isinstance(channel, Console)
    send(channel)
    assert "hanako" not in capsys.readouterr().out


def test_with_an_address_mail_goes_by_smtp():
    assert isinstance(from_settings(Settings(smtp_url="smtp://127.0.0.1"))["mail"], Smtp)
