"""Owns the letterbox in which the mail of an app under test ends up."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from app.notifications.channels import DeliveryFailed


@dataclass(frozen=True)
class Letter:
    """One message as a channel was given it."""

    message_id: str
    recipient: str
    subject: str
    body: str


@dataclass
class Postbox:
    """A channel that keeps what is sent; while `is_shut` every letter comes back."""

    letters: list[Letter] = field(default_factory=list)
    is_shut: bool = False

    def opened(self) -> AbstractContextManager["Postbox"]:
        """Itself: nothing is to be opened."""
        return nullcontext(self)

    def send(self, *, message_id: str, recipient: str, subject: str, body: str) -> None:
        """Keep one letter, or raise DeliveryFailed."""
        if self.is_shut:
            raise DeliveryFailed("shut")
        self.letters.append(Letter(message_id, recipient, subject, body))
