"""Owns the ways out: console and SMTP. A channel sends one message to one recipient, or raises."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
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


class Opened(Protocol):
    """A way out that stands open."""

    def send(self, *, message_id: str, recipient: str, subject: str, body: str) -> None:
        """Send one message to exactly one recipient, or raise DeliveryFailed."""


class Channel(Protocol):
    """One way out: what leaves in one round leaves through one opening."""

    def opened(self) -> AbstractContextManager[Opened]:
        """The way, open while the block lasts; opening never fails, sending may."""


class Console:
    """For trials: says that a message would leave, never to whom."""

    def opened(self) -> AbstractContextManager[Opened]:
        """Itself: nothing is to be opened."""
        return nullcontext(self)

    def send(self, *, message_id: str, recipient: str, subject: str, body: str) -> None:
        """Write one log line."""
        structlog.get_logger("mail").info("mail", message_id=message_id, subject=subject)


class Smtp:
    """Plain SMTP (`smtp://`), STARTTLS (`smtp+starttls://`) or TLS (`smtps://user:password@host:port`)."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """One connection for the mails of a round, made when the first of them leaves."""
        line = _Line(self._connect, self._sender)
        try:
            yield line
        finally:
            line.hang_up()

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port
        is_tls = self._url.scheme == "smtps"
        server: smtplib.SMTP = (
            smtplib.SMTP_SSL(host, port or 465, timeout=20, context=ssl.create_default_context())
            if is_tls
            else smtplib.SMTP(host, port or 25, timeout=20)
        )
        try:
            if self._url.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            server.close()
            raise
        return server


class _Line:
    """A connection that is made again where the server ended it, and given up where it cannot be.

    A mail whose answer was lost may have arrived: it counts as not sent and leaves again later with
    the same Message-ID. One that was accepted never leaves again, whatever comes after it.
    """

    def __init__(self, connect: Callable[[], smtplib.SMTP], sender: str) -> None:
        self._connect, self._sender = connect, sender
        self._server: smtplib.SMTP | None = None
        self._unreachable: Exception | None = None

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
            self._reached().send_message(mail, self._sender, [recipient])
        except UNSENDABLE as error:
            raise DeliveryFailed(type(error).__name__) from error

    def hang_up(self) -> None:
        """Take leave; that the server does not answer to it changes nothing."""
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server.close()
            self._server = None

    def _reached(self) -> smtplib.SMTP:
        """The server, asked once a round: where nobody answers each mail would wait its 20 s."""
        if self._unreachable is not None:
            raise self._unreachable
        if self._server is not None and not _is_there(self._server):
            self.hang_up()
        if self._server is None:
            try:
                self._server = self._connect()
            except (OSError, smtplib.SMTPException) as error:
                self._unreachable = error
                raise
        return self._server


def _is_there(server: smtplib.SMTP) -> bool:
    """Whether it takes another mail: some end a connection after a number of them."""
    try:
        return server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def from_settings(settings: Settings) -> dict[str, Channel]:
    """The channels of one running city hall."""
    url = settings.smtp_url.get_secret_value()
    return {"mail": Smtp(url, settings.smtp_from) if url else Console()}
