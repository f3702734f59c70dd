"""Owns the ways out: console and SMTP. A channel sends one message to one recipient, or raises."""

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog

from app.settings import Settings

# The standard library raises IndexError on an address without a word, ValueError on a line end.
UNSENDABLE = (OSError, smtplib.SMTPException, MessageError, ValueError, IndexError)


class DeliveryFailed(Exception):
    """The message did not leave; it is tried again later."""


class Channel(Protocol):
    """One way out."""

    def send(self, *, message_id: str, recipient: str, subject: str, body: str) -> None:
        """Send, or raise DeliveryFailed."""


class Console:
    """For trials: says that a message would leave, never to whom."""

    def send(self, *, message_id: str, recipient: str, subject: str, body: str) -> None:
        """Write one log line."""
        structlog.get_logger("mail").info("mail", message_id=message_id, subject=subject)


class Smtp:
    """Plain SMTP (`smtp://`), STARTTLS (`smtp+starttls://`) or TLS (`smtps://user:password@host:port`)."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender

    def send(self, *, message_id: str, recipient: str, subject: str, body: str) -> None:
        """Send one mail to exactly one recipient; a retry of a row keeps its Message-ID."""
        try:
            mail = EmailMessage(policy=SMTP)
            mail["Message-ID"] = f"<{message_id}@{self._sender.rpartition('@')[2]}>"
            mail["From"] = self._sender
            mail["To"] = Address(addr_spec=recipient)
            mail["Subject"] = subject
            mail["Auto-Submitted"] = "auto-generated"
            mail.set_content(body)
            with self._connect() as server:
                server.send_message(mail, self._sender, [recipient])
        except UNSENDABLE as error:
            raise DeliveryFailed(type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port
        server: smtplib.SMTP
        if self._url.scheme == "smtps":
            context = ssl.create_default_context()
            server = smtplib.SMTP_SSL(host, port or 465, timeout=20, context=context)
        else:
            server = smtplib.SMTP(host, port or 25, timeout=20)
            if self._url.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server


def from_settings(settings: Settings) -> dict[str, Channel]:
    """The channels of one running city hall."""
    url = settings.smtp_url.get_secret_value()
    return {"mail": Smtp(url, settings.smtp_from) if url else Console()}
