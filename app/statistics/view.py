"""Owns the dashboard's view as it travels in addresses: the pages beside it lead back to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlencode

from app.statistics.models import Wish
from app.statistics.service.hours_asked import DAYS

_HOURS: Final = tuple(f"{day}.{part}" for day in DAYS for part in ("from", "to"))
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BoardView:
    """What is selected, and the hours asked of "what if", as names and values of an address."""

    selected: Pairs = ()
    hours: Pairs = ()

    @classmethod
    def told(cls, wish: Wish, sent: Mapping[str, str]) -> Self:
        """The view of what was asked; a named period stands as its days."""
        single: Mapping[str, object] = {
            "from": wish.first, "to": wish.last, "procedure": wish.procedure,
            "intake": wish.intake, "section": wish.section, "step": wish.step,
            "compare": wish.compare,
        }  # fmt: skip
        selected = [(name, str(value)) for name, value in single.items() if value]
        selected += [("channel", channel.value) for channel in wish.channels]
        hours = [(name, sent[name]) for name in _HOURS if sent.get(name)]
        return cls(tuple(selected), tuple(hours))

    @property
    def pairs(self) -> Pairs:
        """All of it, for the hidden cells of a form."""
        return self.selected + self.hours

    def of(self, path: str, **own: object) -> str:
        """An address that carries the view beside parameters of its own."""
        return _address(path, self.pairs, own)

    def of_file(self, path: str, **own: object) -> str:
        """The address of a file, which counts what is selected."""
        return _address(path, self.selected, own)

    def of_page(self, path: str, **own: object) -> str:
        """The address of a file of a page that the selection does not change."""
        return _address(path, (), own)


def _address(path: str, pairs: Pairs, own: Mapping[str, object]) -> str:
    sent = [*((name, str(value)) for name, value in own.items() if value != ""), *pairs]
    return f"{path}?{urlencode(sent)}" if sent else path
